import { z } from 'zod';
import { readMoment } from './moment.ts';
import { SessionLimits } from './state.ts';

/** Longer ones would not fit into the index that drops repeats. */
export const Id = z.string().regex(/^[\x21-\x7e]{1,200}$/);

const name = (pattern: RegExp) => z.string().regex(pattern).optional().catch(undefined);

/** What WAHA wraps around each event. Unknown fields pass; those below that cannot be read are as if absent. */
export const Post = z.object({
  id: Id.optional().catch(undefined),
  event: z.string().max(100),
  session: z.string().max(100),
  timestamp: z.unknown().optional().transform(readMoment),
  metadata: z.record(z.string(), z.unknown()).catch({}),
  me: SessionLimits.extend({ id: z.string().optional().catch(undefined) })
    .nullish()
    .catch(undefined),
  payload: z.looseObject({}).catch({}),
  engine: name(/^[A-Z]{2,20}$/),
  environment: z
    .object({ version: name(/^[\w.-]{1,40}$/) })
    .optional()
    .catch(undefined),
});
export type Post = z.infer<typeof Post>;

/** A value deep inside of what an engine handed on; engines differ, and change. */
export function valueAt(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
        ? Reflect.get(inner, key)
        : undefined,
    value,
  );
}
