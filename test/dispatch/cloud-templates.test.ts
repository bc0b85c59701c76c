import { describe, expect, test } from 'vitest';
import { inboxTurn } from '../../src/dispatch/inbox.ts';
import { createCampaign } from '../../src/operations/campaigns/create.ts';
import { getCampaign } from '../../src/operations/campaigns/get.ts';
import { previewCampaign } from '../../src/operations/campaigns/preview.ts';
import { startCampaign } from '../../src/operations/campaigns/start.ts';
import { updateCampaign } from '../../src/operations/campaigns/update.ts';
import { addContactsToList } from '../../src/operations/lists/add.ts';
import { createContactList } from '../../src/operations/lists/create.ts';
import { listWhatsappTemplates } from '../../src/operations/templates/list.ts';
import { syncWhatsappTemplates } from '../../src/operations/templates/sync.ts';
import { type CloudWorld, createCloudWorld } from '../support/cloud-world.ts';

const waba = '700800900100';
const [ana, berta] = ['34600000011', '34600000012'];

const order = {
  name: 'order_shipped',
  language: 'es',
  status: 'APPROVED',
  category: 'UTILITY',
  components: [
    { type: 'HEADER', format: 'IMAGE' },
    { type: 'BODY', text: 'Hello {{1}}, order {{2}} is on its way.' },
    {
      type: 'BUTTONS',
      buttons: [{ type: 'URL', text: 'Follow it', url: 'https://bakery.test/{{1}}' }],
    },
  ],
};
const media = { media_url: 'https://bakery.test/parcel.jpg', media_type: 'image' };
const template_params = { body: ['{name}', '#{order}'], buttons: [{ index: 0, value: '{order}' }] };

/** A number with that template, and two people with an order each. */
async function shop(changes: object = {}) {
  const world = await createCloudWorld();
  world.cloud.account.templates.push({ ...order, ...changes });
  const { session_id } = await world.connect();
  await world.invoke(syncWhatsappTemplates, { session_id });
  const { templates } = await world.invoke(listWhatsappTemplates, {});
  const { list_id } = await world.invoke(createContactList, { name: 'Orders' });
  await world.invoke(addContactsToList, {
    list_id,
    contacts: [
      { phone: `+${ana}`, name: 'Ana', order: '12' },
      { phone: `+${berta}`, name: 'Berta', order: '13' },
    ],
  });
  const make = (given: object = {}) =>
    world.invoke(createCampaign, {
      ...{ name: 'Orders', list_id, session_ids: [session_id] },
      ...{ template_id: templates[0]?.template_id, template_params },
      ...media,
      ...given,
    });
  return { world, templates, session_id, make };
}

async function sendAll(world: CloudWorld, campaign_id: number): Promise<void> {
  await world.invoke(startCampaign, { campaign_id });
  await world.plan();
  await world.dispatchAll();
}

describe('a campaign with a template that WhatsApp has approved', () => {
  test('reaches everybody with what was filled in for them, though nobody has written for a day', async () => {
    const { world, templates, make } = await shop();
    expect(templates).toMatchObject([{ name: 'order_shipped', status: 'approved', waba_id: waba }]);
    const { campaign_id, message_text } = await make();
    expect(message_text).toBe('Hello {name}, order #{order} is on its way.');
    expect(await world.invoke(previewCampaign, { campaign_id })).toMatchObject({
      outside_window: 0,
      warnings: [],
      samples: [{ text: 'Hello Ana, order #12 is on its way.' }, { phone: `+${berta}` }],
    });

    await sendAll(world, campaign_id);

    expect(world.cloud.tally()).toMatchObject({ total: 2, twice: [] });
    const sent = world.cloud.received.find(({ to }) => to === ana);
    expect(sent).toMatchObject({
      sent: {
        type: 'template',
        template: {
          name: 'order_shipped',
          language: { code: 'es' },
          components: [
            {
              type: 'header',
              parameters: [{ type: 'image', image: { link: media.media_url } }],
            },
            {
              type: 'body',
              parameters: [
                { type: 'text', text: 'Ana' },
                { type: 'text', text: '#12' },
              ],
            },
            {
              type: 'button',
              sub_type: 'url',
              index: '0',
              parameters: [{ type: 'text', text: '12' }],
            },
          ],
        },
      },
    });
  });

  test.each([
    [
      'a value too few',
      { template_params: { body: ['{name}'] } },
      'has 2 places to fill in its body',
    ],
    ['no picture', { media_url: undefined, media_type: undefined }, 'header with an image'],
    ['words of its own', { message_text: 'Hello' }, 'a template brings its own words'],
    ['a template that nobody has', { template_id: 99 }, 'No template 99'],
  ])('is not made with %s', async (_, given, fault) => {
    const { make } = await shop();
    await expect(make(given)).rejects.toThrow(fault);
  });

  test('does not start while WhatsApp has not approved it', async () => {
    const { world, make } = await shop({ status: 'PENDING' });
    const { campaign_id } = await make();
    await expect(world.invoke(startCampaign, { campaign_id })).rejects.toThrow(
      'the template order_shipped is pending',
    );
  });

  test('pauses when WhatsApp pauses the template, and goes on when it is approved again', async () => {
    const { world, make } = await shop();
    const { campaign_id } = await make();
    await world.invoke(startCampaign, { campaign_id });

    const news = {
      message_template_id: 1,
      message_template_name: 'order_shipped',
      message_template_language: 'es',
    };
    const field = 'message_template_status_update';
    await world.cloud.deliver({ ...news, event: 'PAUSED', reason: 'LOW_QUALITY' }, field);
    await inboxTurn(world.house);

    expect(await world.invoke(getCampaign, { campaign_id })).toMatchObject({
      status: 'paused',
      status_reason: expect.stringContaining('order_shipped is paused'),
    });
  });

  test('can be given other values while it is a draft', async () => {
    const { world, make } = await shop();
    const { campaign_id } = await make();
    const changed = { ...template_params, body: ['{name}', 'number {order}'] };
    const { message_text } = await world.invoke(updateCampaign, {
      campaign_id,
      template_params: changed,
    });
    expect(message_text).toBe('Hello {name}, order number {order} is on its way.');
  });
});

test('what WhatsApp does not list any more is disabled, and comes back when it does', async () => {
  const { world, session_id } = await shop();
  const [kept] = world.cloud.account.templates.splice(0, 1);
  expect(await world.invoke(syncWhatsappTemplates, { session_id })).toMatchObject({ gone: 1 });
  world.cloud.account.templates.push(kept ?? {});
  expect(await world.invoke(syncWhatsappTemplates, { session_id })).toMatchObject({
    templates: 1,
    gone: 0,
  });
  const { templates } = await world.invoke(listWhatsappTemplates, {});
  expect(templates).toMatchObject([{ status: 'approved' }]);
});
