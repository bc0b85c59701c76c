import type { Selectable } from 'kysely';
import type { Actor } from '../context.ts';
import type { Found, Slice } from './search.ts';
import type { Connection, Tables, Trx } from './tables.ts';

export interface AuditEntry {
  workspaceId: number;
  actor: Actor;
  at: Date;
  action: string;
  input: object;
  outcome: 'done' | 'refused';
  note?: string;
}

export async function writeAudit(trx: Trx, entry: AuditEntry): Promise<void> {
  await trx
    .insertInto('audit')
    .values({
      workspace_id: entry.workspaceId,
      actor: describeActor(entry.actor),
      at: entry.at,
      action: entry.action,
      input: entry.input,
      outcome: entry.outcome,
      note: entry.note ?? null,
    })
    .execute();
}

/** The newest first. */
export async function findAudit(
  connection: Connection,
  workspaceId: number,
  wanted: { action?: string | undefined; outcome?: AuditEntry['outcome'] | undefined },
  { limit, offset }: Slice,
): Promise<Found<Omit<Selectable<Tables['audit']>, 'workspace_id'>>> {
  let query = connection.selectFrom('audit').where('workspace_id', '=', workspaceId);
  if (wanted.action !== undefined) query = query.where('action', '=', wanted.action);
  if (wanted.outcome !== undefined) query = query.where('outcome', '=', wanted.outcome);
  const rows = await query
    .select(['id', 'at', 'actor', 'action', 'input', 'outcome', 'note'])
    .orderBy('id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute();
  const { total } = await query
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return { rows, total };
}

/** `token 3 (default)`, `operator 1 (Ana)`, `system (opt-out link)`. */
export function describeActor(actor: Actor): string {
  return actor.kind === 'system'
    ? `system (${actor.name})`
    : `${actor.kind} ${actor.id} (${actor.name})`;
}
