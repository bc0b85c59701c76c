import { beforeEach, describe, expect, test } from 'vitest';
import { createCampaign } from '../../src/operations/campaigns/create.ts';
import { duplicateCampaign } from '../../src/operations/campaigns/duplicate.ts';
import { getCampaign } from '../../src/operations/campaigns/get.ts';
import { previewCampaign } from '../../src/operations/campaigns/preview.ts';
import { startCampaign } from '../../src/operations/campaigns/start.ts';
import { updateCampaign } from '../../src/operations/campaigns/update.ts';
import { saveContact } from '../../src/operations/contacts/save.ts';
import { addContactsToList } from '../../src/operations/lists/add.ts';
import { countFilteredContacts } from '../../src/operations/lists/count-filtered.ts';
import { createContactList } from '../../src/operations/lists/create.ts';
import { addToBlacklist } from '../../src/operations/suppressions/add-blacklist.ts';
import { addWhatsappOptout } from '../../src/operations/suppressions/add-optout.ts';
import { says } from '../support/says.ts';
import { createWorld, type World } from '../support/world.ts';

const [ana, berta, carla, dora] = [1, 2, 3, 4].map((n) => `+3460000000${n}`) as [
  string,
  string,
  string,
  string,
];

/** Ana is a VIP who wrote; Berta is one who opted out; Carla is new; Dora got something once. */
describe('a segment', () => {
  let world: World;
  let list_id: number;
  beforeEach(async () => {
    world = await createWorld();
    list_id = (await world.invoke(createContactList, { name: 'All' })).list_id;
    const contacts = [ana, berta, carla, dora].map((phone) => ({ phone }));
    await world.invoke(addContactsToList, { list_id, contacts });
    await world.invoke(saveContact, { phone: ana, tags: ['vip', 'madrid'] });
    await world.invoke(saveContact, { phone: berta, tags: ['vip'] });
    await world.invoke(saveContact, { phone: carla, tags: ['new'] });
    await world.invoke(addWhatsappOptout, { phone: berta });
    await world.campaign('running', [dora], { message_text: 'Hi' });
    await world.dispatchAll();
    await world.hear(says(ana, 'Hello', world));
    world.pass(10 * 24 * 3_600_000);
  });

  test.each<[string, object, number, number]>([
    ['nothing', {}, 4, 3],
    ['a tag', { tags: ['vip'] }, 2, 1],
    ['one of two tags', { tags: ['new', 'madrid'] }, 2, 2],
    ['a tag that nobody has', { tags: ['gold'] }, 0, 0],
    ['a tag that keeps out', { exclude_tags: ['vip'] }, 2, 2],
    ['what everybody who opted out is', { tags: ['unsubscribed'] }, 1, 0],
    ['whoever has not opted out', { tags: ['vip'], exclude_tags: ['unsubscribed'] }, 1, 1],
    ['a recent conversation', { last_contact_days: 11 }, 1, 1],
    ['a more recent one', { last_contact_days: 9 }, 0, 0],
    ['any history', { has_whatsapp_history: true }, 2, 2],
    ['no history', { has_whatsapp_history: false }, 2, 1],
    ['all at once', { tags: ['vip'], has_whatsapp_history: true, last_contact_days: 30 }, 1, 1],
  ])('of %s is counted', async (_, segment_filters, count, reachable) => {
    const counted = { list_id, total: 4, count, reachable };
    const given = { list_id, segment_filters };
    expect(await world.invoke(countFilteredContacts, given)).toEqual(counted);
    const asJson = { list_id, segment_filters: JSON.stringify(segment_filters) };
    expect(await world.invoke(countFilteredContacts, asJson)).toEqual(counted);
  });

  test.each([
    ['text that is no JSON', 'vip'],
    ['a key that is not known', { tag: 'vip' }],
    ['JSON that is no object', '[1]'],
    ['days that are none', { last_contact_days: 0 }],
  ])('of %s is refused', async (_, segment_filters) => {
    await expect(
      world.invoke(countFilteredContacts, { list_id, segment_filters }),
    ).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringMatching(/segment_filters/),
    });
  });

  test('decides whom a campaign is planned for, previewed for and counted for alike', async () => {
    const segment_filters = { tags: ['vip', 'new'] };
    const campaign = { name: 'VIP', message_text: 'Hi', list_id, segment_filters };
    const { campaign_id } = await world.invoke(createCampaign, campaign);
    expect(await world.invoke(previewCampaign, { campaign_id })).toMatchObject({
      people: 3,
      reach: 2,
      skipped: { opted_out: 1 },
      samples: [{ phone: ana }, { phone: carla }],
    });

    await world.invoke(startCampaign, { campaign_id });
    await world.plan();

    expect(await world.ledger(campaign_id)).toEqual({
      [ana]: 'planned',
      [berta]: 'skipped: opted_out',
      [carla]: 'planned',
    });
    expect(await world.invoke(getCampaign, { campaign_id })).toMatchObject({
      segment_filters,
      counts: { planned: 3, skipped: 1 },
    });
  });

  test('goes along with a copy, and can be taken away again', async () => {
    const campaign = {
      name: 'VIP',
      message_text: 'Hi',
      list_id,
      segment_filters: '{"tags":["vip"]}',
    };
    const { campaign_id } = await world.invoke(createCampaign, campaign);
    const copy = await world.invoke(duplicateCampaign, { campaign_id });
    expect(copy.segment_filters).toEqual({ tags: ['vip'] });
    const { campaign_id: copyId } = copy;
    const open = await world.invoke(updateCampaign, { campaign_id: copyId, segment_filters: null });
    expect(open.segment_filters).toBeNull();
  });

  test('in which nobody is starts nothing', async () => {
    const campaign = {
      name: 'Gold',
      message_text: 'Hi',
      list_id,
      segment_filters: { tags: ['gold'] },
    };
    const { campaign_id } = await world.invoke(createCampaign, campaign);
    await expect(world.invoke(startCampaign, { campaign_id })).rejects.toThrow('segment_filters');
  });

  test('counts somebody who is blocked, and does not call them reachable', async () => {
    await world.invoke(addToBlacklist, { phone: ana });
    const given = { list_id, segment_filters: { tags: ['madrid'] } };
    expect(await world.invoke(countFilteredContacts, given)).toMatchObject({
      count: 1,
      reachable: 0,
    });
  });
});
