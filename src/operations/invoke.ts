import { z } from 'zod';
import type { Caller, Context } from '../context.ts';
import { writeAudit } from '../database/audit.ts';
import type { Trx } from '../database/tables.ts';
import { Refusal } from '../errors.ts';
import type { Operation, OperationCard } from './define.ts';
import { redact, storable } from './redact.ts';

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
    const output = await run(caller, operation, readInput(operation, input));
    return operation.output.parse(output);
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

/** A Refusal that names each field: an agent or a person can mend it from the sentence alone. */
function readInput<Input>(operation: Operation<Input, unknown>, input: unknown): Input {
  const read = operation.input.safeParse(input ?? {}, { reportInput: true });
  if (read.success) return read.data;
  throw new Refusal('invalid_input', read.error.issues.map(describeIssue).join(' '), {
    issues: z.flattenError(read.error).fieldErrors,
  });
}

function describeIssue(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.map((key) => `"${key}"`).join(', ');
    return `${keys} is not a parameter of this operation.`;
  }
  const field = issue.path.join('.');
  if (field === '') return `${issue.message}.`;
  if (issue.input === undefined) return `${field} is missing.`;
  return `${field}: ${issue.message.replace(/\.$/, '')}.`;
}

function run<Input, Output>(
  caller: Caller,
  operation: Operation<Input, Output>,
  input: Input,
): Promise<Output> {
  const { house, workspaceId, actor } = caller;
  const base = { house, workspaceId, actor, now: house.clock() };

  if (operation.handler) {
    const handler = operation.handler.bind(operation);
    return inTransaction(caller, operation, async (trx) => {
      const output = await handler({ ...base, trx } satisfies Context, input);
      if (!operation.annotations.readOnly) await auditDone(trx, caller, operation, input);
      return output;
    });
  }
  if (operation.steps) return runSteps(caller, operation, input, base);
  throw new Error(`${operation.name} has neither handler nor steps`);
}

async function runSteps<Input, Output>(
  caller: Caller,
  operation: Operation<Input, Output>,
  input: Input,
  base: Omit<Context, 'trx'>,
): Promise<Output> {
  if (!operation.steps) throw new Error(`${operation.name} has no steps`);
  const transaction = <T>(work: (trx: Trx) => Promise<T>) => inTransaction(caller, operation, work);
  const output = await operation.steps({ ...base, transaction }, input);
  if (!operation.annotations.readOnly) {
    await transaction((trx) => auditDone(trx, caller, operation, input));
  }
  return output;
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
