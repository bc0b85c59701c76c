import { type Selectable, sql, type Updateable } from 'kysely';
import { Refusal } from '../errors.ts';
import { raiseAlert } from './alerts.ts';
import type { Ref } from './ref.ts';
import { notify } from './signals.ts';
import type { Connection, Database, Tables, Trx } from './tables.ts';

export type Campaign = Selectable<Tables['campaign']>;

/** Throws not_found for ids of other workspaces, for deleted campaigns and for the standing direct one. */
export async function getCampaign(
  db: Connection,
  workspaceId: number,
  ref: Ref,
): Promise<Campaign> {
  return orNotFound(await campaignQuery(db, workspaceId, ref).executeTakeFirst(), ref);
}

/** As getCampaign, held until the transaction ends. */
export async function lockCampaign(trx: Trx, workspaceId: number, ref: Ref): Promise<Campaign> {
  return orNotFound(await campaignQuery(trx, workspaceId, ref).forUpdate().executeTakeFirst(), ref);
}

function campaignQuery(db: Connection, workspaceId: number, ref: Ref) {
  return db
    .selectFrom('campaign')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('kind', '=', 'campaign')
    .where('deleted_at', 'is', null)
    .where(ref.column, '=', ref.value);
}

function orNotFound(campaign: Campaign | undefined, ref: Ref): Campaign {
  if (campaign) return campaign;
  throw new Refusal(
    'not_found',
    `There is no campaign ${ref.value}. list_campaigns shows those there are.`,
  );
}

export async function insertCampaign(
  trx: Trx,
  values: Parameters<ReturnType<typeof insertInto>['values']>[0],
): Promise<Campaign> {
  return insertInto(trx).values(values).returningAll().executeTakeFirstOrThrow();
}

function insertInto(trx: Trx) {
  return trx.insertInto('campaign');
}

/** Writes what changed; whoever is sending hears of a new state when the transaction commits. */
export async function saveCampaign(
  trx: Trx,
  campaign: Pick<Campaign, 'id'>,
  values: Updateable<Tables['campaign']>,
): Promise<Campaign> {
  const saved = await trx
    .updateTable('campaign')
    .set({ ...values, updated_at: sql`now()` })
    .where('id', '=', campaign.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  if (values.state)
    await notify(trx, { kind: 'campaign', campaignId: saved.id, state: saved.state });
  return saved;
}

/** The engine's own pause, of which people are told: a campaign that is not running any more is left as it is. */
export function pauseRunning(db: Database, id: number, reason: string, at: Date): Promise<void> {
  return db.transaction().execute((trx) => pauseCampaign(trx, id, reason, at));
}

/** As pauseRunning, together with what made it necessary. */
export async function pauseCampaign(trx: Trx, id: number, reason: string, at: Date): Promise<void> {
  const campaign = await trx
    .selectFrom('campaign')
    .select(['id', 'workspace_id'])
    .where('id', '=', id)
    .where('state', '=', 'running')
    .forUpdate()
    .executeTakeFirst();
  if (!campaign) return;
  await saveCampaign(trx, campaign, { state: 'paused', state_reason: reason });
  const about = { workspaceId: campaign.workspace_id, campaignId: id };
  await raiseAlert(trx, { ...about, kind: 'campaign_paused', facts: { reason }, at });
}

export interface CampaignPage {
  campaigns: Campaign[];
  total: number;
}

export async function listCampaigns(
  db: Connection,
  workspaceId: number,
  filter: { state?: Campaign['state'] | undefined; limit: number; offset: number },
): Promise<CampaignPage> {
  let query = db
    .selectFrom('campaign')
    .where('workspace_id', '=', workspaceId)
    .where('kind', '=', 'campaign')
    .where('deleted_at', 'is', null);
  if (filter.state) query = query.where('state', '=', filter.state);
  const { total } = await query
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  const campaigns = await query
    .selectAll()
    .orderBy('id', 'desc')
    .limit(filter.limit)
    .offset(filter.offset)
    .execute();
  return { campaigns, total };
}

/** Scheduled campaigns whose time has come, locked; what another process is starting just now is left to it. */
export function lockDueCampaigns(trx: Trx, now: Date, limit: number): Promise<Campaign[]> {
  return trx
    .selectFrom('campaign')
    .selectAll()
    .where('state', '=', 'scheduled')
    .where('scheduled_at', '<=', now)
    .where('deleted_at', 'is', null)
    .orderBy('scheduled_at')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();
}

export async function findNextSchedule(db: Connection): Promise<Date | undefined> {
  const row = await db
    .selectFrom('campaign')
    .select((eb) => eb.fn.min('scheduled_at').as('at'))
    .where('state', '=', 'scheduled')
    .executeTakeFirst();
  return row?.at ?? undefined;
}
