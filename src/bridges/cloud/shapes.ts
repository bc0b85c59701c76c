import { z } from 'zod';
import type { PersonNames } from '../../domain/person.ts';

/** Longer ones would not fit into the index that drops repeats. */
export const id = z.string().min(1).max(200);

export const digits = z.string().regex(/^\d{6,15}$/);

/** Business-scoped user ids name a country and, for several portfolios of one business, `ENT`. */
export const bsuid = z.string().regex(/^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/);

/** For what may be missing or broken without spoiling the rest. */
export function perhaps<T extends z.ZodType>(shape: T) {
  return shape.optional().catch(undefined);
}

/** Most are missing, and a default costs a tenth of a catch. */
export const list = z.array(z.unknown()).catch([]).default([]);

/** Seconds, as text in most places and as a number in some. */
export const moment = z
  .union([
    z.int(),
    z
      .string()
      .regex(/^\d{1,10}$/)
      .transform(Number),
  ])
  .refine((seconds) => seconds >= 0 && seconds < 10 ** 10)
  .transform((seconds) => new Date(seconds * 1_000));

/** Undefined for somebody without any name, who can be nobody's contact. */
export function personOf(
  phoneDigits: string | undefined,
  userId: string | undefined,
): PersonNames | undefined {
  if (phoneDigits === undefined && userId === undefined) return undefined;
  return {
    ...(phoneDigits !== undefined && { phone: `+${phoneDigits}` }),
    ...(userId !== undefined && { bsuid: userId }),
  };
}
