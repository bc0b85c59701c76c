import { sql } from 'kysely';
import { countAudience } from '../../src/database/audience.ts';
import { planTurn } from '../../src/dispatch/planner.ts';
import { requiredVariables } from '../../src/domain/template.ts';
import type { Ground } from '../ground/house.ts';
import { messageText, startCampaignOn } from '../ground/people.ts';
import { cpuOfTree, ownCpu } from '../measure/cpu.ts';

/** Time by the clock, and what PostgreSQL and this process worked: that hardly moves when others load the machine. */
export interface Cost {
  ms: number;
  cpuMs: number;
}

export interface PlanRound extends Cost {
  /** From the start until the first page was committed: from then on messages leave. */
  firstPageMs: number;
  rows: number;
}

/** Herald plans a campaign on the list: page by page, each a transaction, with counts and cursor. */
export async function planWithHerald(ground: Ground, listId: number): Promise<PlanRound> {
  const { db, house, workspaceId, senderId } = ground;
  await startClean(ground);
  const campaignId = await startCampaignOn(db, workspaceId, listId, [senderId]);
  const startMs = performance.now();
  let firstPageMs = 0;
  let rows = 0;
  const cost = await costOf(ground, async () => {
    for (let isMore = true; isMore; ) {
      const { planned, skipped, more } = await planTurn(house);
      firstPageMs ||= performance.now() - startMs;
      rows += planned + skipped;
      isMore = more;
    }
  });
  await db.updateTable('campaign').set({ state: 'paused' }).where('id', '=', campaignId).execute();
  return { ...cost, firstPageMs, rows };
}

/**
 * The same rows in one statement, as anybody would write it by hand, into a table with the same
 * columns and its primary key alone: no other index, no CHECK, no counts, no pages.
 */
export async function insertPlainly(ground: Ground, listId: number): Promise<Cost> {
  const { db, workspaceId, senderId } = ground;
  await startClean(ground);
  const insert = sql`
    insert into plain_message (workspace_id, campaign_id, recipient_key, contact_id, address, vars,
      sender_id, due_at, state, reason, ended_at)
    select c.workspace_id, 1, c.id::text, c.id, c.phone,
      c.attributes || jsonb_strip_nulls(
        jsonb_build_object('name', c.name, 'phone', c.phone, 'email', c.email)),
      ${senderId}::integer, now(),
      case when c.blocked = 0 then 'planned' else 'skipped' end,
      case when c.blocked & 4 <> 0 then 'blacklisted' when c.blocked & 1 <> 0 then 'opted_out' end,
      case when c.blocked = 0 then null else now() end
    from contact_list_member m join contact c on c.id = m.contact_id
    where m.list_id = ${listId} and c.workspace_id = ${workspaceId}`;
  return costOf(ground, () => insert.execute(db));
}

/** How long a preview has to wait for the count of whom it would reach and whom not. */
export async function countPreview({ db, workspaceId }: Ground, listId: number): Promise<number> {
  const required = requiredVariables(messageText);
  const startMs = performance.now();
  await countAudience(db, { workspaceId, listId, required });
  return performance.now() - startMs;
}

async function costOf({ cluster }: Ground, work: () => Promise<unknown>): Promise<Cost> {
  const startMs = performance.now();
  const before = cpuOfTree(cluster.pid) + ownCpu();
  await work();
  const ms = performance.now() - startMs;
  return { ms, cpuMs: (cpuOfTree(cluster.pid) + ownCpu() - before) / 1000 };
}

/** Both begin with empty tables, their statistics known, and no checkpoint due. */
async function startClean({ db }: Ground): Promise<void> {
  await sql`drop table if exists plain_message`.execute(db);
  await sql`create table plain_message (like message including defaults including identity)`.execute(
    db,
  );
  await sql`alter table plain_message add primary key (workspace_id, campaign_id, recipient_key)`.execute(
    db,
  );
  await sql`truncate message, campaign_count`.execute(db);
  await sql`checkpoint`.execute(db);
}
