import type { getCampaign } from '../../src/operations/campaigns/get.ts';
import type { getCampaignLogs } from '../../src/operations/campaigns/logs.ts';
import type { getContactListDetail } from '../../src/operations/lists/detail.ts';
import type { getMassMarketingConfig } from '../../src/operations/settings/get.ts';
import type { listWhatsappOptout } from '../../src/operations/suppressions/list-optout.ts';
import type { PhoneView } from '../../src/sandbox/phones/views.ts';
import type { Evidence } from './check/evidence.ts';
import type { Mcp } from './mcp.ts';
import type { Witnesses } from './phones.ts';

type Asked = Pick<Evidence, 'campaignWords' | 'peopleInFile' | 'wasKilled'> & {
  campaignId: number;
};

/** Asks Herald for everything that it says about a campaign, and every phone for what it got. */
export async function collectEvidence(
  mcp: Mcp,
  phones: Witnesses,
  { campaignId: campaign_id, ...known }: Asked,
): Promise<Evidence> {
  const campaign = await mcp.call<typeof getCampaign>('get_campaign', { campaign_id });
  const { list_id } = campaign;
  const settings = await mcp.call<typeof getMassMarketingConfig>('get_mass_marketing_config');
  const { phones: tally } = await phones.tally();
  return {
    campaign,
    ...known,
    tally,
    talks: await talksOf(phones, Object.keys(tally)),
    autoReply: settings.auto_reply_text,
    rows: await mcp.callAll<typeof getCampaignLogs, Evidence['rows'][number]>(
      'get_campaign_logs',
      { campaign_id, limit: 500 },
      ({ logs }) => logs,
    ),
    people: await mcp.callAll<typeof getContactListDetail, string>(
      'get_contact_list_detail',
      { list_id },
      ({ contacts }) => contacts.map(({ phone }) => phone),
    ),
    optedOut: await mcp.callAll<typeof listWhatsappOptout, string>(
      'list_whatsapp_optout',
      {},
      ({ opted_out }) => opted_out.map(({ phone }) => phone),
    ),
  };
}

/** One after the other: hundreds of connections at once would be slower. */
async function talksOf(phones: Witnesses, numbers: readonly string[]): Promise<PhoneView[]> {
  const talks: PhoneView[] = [];
  for (const number of numbers) talks.push(await phones.look(number));
  return talks;
}
