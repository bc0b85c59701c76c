import { describe, expect, test } from 'vitest';
import { insertSandboxSender } from '../../src/database/senders.ts';
import { scheduleTurn } from '../../src/dispatch/scheduler.ts';
import { createCampaign } from '../../src/operations/campaigns/create.ts';
import { getCampaign } from '../../src/operations/campaigns/get.ts';
import { previewCampaign } from '../../src/operations/campaigns/preview.ts';
import { startCampaign } from '../../src/operations/campaigns/start.ts';
import { updateCampaign } from '../../src/operations/campaigns/update.ts';
import { saveContact } from '../../src/operations/contacts/save.ts';
import { createContactList } from '../../src/operations/lists/create.ts';
import { scriptedBridge } from '../support/scripted-bridge.ts';
import { createWorld } from '../support/world.ts';

const [ana, berta] = ['+34600000001', '+34600000002'] as const;

describe('what a campaign may choose', () => {
  test('is kept, changed and shown', async () => {
    const world = await createWorld();
    const chosen = {
      archive_after_send: true,
      media_url: 'https://shop.test/menu.pdf',
      media_type: 'document',
      media_filename: 'menu.pdf',
      on_missing_variable: 'fail',
      is_recurring: true,
      recurring_cron: '0 10 * * 1',
      translate_by_prefix: true,
    };
    const campaign_id = await world.campaign('draft', [ana], chosen);
    expect(await world.invoke(getCampaign, { campaign_id })).toMatchObject(chosen);

    const none = { media_url: null, media_type: null, media_filename: null, is_recurring: false };
    const changed = await world.invoke(updateCampaign, { campaign_id, ...none });
    expect(changed).toMatchObject({ ...chosen, ...none });
  });

  test.each([
    ['media without its type', { media_url: 'https://shop.test/a.jpg' }, 'media_type'],
    ['a type without media', { media_type: 'image' }, 'media_url'],
    [
      'a document without a name',
      { media_url: 'https://shop.test/a', media_type: 'document' },
      'media_filename',
    ],
    [
      'media that is no web address',
      { media_url: 'file:///etc/passwd', media_type: 'image' },
      'media_url',
    ],
    ['a repetition without a time', { is_recurring: true }, 'recurring_cron'],
    ['a time that is no cron', { is_recurring: true, recurring_cron: 'daily' }, 'recurring_cron'],
    ['a policy that is none', { on_missing_variable: 'guess' }, 'on_missing_variable'],
    [
      'a schedule of what cannot repeat yet',
      { is_recurring: true, recurring_cron: '0 10 * * 1', scheduled_at: '2026-11-27T09:00:00' },
      "can't repeat campaigns yet",
    ],
    [
      'a schedule of what cannot be translated yet',
      { translate_by_prefix: true, scheduled_at: '2026-11-27T09:00:00' },
      "can't translate messages yet",
    ],
  ])('refuses %s', async (_, wrong, sentence) => {
    const world = await createWorld();
    const { list_id } = await world.invoke(createContactList, { name: 'People' });
    const written = { name: 'Spring', message_text: 'Hi', list_id, ...wrong };
    await expect(world.invoke(createCampaign, written)).rejects.toThrow(sentence);
  });

  test('goes by what is kept already when only a part is changed', async () => {
    const world = await createWorld();
    const media = { media_url: 'https://shop.test/a.jpg', media_type: 'image' };
    const campaign_id = await world.campaign('draft', [ana], media);
    await expect(
      world.invoke(updateCampaign, { campaign_id, media_type: 'document' }),
    ).rejects.toThrow('media_filename');
    await world.invoke(updateCampaign, { campaign_id, media_url: 'https://shop.test/b.jpg' });
  });

  test('does not start what it could only send in part', async () => {
    const world = await createWorld();
    const choices = { is_recurring: true, recurring_cron: '0 10 * * 1' };
    const campaign_id = await world.campaign('draft', [ana], choices);
    await expect(world.invoke(startCampaign, { campaign_id })).rejects.toThrow('is_recurring');

    await world.db
      .updateTable('campaign')
      .set({ state: 'scheduled', scheduled_at: new Date('2026-03-01T09:00:00Z') })
      .execute();
    await scheduleTurn(world.house);
    expect(await world.invoke(getCampaign, { campaign_id })).toMatchObject({
      status: 'draft',
      status_reason: expect.stringContaining("can't repeat"),
    });
  });
});

