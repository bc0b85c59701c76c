import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Caller } from '../context.ts';
import { describeActor } from '../database/audit.ts';
import { type CallKey, claimCall, findCall } from '../database/idempotency.ts';
import type { Trx } from '../database/tables.ts';
import { readInput } from '../domain/read-input.ts';
import { Refusal } from '../errors.ts';
import type { OperationCard } from './define.ts';
import { line } from './text.ts';

/** A name that a program gives to one call, so that sending it twice does it once. */
export const IdempotencyKey = line(200)
  .optional()
  .describe(
    'A name of your own for this call: sent again with the same one, it is answered as before and done once.',
  );

const Keyed = z.looseObject({ idempotency_key: IdempotencyKey });

/**
 * The key that a call bears, and the rest of its input. An operation that has a key of its own among its
 * parameters sees to it itself; one that only reads may be repeated anyway.
 */
export function takeKey(
  operation: OperationCard,
  input: unknown,
): { key: string | undefined; rest: unknown } {
  const isOwn = 'shape' in operation.input && hasKey(operation.input.shape);
  if (operation.annotations.readOnly || isOwn || !isRecord(input) || !hasKey(input)) {
    return { key: undefined, rest: input };
  }
  const { idempotency_key: key, ...rest } = readInput(Keyed, input);
  if (key !== undefined && operation.secretAnswer) {
    throw new Refusal(
      'invalid_input',
      `${operation.name} takes no idempotency_key: what it answers is shown once and kept nowhere.`,
    );
  }
  return { key, rest };
}

export function callKey(caller: Caller, { name }: OperationCard, key: string): CallKey {
  return { workspaceId: caller.workspaceId, actor: describeActor(caller.actor), action: name, key };
}

/** The first call's answer, or undefined when this is the first one. */
export async function answerBefore(
  trx: Trx,
  call: CallKey,
  input: unknown,
  at: Date,
): Promise<{ output: unknown } | undefined> {
  const inputHash = hashOf(input);
  const first = await claimCall(trx, call, inputHash, at);
  if (!first) return undefined;
  if (first.inputHash !== inputHash) {
    throw new Refusal(
      'conflict',
      `The idempotency_key ${call.key} was used for another call of ${call.action}: give this one a key of its own.`,
    );
  }
  if (first.output === undefined) {
    throw new Refusal('conflict', 'The first call with this idempotency_key is still running.');
  }
  return { output: first.output };
}

/** Whether this very call has been answered before, so that it does nothing more. */
export async function wasAnswered(trx: Trx, call: CallKey, input: unknown): Promise<boolean> {
  const first = await findCall(trx, call);
  return first?.output !== undefined && first.inputHash === hashOf(input);
}

function hashOf(input: unknown): string {
  return createHash('sha256').update(inOneOrder(input)).digest('hex');
}

/** The same call may name its parameters in another order. */
function inOneOrder(input: unknown): string {
  return JSON.stringify(input, (_, value: unknown) =>
    isRecord(value) ? Object.fromEntries(Object.entries(value).sort()) : value,
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasKey(value: unknown): boolean {
  return isRecord(value) && Object.hasOwn(value, 'idempotency_key');
}
