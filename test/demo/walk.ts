import { join } from 'node:path';
import type { z } from 'zod';
import { buttons, english } from '../../commands/texts/en.ts';
import { formatFor } from '../../commands/texts/format.ts';
import type { listCampaigns } from '../../src/operations/campaigns/list.ts';
import type { getContactListDetail } from '../../src/operations/lists/detail.ts';
import type { listContactLists } from '../../src/operations/lists/list.ts';
import type { bulkAddToBlacklist } from '../../src/operations/suppressions/bulk-blacklist.ts';
import type { Chat } from './chat.ts';
import type { Campaign } from './check/evidence.ts';
import type { Mcp } from './mcp.ts';

/** These words stand in the demo's campaign, and in nothing else that anybody is sent. */
export const campaignWords = 'solo esta semana';

/** What the operator works with. */
export interface Script {
  contactsFile: string;
  /** Everybody in the file, each counted once. */
  peopleInFile: number;
  /** The button of what the campaign is sent from. */
  numbers: string;
  /** Whom of the list nobody may write to. */
  blacklisted(phones: readonly string[]): readonly string[];
}

const blacklistedCount = 5;

/** Half a thousand people, and all numbers that there are. */
export const longScript: Script = {
  contactsFile: join(import.meta.dirname, '..', 'data', 'contacts.csv'),
  peopleInFile: 500,
  numbers: buttons.allNumbers,
  blacklisted: (phones) => phones.slice(0, blacklistedCount),
};

const listName = 'Demo contacts';
const campaignName = 'Demo campaign';
const campaignText = `Hola {nombre|amigo}, ${campaignWords} tienes un 10 % de descuento con el código {codigo_descuento|HOLA10}.`;

type List = z.infer<(typeof listContactLists)['output']>['lists'][number];

const texts = english(formatFor({ locale: 'en', zone: 'UTC' }));

interface Stage {
  chat: Chat;
  mcp: Mcp;
  script: Script;
}

/**
 * Does in the chat what an operator does until a campaign runs, and answers its id. Whatever a
 * demo that was killed has already brought about is not done again.
 */
export async function walkToCampaign(stage: Stage, resume: boolean): Promise<number> {
  const { chat, mcp } = stage;
  if (resume) await leaveDialog(chat);
  await chat.say('/start');
  await chat.see(buttons.newCampaign);

  const found = await findCampaign(mcp);
  if (found) return goOn(chat, found);

  const list = (await findList(stage)) ?? (await importList(stage));
  await blacklistSome(stage, list.list_id);
  await makeCampaign(stage, list);
  await chat.press(buttons.start);
  return startedId(mcp);
}

/** The bot's own reports at the end. */
export async function readReports(chat: Chat, campaignId: number, optedOut: number) {
  await chat.say(`/campaign ${campaignId}`);
  await chat.hear(campaignName);
  await chat.say('/optouts');
  await chat.hear(texts.optOuts.whatsapp(optedOut));
}

/** What a killed demo had open would take what is said next for its answers. */
async function leaveDialog(chat: Chat): Promise<void> {
  await chat.say('/cancel');
  await chat.hear(texts.nothingToCancel, texts.left);
}

async function importList(stage: Stage): Promise<List> {
  const { chat, script } = stage;
  await chat.upload(script.contactsFile);
  await chat.press(buttons.makeList);
  await chat.hear(texts.askListName);
  await chat.say(listName);
  await chat.see(buttons.newCampaignWithList);
  const list = await findList(stage);
  if (!list) throw new Error('The bot says that the list is made, and there is none.');
  return list;
}

/** So that somebody is skipped as well: a shop's own program may block people at any time. */
async function blacklistSome({ mcp, script }: Stage, list_id: number): Promise<void> {
  const { contacts } = await mcp.call<typeof getContactListDetail>('get_contact_list_detail', {
    list_id,
  });
  const phones = script.blacklisted(contacts.map(({ phone }) => phone));
  await mcp.call<typeof bulkAddToBlacklist>('bulk_add_to_blacklist', { phones });
}

async function makeCampaign({ chat, script }: Stage, { name }: List): Promise<void> {
  await chat.say('/newcampaign');
  await chat.hear(texts.askName);
  await chat.say(campaignName);
  await chat.press(texts.listChoice(name, script.peopleInFile));
  await chat.hear(...texts.askText([]).text.split('\n', 1));
  await chat.say(campaignText);
  await chat.press(script.numbers);
  await chat.press(buttons.now);
}

/** One that runs goes on by itself, and so does the bot's message about it. */
async function goOn(chat: Chat, { campaign_id, status }: Campaign): Promise<number> {
  if (status !== 'draft' && status !== 'paused') return campaign_id;
  await chat.say(`/campaign ${campaign_id}`);
  await chat.press(status === 'draft' ? buttons.start : buttons.resume);
  return campaign_id;
}

/** The one that was started, if one was; else one that the dialog made before it was cut off. */
async function findCampaign(mcp: Mcp): Promise<Campaign | undefined> {
  const { campaigns } = await mcp.call<typeof listCampaigns>('list_campaigns');
  return campaigns.find(({ started_at }) => started_at !== null) ?? campaigns[0];
}

async function startedId(mcp: Mcp): Promise<number> {
  const made = await findCampaign(mcp);
  if (made) return made.campaign_id;
  throw new Error('The bot has shown a preview, and there is no campaign.');
}

async function findList({ mcp, script }: Stage): Promise<List | undefined> {
  const { lists } = await mcp.call<typeof listContactLists>('list_contact_lists');
  // A list that was still being filled when Herald was killed has too few people in it.
  return lists.find(({ name, contacts }) => name === listName && contacts === script.peopleInFile);
}
