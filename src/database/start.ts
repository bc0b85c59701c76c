import { nextCampaignState, refuseNotYet } from '../domain/campaign.ts';
import { Refusal } from '../errors.ts';
import { type Campaign, saveCampaign } from './campaigns.ts';
import { countOutsideWindow, type WindowOf } from './conversation.ts';
import { findTemplate } from './message-templates.ts';
import type { Sender } from './senders.ts';
import { readReplySettings } from './settings.ts';
import type { Connection, Trx } from './tables.ts';

/** What a start has to know of the bridges, by their names. */
export interface BridgeTraits {
  windowOf: WindowOf;
  /** What somebody has to have acknowledged. */
  risksOf(bridge: string): string | undefined;
}

/**
 * Turns a campaign into a running one: the numbers that it sends from are fixed now. Called with
 * the campaign locked, by an operator's start and by its schedule alike.
 */
export async function startCampaignRow(
  trx: Trx,
  campaign: Campaign,
  now: Date,
  bridges: BridgeTraits,
): Promise<Campaign> {
  const state = nextCampaignState(campaign.state, 'start');
  refuseNotYet(campaign);
  await refuseTemplate(trx, campaign);
  await refuseOutsideWindow(trx, campaign, now, bridges.windowOf);
  await refuseUnknownRisks(trx, campaign, bridges);
  return saveCampaign(trx, campaign, {
    state,
    state_reason: null,
    session_ids: await chooseSenders(trx, campaign),
    started_at: now,
  });
}

/** WhatsApp takes a template only while it is approved, and only from numbers of its own business account. */
async function refuseTemplate(trx: Trx, campaign: Campaign): Promise<void> {
  if (campaign.template_id === null) return;
  const template = await findTemplate(trx, campaign.workspace_id, campaign.template_id);
  if (template?.status !== 'approved') {
    throw new Refusal(
      'wrong_state',
      `WhatsApp says that the template ${template?.name} is ${template?.status}, so it takes no message with it. ` +
        'Call sync_whatsapp_templates to ask again, or choose another one.',
      { template_id: campaign.template_id, status: template?.status },
    );
  }
  const senders = await findCampaignSenders(trx, campaign);
  const stranger = senders.find(
    ({ bridge, config }) => bridge === 'cloud' && config?.waba_id !== template.waba_id,
  );
  if (!stranger) return;
  throw new Refusal(
    'wrong_state',
    `Session ${stranger.id} belongs to another WhatsApp business account than the template ${template.name}: name numbers of that account in session_ids.`,
    { session_id: stranger.id },
  );
}

/** Only where the workspace wants it so; else those people are tried, and fail with WhatsApp's own reason. */
async function refuseOutsideWindow(
  trx: Trx,
  campaign: Campaign,
  now: Date,
  windowOf: WindowOf,
): Promise<void> {
  const { refuse_outside_window } = await readReplySettings(trx, campaign.workspace_id);
  if (!refuse_outside_window || campaign.template_id !== null) return;
  const senders = await findCampaignSenders(trx, campaign);
  const outside = await countOutsideWindow(trx, campaign, senders, windowOf, now);
  if (outside === 0) return;
  throw new Refusal(
    'wrong_state',
    `${outside} of its people have not written within the last 24 hours, and WhatsApp takes only templates for them. ` +
      'Send a template, narrow the list, or set refuse_outside_window to false in save_mass_marketing_config.',
    { outside_window: outside },
  );
}

/** Once for each number, somebody has to know what its bridge may do to it. */
async function refuseUnknownRisks(
  trx: Trx,
  campaign: Campaign,
  { risksOf }: BridgeTraits,
): Promise<void> {
  const senders = await findNamedSenders(trx, campaign).execute();
  const unknown = senders.find(
    ({ bridge, risks_acknowledged_at: at }) => at === null && risksOf(bridge) !== undefined,
  );
  if (!unknown) return;
  const { id, label, bridge } = unknown;
  throw new Refusal(
    'wrong_state',
    `Nobody has acknowledged what may happen to session ${id} (${label ?? bridge}): ${risksOf(bridge)} ` +
      `If that is understood, call acknowledge_sender_risks with session_id ${id}, then start again.`,
    { session_id: id, risks: risksOf(bridge) },
  );
}

/** The numbers that were named, else every number that is enabled for campaigns; one of them has to be connected. */
async function chooseSenders(trx: Trx, campaign: Campaign): Promise<number[]> {
  const connected = await findCampaignSenders(trx, campaign);
  if (connected.length > 0) {
    return campaign.session_ids.length > 0 ? campaign.session_ids : connected.map(({ id }) => id);
  }
  const named = campaign.session_ids.join(', ');
  throw new Refusal(
    'wrong_state',
    named === ''
      ? 'No connected number is enabled for campaigns: connect one with connect_whatsapp, or name numbers in session_ids.'
      : `None of the numbers ${named} is connected: see get_whatsapp_status.`,
  );
}

/** The connected numbers that a campaign would be sent from now. */
export function findCampaignSenders(connection: Connection, campaign: Campaign): Promise<Sender[]> {
  return findNamedSenders(connection, campaign).where('status', '=', 'connected').execute();
}

/** The numbers that were named, connected or not; else all connected ones that are enabled. */
function findNamedSenders(
  connection: Connection,
  { workspace_id, session_ids }: Pick<Campaign, 'workspace_id' | 'session_ids'>,
) {
  const senders = connection
    .selectFrom('sender')
    .selectAll()
    .where('workspace_id', '=', workspace_id)
    .where('deleted_at', 'is', null)
    .orderBy('id');
  return session_ids.length > 0
    ? senders.where('id', 'in', session_ids)
    : senders.where('marketing_enabled', '=', true).where('status', '=', 'connected');
}
