import { sql } from 'kysely';
import { splitCloudPost } from '../../src/bridges/cloud/split.ts';
import { storeEvents } from '../../src/database/events.ts';
import { inboxTurn } from '../../src/dispatch/inbox.ts';
import type { Ground } from '../ground/house.ts';
import { insertPeople, nobodyExcluded } from '../ground/people.ts';
import { cpuOfTree, ownCpu } from '../measure/cpu.ts';
import { numberKey, type Status, statusBody } from './status.ts';

/** How fast the inbox reads what was stored, when nothing else happens. */
export interface Reading {
  status: Status['status'];
  statuses: number;
  perSecond: number;
  /** CPU time a status, in microseconds. */
  node: number;
  postgres: number;
  /** How many messages the statuses moved. */
  moved: number;
}

/** A campaign that was accepted for so many people, and nothing heard of it yet. */
export async function sendTo(ground: Ground, people: number, campaignId: number): Promise<void> {
  const { db, workspaceId } = ground;
  await insertPeople(db, workspaceId, people, nobodyExcluded);
  await sql`
    insert into message (workspace_id, campaign_id, recipient_key, contact_id, address, sender_id, due_at,
      state, provider_id, accepted_at)
    select workspace_id, ${campaignId}, row_number() over (order by id), id, phone,
      (select id from sender where number_key = ${numberKey}), now(), 'accepted',
      'accepted-' || id, now()
    from contact`.execute(db);
  await sql`vacuum analyze message`.execute(db);
}

const postMax = 1_000;

/** Stores one status for each of so many messages, and reads them all. */
export async function readStatuses(
  { db, house, cluster }: Ground,
  campaignId: number,
  status: Status['status'],
  statuses: number,
): Promise<Reading> {
  const now = new Date();
  const items = Array.from({ length: statuses }, (_, i) =>
    splitCloudPost(JSON.parse(statusBody({ n: i + 1, campaignId, status })), now),
  ).flat();
  const events = items.map(({ about: _, ...item }) => ({ ...item, numberKey }));
  for (let from = 0; from < events.length; from += postMax) {
    await storeEvents(db, 'cloud', events.slice(from, from + postMax), now);
  }
  await sql`vacuum analyze event`.execute(db);

  const nodeBefore = ownCpu();
  const postgresBefore = cpuOfTree(cluster.pid);
  const startedAtMs = performance.now();
  while ((await inboxTurn(house)).read > 0);
  const seconds = (performance.now() - startedAtMs) / 1000;
  const node = (ownCpu() - nodeBefore) / statuses;
  const postgres = (cpuOfTree(cluster.pid) - postgresBefore) / statuses;
  const { moved } = await db
    .selectFrom('message')
    .select((eb) => eb.fn.countAll<number>().as('moved'))
    .where('state', '=', status)
    .executeTakeFirstOrThrow();
  return { status, statuses, perSecond: statuses / seconds, node, postgres, moved };
}
