import { describe, expect, test } from 'vitest';
import { approveCampaign } from '../../src/operations/campaigns/approve.ts';
import { archiveCampaign, unarchiveCampaign } from '../../src/operations/campaigns/archive.ts';
import { cancelCampaign } from '../../src/operations/campaigns/cancel.ts';
import { cancelCampaignSchedule } from '../../src/operations/campaigns/cancel-schedule.ts';
import { createCampaign } from '../../src/operations/campaigns/create.ts';
import { deleteCampaign } from '../../src/operations/campaigns/delete.ts';
import { duplicateCampaign } from '../../src/operations/campaigns/duplicate.ts';
import { getCampaign } from '../../src/operations/campaigns/get.ts';
import { listCampaigns } from '../../src/operations/campaigns/list.ts';
import { getCampaignLogs } from '../../src/operations/campaigns/logs.ts';
import { pauseCampaign } from '../../src/operations/campaigns/pause.ts';
import { previewCampaign } from '../../src/operations/campaigns/preview.ts';
import { resumeCampaign } from '../../src/operations/campaigns/resume.ts';
import { startCampaign } from '../../src/operations/campaigns/start.ts';
import { getMassMarketingStats } from '../../src/operations/campaigns/stats.ts';
import { updateCampaign } from '../../src/operations/campaigns/update.ts';
import { deleteContact } from '../../src/operations/contacts/delete.ts';
import { invoke } from '../../src/operations/invoke.ts';
import { createContactList } from '../../src/operations/lists/create.ts';
import { addToBlacklist } from '../../src/operations/suppressions/add-blacklist.ts';
import { unsubscribeByLink } from '../../src/operations/suppressions/by-link.ts';
import { checkWhatsappOptout } from '../../src/operations/suppressions/check-optout.ts';
import { createWorld } from '../support/world.ts';

const ana = '+34600000001';
const berta = '+34600000002';

describe('create_campaign', () => {
  test('makes a draft that counts nobody yet', async () => {
    const world = await createWorld();
    const campaign_id = await world.campaign('draft', [ana]);
    expect(campaign_id).toBe(1);
    expect(await world.invoke(getCampaign, { campaign_id })).toMatchObject({
      campaign_id: 1,
      status: 'draft',
      moves: ['schedule', 'start', 'cancel'],
      waiting: 0,
      counts: {
        planned: 0,
        sent: 0,
        delivered: 0,
        read: 0,
        replied: 0,
        failed: 0,
        skipped: 0,
        unknown: 0,
      },
    });
  });

  test('with a time makes a scheduled one, in the time of the workspace', async () => {
    const world = await createWorld();
    const id = await world.campaign('draft', [ana], { scheduled_at: '2026-11-27T09:00:00' });
    expect(await world.invoke(getCampaign, { campaign_id: id })).toMatchObject({
      status: 'scheduled',
      scheduled_at: '2026-11-27T09:00:00.000Z',
    });
  });

  test.each([
    ['a time in the past', { scheduled_at: '2020-01-01T00:00:00' }, 'lies in the past'],
    ['a time that is none', { scheduled_at: 'tomorrow' }, '2026-'],
    ['an unclosed brace', { message_text: 'Hi {name' }, 'character 4'],
    ['an empty text', { message_text: '  ' }, 'message_text is empty'],
    ['an unknown number', { session_ids: [99] }, 'No session 99'],
    ['an unknown key', { colour: 'red' }, '"colour" is not a parameter'],
    ['an unknown list', { list_id: 99 }, 'No list 99'],
    ['no name', { name: '' }, 'name'],
  ])('refuses %s and says why', async (_, wrong, sentence) => {
    const world = await createWorld();
    const { list_id } = await world.invoke(createContactList, { name: 'People' });
    const written = { name: 'Spring', message_text: 'Hi', list_id, ...wrong };
    await expect(world.invoke(createCampaign, written)).rejects.toThrow(sentence);
    expect((await world.invoke(listCampaigns, {})).total).toBe(0);
  });
});

