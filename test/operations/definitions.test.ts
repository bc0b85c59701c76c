import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { operations } from '../../src/operations/registry.ts';

/** As much of a JSON schema as these tests look at. */
const Properties = z.record(z.string(), z.object({ description: z.string().optional() }).loose());
const InputSchema = z.object({
  type: z.literal('object'),
  additionalProperties: z.literal(false),
  properties: Properties,
});

describe('the registry', () => {
  test('has operations, each under a name of its own', () => {
    const names = operations.map(({ name }) => name);

    expect(names.length).toBeGreaterThan(40);
    expect(new Set(names).size).toBe(names.length);
  });

  test.each(readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(isInANoun))(
    'finds what is in %s under the name of its file',
    async (file) => {
      const names = await operationsIn(file);
      const isPair = Object.hasOwn(pairs, file);

      expect(names).toEqual(isPair ? pairs[file] : names.slice(0, 1));
      for (const word of isPair ? [] : file.replace(/^.*\/|\.ts$/g, '').split('-')) {
        for (const name of names) expect(name).toContain(word.replace(/s$/, ''));
      }
    },
  );
});

const folder = join(import.meta.dirname, '../../src/operations');

/** What undoes another, or decides about the same messages, stands next to it. */
const pairs: Readonly<Record<string, readonly string[]>> = {
  'campaigns/archive.ts': ['archive_campaign', 'unarchive_campaign'],
  'campaigns/second-try.ts': ['resolve_unknown', 'retry_failed'],
};

function isInANoun(file: string): boolean {
  return file.includes('/') && file.endsWith('.ts') && !file.endsWith('/index.ts');
}

async function operationsIn(file: string): Promise<string[]> {
  const exported: object = await import(join(folder, file));
  const values: unknown[] = Object.values(exported);
  return operations
    .filter((one) => values.includes(one))
    .map(({ name }) => name)
    .sort();
}

describe.each(operations.map((operation) => [operation.name, operation] as const))(
  '%s',
  (name, operation) => {
    test('is named and described as callers expect', () => {
      expect(name).toMatch(/^[a-z]+(_[a-z]+)*$/);
      expect(operation.summary).toMatch(/^[A-Z].*\.$/);
    });

    test('runs in one way', () => {
      expect([operation.handler, operation.steps].filter(Boolean)).toHaveLength(1);
    });

    test('takes an object, refuses what it does not know, and describes every field', () => {
      const input = InputSchema.parse(z.toJSONSchema(operation.input, { io: 'input' }));

      for (const [field, description] of fieldsWithin(input)) {
        expect(field).toMatch(/^[a-z]+(_[a-z0-9]+)*$/);
        expect(description, `${name}.${field}`).toBeTruthy();
      }
    });

    test('says what it answers', () => {
      const output = z.toJSONSchema(operation.output);

      expect(output).toMatchObject({ type: 'object', properties: expect.anything() });
    });

    test('leaves to calls what every call may say', () => {
      const { properties } = InputSchema.parse(z.toJSONSchema(operation.input, { io: 'input' }));
      expect(Object.keys(properties)).not.toContain('confirm');
      expect(Object.keys(properties)).not.toContain('preview_token');
    });

    test('shows before it is confirmed what there is to show', () => {
      if (!operation.confirmation) return;
      const { operation: shower, given, shown = [] } = operation.confirmation.preview;
      const preview = operations.find((one) => one.name === shower);
      if (!preview) throw new Error(`there is no ${shower}`);

      expect(preview.annotations.readOnly).toBe(true);
      const known = fieldsOf(preview.input);
      expect(known).toEqual(expect.arrayContaining([...given]));
      expect(fieldsOf(operation.input)).toEqual(expect.arrayContaining([...given]));
      expect(fieldsOf(preview.output)).toEqual(expect.arrayContaining([...shown]));
    });

    test('does not claim to read and to destroy at once', () => {
      const { readOnly, destructive } = operation.annotations;
      expect(readOnly && destructive).toBe(false);
    });
  },
);

/** Has the right to send, and makes nothing leave. */
const sendsNothing = [
  'pause_campaign',
  'cancel_campaign',
  'reject_campaign',
  'archive_whatsapp_chat',
  'cancel_scheduled_message',
];

test('whatever changes something with the right to send says whether it sends', () => {
  const silent = operations
    .filter(({ scope }) => scope === 'campaigns:send' || scope === 'messages:send')
    .filter(({ annotations, sends }) => !annotations.readOnly && !sends);
  expect(silent.map(({ name }) => name)).toEqual(sendsNothing);
});

/** Every field, those of the objects in it too, with what is said of it. */
function fieldsWithin(schema: unknown): [string, string | undefined][] {
  const { properties = {}, items, anyOf = [] } = Nested.parse(schema);
  const own = Object.entries(properties).flatMap(
    ([name, inner]): [string, string | undefined][] => [
      [name, inner.description],
      ...fieldsWithin(inner),
    ],
  );
  return [...own, ...(items ? fieldsWithin(items) : []), ...anyOf.flatMap(fieldsWithin)];
}

const Nested = z.object({
  properties: Properties.optional(),
  items: z.looseObject({}).optional(),
  anyOf: z.array(z.unknown()).optional(),
});

function fieldsOf(schema: z.ZodType): string[] {
  const { properties } = z
    .object({ properties: Properties })
    .parse(z.toJSONSchema(schema, { io: 'input' }));
  return Object.keys(properties);
}
