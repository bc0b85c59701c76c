import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Caller } from '../context.ts';
import { Refusal } from '../errors.ts';
import type { AnyOperation, Preview } from '../operations/define.ts';
import { invoke } from '../operations/invoke.ts';
import type { Toolbox } from './tools.ts';

/** What an agent is told instead of an answer: nothing has happened yet. */
export interface Question {
  requires_confirmation: true;
  tool: string;
  /** What the tool does, in words. */
  would: string;
  /** What it would do it to. */
  preview: unknown;
  /** Given back, the call runs only while the preview still holds. */
  preview_token: string;
  how: string;
}

/** How a call says that it is meant. */
export const confirmFields = {
  confirm: z.boolean().optional().describe('True when a person has agreed to exactly this.'),
  preview_token: z
    .string()
    .max(100)
    .optional()
    .describe('From the answer that asked: the call runs only if nothing has changed since.'),
};
const Confirming = z.object(confirmFields);

/** The parameters of a call without those that confirm it. Operations that only read know no such thing. */
export function splitConfirming(
  { annotations }: AnyOperation,
  given: Readonly<Record<string, unknown>>,
): { input: Record<string, unknown>; confirming: z.infer<typeof Confirming> } {
  if (annotations.readOnly) return { input: given, confirming: {} };
  const { confirm, preview_token, ...input } = given;
  const read = Confirming.safeParse({ confirm, preview_token });
  if (read.success) return { input, confirming: read.data };
  throw new Refusal('invalid_input', 'confirm is true or false, and preview_token a text.');
}

/** What has to be asked before this call runs; undefined when it may. Throws Refusal for a preview that no longer holds. */
export async function questionBefore(
  caller: Caller,
  tools: Toolbox,
  operation: AnyOperation,
  input: Readonly<Record<string, unknown>>,
  { confirm, preview_token }: z.infer<typeof Confirming>,
): Promise<Question | undefined> {
  if (confirm || !asksFirst(caller, operation, input)) return undefined;
  const preview = await previewOf(caller, tools, operation.confirmation?.preview, input);
  const token = tokenOf(operation, input, preview);
  if (preview_token === token) return undefined;
  const changed = preview_token === undefined ? '' : 'Something has changed since that preview. ';
  return {
    requires_confirmation: true,
    tool: operation.name,
    would: operation.summary,
    preview,
    preview_token: token,
    how: `${changed}Nothing has happened yet. Ask the person, then call ${operation.name} again with confirm: true, or with this preview_token to run it only if nothing has changed.`,
  };
}

/** Everything that makes messages leave, now or later. */
const sending: ReadonlySet<string> = new Set(['campaigns:send', 'messages:send']);

function asksFirst(
  { confirms = 'destructive' }: Caller,
  { confirmation, scope, annotations }: AnyOperation,
  input: Readonly<Record<string, unknown>>,
): boolean {
  if (confirms === 'never') return false;
  if (confirmation) return confirmation.when?.(input) ?? true;
  return confirms === 'always' && sending.has(scope) && !annotations.readOnly;
}

async function previewOf(
  caller: Caller,
  tools: Toolbox,
  preview: Preview | undefined,
  input: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  const operation = preview && tools.find(preview.operation);
  if (!operation) return { parameters: input };
  const asked = pick(input, preview.given);
  const answer = await invoke(caller, operation, asked);
  return preview.shown ? pick(Object(answer), preview.shown) : answer;
}

function pick(from: Readonly<Record<string, unknown>>, names: readonly string[]) {
  return Object.fromEntries(names.flatMap((name) => (name in from ? [[name, from[name]]] : [])));
}

/** The same call with the same preview has the same token, so that nothing has to be kept. */
function tokenOf({ name }: AnyOperation, input: object, preview: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify([name, input, preview]))
    .digest('hex')
    .slice(0, 32);
}