describe('update_campaign', () => {
  test('changes only what is given, and only in a draft', async () => {
    const world = await createWorld();
    const campaign_id = await world.campaign('draft', [ana]);
    const changed = await world.invoke(updateCampaign, { campaign_id, message_text: 'Bye {name}' });
    expect(changed).toMatchObject({ name: 'Spring', message_text: 'Bye {name}', status: 'draft' });

    await world.invoke(startCampaign, { campaign_id });
    await expect(world.invoke(updateCampaign, { campaign_id, name: 'X' })).rejects.toMatchObject({
      code: 'wrong_state',
      details: { state: 'running' },
    });
  });
});

describe('preview_campaign', () => {
  test('says whom it would reach and skip and why, and shows the message to real people', async () => {
    const world = await createWorld();
    const campaign_id = await world.campaign('draft', [ana, berta, '+34600000003']);
    await world.invoke(addToBlacklist, { phone: berta });

    expect(await world.invoke(previewCampaign, { campaign_id })).toEqual({
      campaign_id,
      status: 'draft',
      people: 3,
      reach: 2,
      skipped: { blacklisted: 1 },
      session_ids: [1],
      seconds: 1,
      outside_window: 0,
      warnings: [],
      samples: [
        { phone: ana, text: 'Hello Person 001' },
        { phone: '+34600000003', text: 'Hello Person 003' },
      ],
    });
  });

  test('ends each message with the opt-out line, where the campaign has one', async () => {
    const world = await createWorld();
    const choices = { include_unsubscribe_link: true };
    const campaign_id = await world.campaign('draft', [ana], choices);
    const { samples } = await world.invoke(previewCampaign, { campaign_id });
    expect(samples[0]?.text).toBe('Hello Person 001\n\nUnsubscribe: http://herald.test/u/1-1');
  });
});

describe('start_campaign', () => {
  test('starts once, however often it is pressed', async () => {
    const world = await createWorld();
    const campaign_id = await world.campaign('draft', [ana]);
    const presses = [1, 2, 3].map(() => world.invoke(startCampaign, { campaign_id }));
    expect(await Promise.all(presses)).toEqual(Array(3).fill({ campaign_id, status: 'running' }));
    await world.plan();
    await world.dispatchAll();
    expect(world.bridge.sentTo).toEqual([ana]);
  });

  test('is refused when nobody is on the list, or no number is connected', async () => {
    const world = await createWorld();
    const empty = await world.campaign('draft', []).catch(() => undefined);
    expect(empty).toBeUndefined();

    const campaign_id = await world.campaign('draft', [ana]);
    await world.db.updateTable('sender').set({ status: 'disconnected' }).execute();
    await expect(world.invoke(startCampaign, { campaign_id })).rejects.toThrow('connect');
  });

  test('of what is over is refused with the moves that are open', async () => {
    const world = await createWorld();
    const campaign_id = await world.campaign('running', [ana]);
    await world.invoke(cancelCampaign, { campaign_id });
    await expect(world.invoke(startCampaign, { campaign_id })).rejects.toThrow(
      'this campaign is cancelled. From there you can archive.',
    );
  });
});

test('a campaign goes through its whole life, and each move says where it is', async () => {
  const world = await createWorld();
  const campaign_id = await world.campaign('draft', [ana], { scheduled_at: '2026-05-01T09:00' });
  const states = [
    await world.invoke(cancelCampaignSchedule, { campaign_id }),
    await world.invoke(startCampaign, { campaign_id }),
    await world.invoke(pauseCampaign, { campaign_id }),
    await world.invoke(pauseCampaign, { campaign_id }),
    await world.invoke(resumeCampaign, { campaign_id }),
    await world.invoke(cancelCampaign, { campaign_id }),
    await world.invoke(archiveCampaign, { campaign_id }),
    await world.invoke(unarchiveCampaign, { campaign_id }),
  ];
  expect(states.map(({ status }) => status)).toEqual([
    'draft',
    'running',
    'paused',
    'paused',
    'running',
    'cancelled',
    'archived',
    'cancelled',
  ]);
});

