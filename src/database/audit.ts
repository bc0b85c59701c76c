import type { Actor } from '../context.ts';
import type { Trx } from './tables.ts';

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

/** `token 3 (default)`, `operator 1 (Ana)`, `system (opt-out link)`. */
export function describeActor(actor: Actor): string {
  return actor.kind === 'system'
    ? `system (${actor.name})`
    : `${actor.kind} ${actor.id} (${actor.name})`;
}
