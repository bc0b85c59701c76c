import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { Logger } from 'pino';
import { Refusal, type RefusalCode } from '../errors.ts';

const statuses = {
  invalid_input: 400,
  not_found: 404,
  not_allowed: 403,
  wrong_state: 409,
  conflict: 409,
  too_large: 413,
  unavailable: 503,
  confirmation_required: 409,
} as const satisfies Record<RefusalCode, number>;

/** A Refusal as its status and its sentence; everything else is a fault of ours, logged whole and shown as nothing. */
export function answerError(log: Logger) {
  return (error: Error, c: Context): Response => {
    if (error instanceof Refusal) return refuse(c, error);
    if (error instanceof HTTPException) return error.getResponse();
    const requestId: unknown = c.get('requestId');
    log.error({ err: error, requestId }, 'a request failed');
    return c.json(
      { error: { code: 'fault', message: somethingWrong, request_id: requestId } },
      500,
    );
  };
}

export function refuse(c: Context, { code, message, details }: Refusal): Response {
  return c.json({ error: { code, message, details } }, statuses[code]);
}

export const somethingWrong = 'Something went wrong. The fault is in the log of Herald.';
