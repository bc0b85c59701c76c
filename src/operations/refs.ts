import { z } from 'zod';
import type { PlainRef, Ref } from '../database/ref.ts';

/*
 * How callers name things. Programs that got an id as text send it back as text, so both count.
 * Nothing here looks anything up: what names nothing is answered with not_found later.
 */

/** A row's integer id. */
export const RowId = z
  .union([z.int(), z.string().regex(/^\d+$/)], { error: 'must be an integer id' })
  .transform(Number)
  .refine((id) => id >= 1 && id <= idMax, 'must be an integer id');

export const ListRef = anyRef();
export const CampaignRef = anyRef();

/** A sender goes by its integer id, its UUID, or its channel's name, `wb-` and the id. */
export const SenderRef = given().transform((text, refinement): PlainRef => {
  const ref = readRef(text.replace(/^wb-(?=\d)/, ''));
  if (ref.column === 'id') return ref;
  if (ref.column === 'uuid') return { column: 'uuid', value: ref.value };
  refinement.addIssue({ code: 'custom', message: 'must be an integer id, a UUID, or wb-<id>' });
  return z.NEVER;
});

/** A name of the caller's own choice that can never be taken for an id or a UUID. */
export const Slug = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,59}$/, 'must be lower case letters, digits and _, a letter first');

/** As an error names it: `promo_july`, `42`. */
export function nameOf(ref: Ref): string {
  return String(ref.value);
}

/** The ids of our tables are 32 bits wide, or will not pass that. */
const idMax = 2_147_483_647;

function anyRef() {
  return given().transform(readRef);
}

function given() {
  return z
    .union([z.int(), z.string().trim().min(1).max(100)], {
      error: 'must be an integer id, a UUID or a slug',
    })
    .transform(String);
}

function readRef(text: string): Ref {
  if (/^\d{1,10}$/.test(text) && Number(text) <= idMax)
    return { column: 'id', value: Number(text) };
  if (uuidPattern.test(text)) return { column: 'uuid', value: text };
  // The database takes no NUL, not even to look for one.
  return { column: 'slug', value: text.replaceAll('\0', '\ufffd') };
}

const uuidPattern = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
