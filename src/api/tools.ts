import type { Tool } from '@modelcontextprotocol/server';
import { z } from 'zod';
import type { AnyOperation } from '../operations/define.ts';
import { IdempotencyKey } from '../operations/repeats.ts';
import { confirmFields } from './confirm.ts';
import { readSpelling, respell } from './spelling.ts';

/** The operations as MCP shows them. */
export interface Toolbox {
  /** In the registry's order, which is always the same: clients cache the list. */
  list: readonly Tool[];
  find(name: string): AnyOperation | undefined;
  /** The arguments with `listId` spelled `list_id` where the operation knows that; the rest as it came. */
  spell(operation: AnyOperation, given: Arguments): Arguments;
}

type Arguments = Readonly<Record<string, unknown>>;

/** Builds all JSON schemas, once: doing it for every request would cost more than most requests. */
export function createToolbox(operations: readonly AnyOperation[]): Toolbox {
  const list = operations.map(toTool);
  const byName = new Map(operations.map((operation) => [operation.name, operation]));
  const spellings = new Map(list.map(({ name, inputSchema }) => [name, readSpelling(inputSchema)]));
  return {
    list,
    find: (name) => byName.get(name),
    spell({ name }, given) {
      const spelling = spellings.get(name);
      return spelling ? Object(respell(given, spelling)) : given;
    },
  };
}

function toTool({ name, summary, annotations, secretAnswer, input, output }: AnyOperation): Tool {
  const schema = toJsonSchema(input, 'input');
  return {
    name,
    description: summary,
    inputSchema: annotations.readOnly ? schema : withCallFields(schema, secretAnswer === true),
    outputSchema: toJsonSchema(output, 'output'),
    annotations: {
      readOnlyHint: annotations.readOnly,
      destructiveHint: annotations.destructive,
      idempotentHint: annotations.idempotent,
    },
  };
}

function toJsonSchema(schema: z.ZodType, io: 'input' | 'output'): Tool['inputSchema'] {
  const json = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  // MCP asks for it at the top, where zod leaves it out of a union.
  return { ...JsonObject.parse(json), type: 'object' };
}

const JsonObject = z.record(z.string(), z.json());

const confirmSchema = toJsonSchema(z.object(confirmFields), 'input');
const keySchema = toJsonSchema(z.object({ idempotency_key: IdempotencyKey }), 'input');

/** What every call that changes something may say besides its own parameters. */
function withCallFields(schema: Tool['inputSchema'], isSecret: boolean): Tool['inputSchema'] {
  const key = isSecret ? {} : keySchema.properties;
  return { ...schema, properties: { ...confirmSchema.properties, ...key, ...schema.properties } };
}
