import type { Context } from 'hono';
import type { Caller } from '../context.ts';

/** Whose token this is and what it may do; undefined when it is nobody's. */
export type Identify = (token: string) => Promise<Caller | undefined>;

/** The caller behind `Authorization: Bearer …`. */
export async function callerOf(c: Context, identify: Identify): Promise<Caller | undefined> {
  const token = /^Bearer +(\S+) *$/i.exec(c.req.header('authorization') ?? '')?.[1];
  return token === undefined ? undefined : identify(token);
}

export const tokenNeeded =
  'This needs an API token, sent as "Authorization: Bearer <token>". Herald prints one at its ' +
  'first start; create_api_token makes more, and API_TOKEN in the environment sets one.';
