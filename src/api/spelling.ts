import { z } from 'zod';

/** The names of an object, or of the objects in a list, as far as a schema gives any. */
export interface Spelling {
  /** Each by its name in snake_case, with what is in its value. */
  properties: ReadonlyMap<string, Spelling>;
  items: Spelling | undefined;
}

/** Reads a JSON schema. Where it allows several forms, a name of any of them counts. */
export function readSpelling(schema: unknown): Spelling {
  const { properties = {}, items, anyOf = [], oneOf = [], allOf = [] } = Schema.parse(schema);
  const named = Object.entries(properties);
  const own: Spelling = {
    properties: new Map(named.map(([name, inner]) => [name, readSpelling(inner)])),
    items: items && readSpelling(items),
  };
  return [...anyOf, ...oneOf, ...allOf].map(readSpelling).reduce(join, own);
}

/**
 * The same with `listId` spelled `list_id` wherever the schema knows that name. Names that it doesn't
 * know are somebody's own, such as an attribute's, and stay as they are. A name that is given in both
 * spellings stays too, so that the operation refuses the second one by name.
 */
export function respell(given: unknown, { properties, items }: Spelling): unknown {
  if (Array.isArray(given)) return items ? given.map((item) => respell(item, items)) : given;
  if (!isRecord(given) || properties.size === 0) return given;
  const entries = Object.entries(given).map(([name, value]) => {
    const known = nameOf(name, given, properties);
    const inner = properties.get(known);
    return [known, inner ? respell(value, inner) : value];
  });
  return Object.fromEntries(entries);
}

function nameOf(name: string, given: object, known: ReadonlyMap<string, unknown>): string {
  if (known.has(name)) return name;
  const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return known.has(snake) && !Object.hasOwn(given, snake) ? snake : name;
}

function join(one: Spelling, other: Spelling): Spelling {
  const properties = new Map(one.properties);
  for (const [name, inner] of other.properties) {
    const before = properties.get(name);
    properties.set(name, before ? join(before, inner) : inner);
  }
  const items = one.items && other.items ? join(one.items, other.items) : undefined;
  return { properties, items: items ?? one.items ?? other.items };
}

const Schema = z.looseObject({
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.looseObject({}).optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  allOf: z.array(z.unknown()).optional(),
});

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
