import type { Caller, Context } from '../context.ts';
import { writeAudit } from '../database/audit.ts';
import { type CallKey, freeCall, keepAnswer } from '../database/idempotency.ts';
import type { Trx } from '../database/tables.ts';
import { readInput } from '../domain/read-input.ts';
import { Refusal } from '../errors.ts';
import type { Operation, OperationCard } from './define.ts';
import { redact, storable } from './redact.ts';
import { answerBefore, callKey, takeKey } from './repeats.ts';

/**
 * The one way in: scope, then input, then a transaction with the handler and its audit row, then
 * output. Guards live here, so that no operation can forget one.
 *
 * Throws Refusal for whatever the caller may read, and anything else for faults of ours.
 */
export async function invoke<Input, Output>(
  caller: Caller,
  operation: Operation<Input, Output>,
  input: unknown,
): Promise<Output> {
  try {
    checkScope(caller, operation);
    const { key, rest } = takeKey(operation, input);
    const read = readInput(operation.input, rest ?? {});
    const call = key === undefined ? undefined : callKey(caller, operation, key);
    return operation.output.parse(await run(caller, operation, read, call));
  } catch (error) {
    if (error instanceof Refusal) await auditRefusal(caller, operation, input, error);
    throw error;
  }
}

function checkScope(caller: Caller, { name, scope }: OperationCard): void {
  if (caller.scopes.has(scope) || caller.scopes.has('admin')) return;
  throw new Refusal('not_allowed', `${name} needs the right ${scope}, which you don't have.`, {
    scope,
  });
}

function run<Input, Output>(
  caller: Caller,
  operation: Operation<Input, Output>,
  input: Input,
  call: CallKey | undefined,
): Promise<unknown> {
  const { house, workspaceId, actor } = caller;
  const base = { house, workspaceId, actor, now: house.clock() };

  if (operation.handler) {
    const handler = operation.handler.bind(operation);
    return inTransaction(caller, operation, async (trx) => {
      const before = call && (await answerBefore(trx, call, input, base.now));
      if (before) return before.output;
      const output = await handler({ ...base, trx } satisfies Context, input);
      if (call) await keepAnswer(trx, call, keepable(operation, output));
      if (!operation.annotations.readOnly) await auditDone(trx, caller, operation, input);
      return output;
    });
  }
  if (operation.steps) return runSteps(caller, operation, input, base, call);
  throw new Error(`${operation.name} has neither handler nor steps`);
}

async function runSteps<Input, Output>(
  caller: Caller,
  operation: Operation<Input, Output>,
  input: Input,
  base: Omit<Context, 'trx'>,
  call: CallKey | undefined,
): Promise<unknown> {
  if (!operation.steps) throw new Error(`${operation.name} has no steps`);
  const transaction = <T>(work: (trx: Trx) => Promise<T>) => inTransaction(caller, operation, work);
  const before = call && (await transaction((trx) => answerBefore(trx, call, input, base.now)));
  if (before) return before.output;
  try {
    const output = await operation.steps({ ...base, transaction }, input);
    if (!operation.annotations.readOnly) {
      await transaction(async (trx) => {
        await auditDone(trx, caller, operation, input);
        if (call) await keepAnswer(trx, call, keepable(operation, output));
      });
    }
    return output;
  } catch (error) {
    if (call) await transaction((trx) => freeCall(trx, call));
    throw error;
  }
}

/** A secret is shown once, and not kept for whoever asks again. */
function keepable({ secretAnswer, name }: OperationCard, output: unknown): unknown {
  if (!secretAnswer) return output;
  throw new Refusal(
    'invalid_input',
    `${name} takes no idempotency_key: what it answers is shown once and kept nowhere.`,
  );
}

/** What only reads cannot write, not even by mistake: the database holds it to that. */
function inTransaction<T>(
  { house }: Caller,
  { annotations }: OperationCard,
  work: (trx: Trx) => Promise<T>,
): Promise<T> {
  const transaction = house.db.transaction();
  return (annotations.readOnly ? transaction.setAccessMode('read only') : transaction).execute(
    work,
  );
}

function auditDone(
  trx: Trx,
  { workspaceId, actor, house }: Caller,
  operation: OperationCard,
  input: unknown,
): Promise<void> {
  const at = house.clock();
  const action = operation.name;
  return writeAudit(trx, { workspaceId, actor, at, action, input: redact(input), outcome: 'done' });
}

/** In a transaction of its own, as the handler's has been rolled back. */
async function auditRefusal(
  { house, workspaceId, actor }: Caller,
  operation: OperationCard,
  input: unknown,
  refusal: Refusal,
): Promise<void> {
  await house.db.transaction().execute((trx) =>
    writeAudit(trx, {
      workspaceId,
      actor,
      at: house.clock(),
      action: operation.name,
      input: redact(input),
      outcome: 'refused',
      note: storable(refusal.message),
    }),
  );
}
