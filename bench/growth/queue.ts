import { sql } from 'kysely';
import { planTurn } from '../../src/dispatch/planner.ts';
import type { Ground } from '../ground/house.ts';
import { insertPeople, nobodyExcluded, startCampaignOn } from '../ground/people.ts';

/** Campaigns that share so many people and numbers between them. */
export interface QueueShape {
  people: number;
  campaigns: number;
  numbers: number;
}

/** Running campaigns, planned to the end by the planner; each has the next numbers for its own. */
export async function queue(ground: Ground, shape: QueueShape): Promise<void> {
  const { db, workspaceId, house } = ground;
  await sql`truncate message, in_flight, campaign_count, contact_list_member, contact cascade`.execute(
    db,
  );
  await sql`update campaign set state = 'completed' where kind = 'campaign'`.execute(db);
  const numbers = await enoughNumbers(ground, shape.numbers);
  const each = shape.numbers / shape.campaigns;
  for (let i = 0; i < shape.campaigns; i += 1) {
    const people = Math.round(shape.people / shape.campaigns);
    const listId = await insertPeople(db, workspaceId, people, nobodyExcluded);
    const own = numbers.slice(Math.floor(i * each), Math.ceil((i + 1) * each));
    await startCampaignOn(db, workspaceId, listId, own);
  }
  while ((await planTurn(house)).more);
}

async function enoughNumbers({ db, workspaceId }: Ground, wanted: number): Promise<number[]> {
  await sql`
    insert into sender (workspace_id, bridge, number_key, status, config)
    select ${workspaceId}, 'sandbox', 'bench-' || i, 'connected', '{}'
    from generate_series((select count(*) from sender) + 1, ${wanted}::integer) i`.execute(db);
  const senders = await db.selectFrom('sender').select('id').orderBy('id').limit(wanted).execute();
  return senders.map(({ id }) => id);
}