describe('a variable without a value', () => {
  test.each([
    ['skip', 'skipped: missing_variable', [ana]],
    ['fail', 'failed: missing_variable', [ana]],
    ['default', 'accepted', [ana, berta]],
  ])('with %s leaves the person %s', async (on_missing_variable, state, sentTo) => {
    const world = await createWorld();
    const message_text = 'Your code: {code}.';
    const choices = { message_text, on_missing_variable };
    const draft = await world.campaign('draft', [ana, berta], choices);
    await world.invoke(saveContact, { phone: ana, attributes: { code: 'A1' } });
    const shown = await world.invoke(previewCampaign, { campaign_id: draft });
    expect(shown.reach).toBe(sentTo.length);

    await world.invoke(startCampaign, { campaign_id: draft });
    await world.plan();
    await world.dispatchAll();

    expect(world.bridge.sentTo).toEqual(sentTo);
    expect(await world.ledger(draft)).toEqual({ [ana]: 'accepted', [berta]: state });
    const { counts } = await world.invoke(getCampaign, { campaign_id: draft });
    expect(counts.planned).toBe(2);
    expect(counts.sent + counts.failed + counts.skipped).toBe(2);
  });

  test('is found in the words of Spanish-speaking operators, with a default after a bar', async () => {
    const world = await createWorld();
    const message_text = 'Hola {nombre|amiga}, {tienda} a {telefono}: {ciudad|aquí}';
    const choices = { message_text, include_unsubscribe_link: false };
    const campaign_id = await world.campaign('draft', [ana], choices);
    await world.invoke(saveContact, { phone: ana, name: null });
    const { samples } = await world.invoke(previewCampaign, { campaign_id });
    expect(samples[0]?.text).toMatch(/^Hola amiga, .+ a \+34600000001: aquí$/);
  });
});

describe('send_interval_seconds', () => {
  test('is not taken below what the bridge of a named number asks for', async () => {
    const slow = {
      ...scriptedBridge(),
      name: 'slow',
      campaignInterval: { defaultSeconds: 30, minimumSeconds: 10, jitter: 0 },
    };
    const world = await createWorld({ bridges: [slow] });
    const { workspaceId } = world.caller;
    const { id } = await world.db
      .transaction()
      .execute((trx) => insertSandboxSender(trx, workspaceId, 'Slow'));
    await world.db.updateTable('sender').set({ bridge: 'slow' }).where('id', '=', id).execute();

    const named = { session_ids: [1, id] };
    const tooFast = world.campaign('draft', [ana], { ...named, send_interval_seconds: 9 });
    await expect(tooFast).rejects.toThrow('at least 10 seconds');

    const campaign_id = await world.campaign('draft', [ana], {
      ...named,
      send_interval_seconds: 10,
    });
    await expect(
      world.invoke(updateCampaign, { campaign_id, send_interval_seconds: 3 }),
    ).rejects.toThrow('at least 10 seconds');
    await world.invoke(updateCampaign, { campaign_id, session_ids: [1], send_interval_seconds: 3 });
    await expect(world.invoke(updateCampaign, { campaign_id, session_ids: [id] })).rejects.toThrow(
      'at least 10 seconds',
    );
  });
});

test('a text that would be too long for everybody is refused when it is written', async () => {
  const world = await createWorld();
  const text = 'x'.repeat(4_000);
  await expect(
    world.campaign('draft', ['+34600000001'], {
      message_text: text,
      include_unsubscribe_link: true,
    }),
  ).rejects.toThrow('WhatsApp takes 4096 in a message');
  const under = { message_text: 'x'.repeat(1_025), include_unsubscribe_link: false };
  const file = { media_url: 'https://bakery.test/cake.jpg', media_type: 'image' };
  await expect(world.campaign('draft', ['+34600000001'], { ...under, ...file })).rejects.toThrow(
    'WhatsApp takes 1024 in a message under a file',
  );
});