test('a campaign that waits for approval is a draft once somebody else has approved it', async () => {
  const world = await createWorld();
  const campaign_id = await world.campaign('draft', [ana]);
  await world.db
    .updateTable('campaign')
    .set({ state: 'pending_approval' })
    .where('id', '=', 1)
    .execute();
  await expect(world.invoke(startCampaign, { campaign_id })).rejects.toThrow('approve');
  const actor = { kind: 'operator', id: 1, name: 'Ana', telegramUserId: 1 } as const;
  const approving = invoke({ ...world.caller, actor }, approveCampaign, { campaign_id });
  expect(await approving).toMatchObject({ status: 'draft' });
});

describe('delete_campaign', () => {
  test('is refused while it may send, and keeps the opt-outs that it brought', async () => {
    const world = await createWorld();
    const campaign_id = await world.campaign('running', [ana]);
    await expect(world.invoke(deleteCampaign, { campaign_id })).rejects.toThrow('cancel it first');
    await world.invoke(unsubscribeByLink, { contact_id: 1, campaign_id });

    await world.invoke(cancelCampaign, { campaign_id });
    await world.invoke(deleteCampaign, { campaign_id });

    await expect(world.invoke(getCampaign, { campaign_id })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await world.invoke(checkWhatsappOptout, { phone: ana })).toMatchObject({
      opted_out: true,
      kind: 'marketing',
    });
  });
});

describe('duplicate_campaign', () => {
  test('makes a draft with the same text for the same people', async () => {
    const world = await createWorld();
    const campaign_id = await world.campaign('running', [ana]);
    expect(await world.invoke(duplicateCampaign, { campaign_id })).toMatchObject({
      campaign_id: 2,
      name: 'Spring (copy)',
      status: 'draft',
      message_text: 'Hello {name}',
      list_id: 1,
    });
  });
});

describe('get_campaign_logs', () => {
  test('says of each person what happened and why', async () => {
    const world = await createWorld();
    const campaign_id = await world.campaign('running', [ana, berta]);
    world.bridge.answer(berta, { kind: 'refused', class: 'media', code: '131053', text: 'Upload' });
    await world.dispatchAll();

    const { logs, total } = await world.invoke(getCampaignLogs, { campaign_id });
    expect(total).toBe(2);
    expect(logs).toMatchObject([
      { phone: ana, name: 'Person 001', status: 'accepted', session_id: 1, reason: null },
      {
        phone: berta,
        status: 'failed',
        reason: 'media',
        error_code: '131053',
        error_text: 'Upload',
      },
    ]);
    const failed = await world.invoke(getCampaignLogs, { campaign_id, status: 'failed' });
    expect(failed.logs.map(({ phone }) => phone)).toEqual([berta]);
  });

  test('says so when a contact was deleted before the message left', async () => {
    const world = await createWorld();
    const campaign_id = await world.campaign('running', [ana]);
    await world.invoke(deleteContact, { contact_id: 1 });
    await world.dispatchAll();
    expect(world.bridge.sentTo).toEqual([]);
    expect(await world.ledger(campaign_id)).toEqual({ [ana]: 'skipped: contact_deleted' });
  });
});

describe('get_mass_marketing_stats', () => {
  test('adds up the campaigns of a time, with the reasons of what failed', async () => {
    const world = await createWorld();
    await world.campaign('running', [ana, berta]);
    world.bridge.answer(berta, { kind: 'refused', class: 'media', code: '131053', text: 'Upload' });
    await world.dispatchAll();

    const stats = await world.invoke(getMassMarketingStats, {});
    expect(stats).toMatchObject({
      date_from: '2026-01-30',
      date_to: '2026-03-01',
      totals: { planned: 2, sent: 1, failed: 1 },
      reasons: { media: 1 },
    });
    const earlier = { date_from: '2025-01-01', date_to: '2025-02-01' };
    expect((await world.invoke(getMassMarketingStats, earlier)).campaigns).toEqual([]);
  });
});
