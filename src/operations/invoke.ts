import type { Caller, Context } from '../context.ts';
import { writeAudit } from '../database/audit.ts';
import { type CallKey, freeCall, keepAnswer } from '../database/idempotency.ts';
import type { Trx } from '../database/tables.ts';
import { readInput } from '../domain/read-input.ts';
import { Refusal } from '../errors.ts';
import type { AnyOperation, Operation, OperationCard } from './define.ts';
import { redact, storable } from './redact.ts';
import { answerBefore, callKey, takeKey, wasAnswered } from './repeats.ts';

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
  return auditingRefusals(caller, operation, input, async () => {
    const { read, call } = readCall(caller, operation, input);
    return operation.output.parse(await run(caller, operation, read, call));
  });
}

/** A call as `invoke` would read it. */
export interface Rehearsal {
  input: unknown;
  /** It has been answered before, and would be answered the same without doing anything. */
  isRepeat: boolean;
}

/**
 * What `invoke` does before it does anything: for a surface that asks somebody first, so that
 * nobody is asked about a call that is refused whatever they say.
 */
export async function rehearse(
  caller: Caller,
  operation: AnyOperation,
  input: unknown,
): Promise<Rehearsal> {
  return auditingRefusals(caller, operation, input, async () => {
    const { read, call } = readCall(caller, operation, input);
    const { db } = caller.house;
    const isRepeat =
      call !== undefined && (await db.transaction().execute((trx) => wasAnswered(trx, call, read)));
    return { input: read, isRepeat };
  });
}

class TriedOut extends Error {}

/**
 * Runs a call and takes it back, so that what would be refused is refused before anybody is asked. Only
 * handlers: what talks to a bridge cannot be taken back.
 */
export async function tryOut(
  caller: Caller,
  operation: AnyOperation,
  input: unknown,
): Promise<void> {
  const handler = operation.handler?.bind(operation);
  if (!handler) return;
  const { house, workspaceId, actor } = caller;
  const context = { house, workspaceId, actor, now: house.clock() };
  try {
    await house.db.transaction().execute(async (trx) => {
      await handler({ ...context, trx }, input);
      throw new TriedOut();
    });
  } catch (error) {
    if (!(error instanceof TriedOut)) throw error;
  }
}

function readCall<Input, Output>(
  caller: Caller,
  operation: Operation<Input, Output>,
  input: unknown,
): { read: Input; call: CallKey | undefined } {
  checkScope(caller, operation);
  const { key, rest } = takeKey(operation, input);
  const read = readInput(operation.input, rest ?? {});
  return { read, call: key === undefined ? undefined : callKey(caller, operation, key) };
}

async function auditingRefusals<T>(
  caller: Caller,
  operation: OperationCard,
  input: unknown,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
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
      if (call) await keepAnswer(trx, call, output);
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
        if (call) await keepAnswer(trx, call, output);
      });
    }
    return output;
  } catch (error) {
    if (call) await transaction((trx) => freeCall(trx, call));
    throw error;
  }
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
