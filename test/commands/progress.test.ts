import { describe, expect, test } from 'vitest';
import { getCampaign } from '../../src/operations/campaigns/get.ts';
import { pauseCampaign } from '../../src/operations/campaigns/pause.ts';
import { resumeCampaign } from '../../src/operations/campaigns/resume.ts';
import { createBotWorld } from '../support/bot-world.ts';

const phones = Array.from({ length: 10 }, (_, n) => `+3460000001${n}`);

describe('the message of a running campaign', () => {
  test('is the preview, edited in place from the start to the report', async () => {
    const { you, world, refresh } = await createBotWorld();
    await world.campaign('draft', phones);
    const preview = await you.say('/campaign 1');

    expect(await you.press('Start')).toBe('Started');
    const started = await you.sees('Running');
    expect(started.message_id).toBe(preview.message_id);
    expect(started.text).toContain('░░░░░░░░░░░░░░░░░░░░ 0%');
    expect(buttonsOf(started)).toEqual(['Pause', 'Cancel', 'Refresh']);

    await world.plan();
    await refresh();
    await world.dispatchTurn({ max: 5 });
    await refresh();
    const half = await you.sees('██████████░░░░░░░░░░ 50%');
    expect(half.text).toContain('Planned 10 · Sent 5\nDelivered 0 · Read 0 · Replied 0\n');
    expect(half.text).toContain(
      'Failed 0 · Skipped 0 · Unknown 0\n\n50 a minute, about 6 sec left',
    );

    await world.dispatchAll();
    await world.reconcile();
    await refresh();
    const report = await you.sees('Completed');
    expect(report.text).toContain('████████████████████ 100%');
    expect(report.text).toContain('Planned 10 · Sent 10');
    expect(report.text).toContain('It took');
    expect(buttonsOf(report)).toEqual(['Refresh']);
    expect((await you.messages()).filter(({ from }) => from === 'bot')).toHaveLength(1);
  });

  test('says at the end why not everybody got it, and that unknown is unknown', async () => {
    const { you, world, refresh } = await createBotWorld();
    const [first = '', second = ''] = phones;
    world.bridge.answer(first, { kind: 'unclear', code: 'timeout', text: 'No answer.' });
    world.bridge.answer(second, {
      kind: 'refused',
      class: 'recipient_permanent',
      code: 'not_on_whatsapp',
      text: 'Not on WhatsApp.',
    });
    await world.campaign('running', phones);
    await you.say('/campaign 1');

    await world.dispatchAll();
    await world.reconcile();
    await refresh();

    const { text } = await you.sees(
      'Completed with 1 unknown: nobody can tell whether that one arrived',
    );
    expect(text).toContain('Why not everybody got it:');
    expect(text).toContain('• 1: cannot be reached on WhatsApp');
    expect(text).toContain('• 1: WhatsApp did not say whether it took the message');
  });

  test('is edited at most once in three seconds, and not at all when nothing changed', async () => {
    const { you, world, bot, refresh } = await createBotWorld();
    await world.campaign('running', phones);
    await you.say('/campaign 1');

    await world.dispatchTurn({ max: 5 });
    world.pass(2_999);
    await bot.refreshProgress();
    expect((await you.messages()).at(-1)?.text).toContain('Sent 0');
    world.pass(1);
    await bot.refreshProgress();
    expect((await you.messages()).at(-1)?.text).toContain('Sent 5');

    await you.press('Pause');
    const { revision } = await you.look();
    await refresh();
    await refresh();
    expect((await you.look()).revision).toBe(revision);
  });

  test('still shows receipts for an hour after the end', async () => {
    const { you, world, bot, refresh } = await createBotWorld();
    await world.campaign('running', ['+34600000001', '+34600000002']);
    await you.say('/campaign 1');
    await world.dispatchAll();
    await world.reconcile();
    await refresh();
    await you.sees('Completed');

    await world.hear(delivered(1));
    await refresh();
    await you.sees('Delivered 1');
    world.pass(3_600_001);
    await bot.refreshProgress();
    await world.hear(delivered(2));
    await refresh();
    expect((await you.messages()).at(-1)?.text).toContain('Delivered 1');
    await you.press('Refresh');
    await you.sees('Delivered 2');
  });

  test('goes on after a restart, in the same message', async () => {
    const { you, world, refresh, restart } = await createBotWorld();
    await world.campaign('running', phones);
    const card = await you.say('/campaign 1');

    await restart();
    await world.dispatchAll();
    await world.reconcile();
    await refresh();

    expect((await you.sees('Completed')).message_id).toBe(card.message_id);
  });

  test('that the person has deleted is forgotten', async () => {
    const { you, world, bot, base, token, refresh } = await createBotWorld();
    await world.campaign('running', phones);
    const { message_id } = await you.say('/campaign 1');
    const query = `chat_id=1&message_id=${message_id}`;
    await fetch(`${base}/bot-api/bot${token}/deleteMessage?${query}`);

    await world.dispatchTurn({ max: 5 });
    await refresh();

    const kept = await world.db.selectFrom('bot_state').select('key').execute();
    expect(kept.filter(({ key }) => key.startsWith('progress:'))).toEqual([]);
    await bot.refreshProgress();
  });

  test('is one for each chat: opened again, the earlier one goes away', async () => {
    const { you, world } = await createBotWorld();
    await world.campaign('running', phones);
    const first = await you.say('/campaign 1');
    const second = await you.say('/campaign 1');

    const ids = await you.until(({ messages }) => {
      const shown = messages.map(({ message_id }) => message_id);
      return shown.includes(first.message_id) ? undefined : shown;
    });
    expect(ids).toContain(second.message_id);
  });

  test('begins to move by itself when its schedule has come', async () => {
    const { you, world, refresh } = await createBotWorld();
    await world.campaign('draft', phones, { scheduled_at: '2026-11-27T09:00' });
    await you.say('/campaign 1');
    await world.db
      .updateTable('campaign')
      .set({ state: 'running', started_at: world.house.clock() })
      .where('id', '=', 1)
      .execute();

    await refresh();

    await you.sees('Running');
  });

  test('is not shown any more to somebody who was removed', async () => {
    const { world, hire, person, refresh } = await createBotWorld();
    await hire(7, 'viewer');
    await world.campaign('running', phones);
    await person(7).say('/campaign 1');
    await world.db
      .updateTable('operator')
      .set({ removed_at: world.house.clock() })
      .where('telegram_user_id', '=', 7)
      .execute();

    await world.dispatchTurn({ max: 5 });
    await refresh();

    expect((await person(7).messages()).at(-1)?.text).toContain('Sent 0');
  });
});

describe('the buttons of a running campaign', () => {
  test('pause it and go on with it', async () => {
    const { you, world } = await createBotWorld();
    await world.campaign('running', phones);
    await you.say('/campaign 1');

    expect(await you.press('Pause')).toBe('Paused');
    expect(buttonsOf(await you.sees('Paused'))).toEqual(['Resume', 'Cancel', 'Refresh']);
    expect(await statusOf(world)).toBe('paused');
    expect(await you.press('Resume')).toBe('Going on');
    await you.sees('Running');
    expect(await statusOf(world)).toBe('running');
  });

  test('cancel it only after asking, and the question stays while the numbers move', async () => {
    const { you, world, refresh } = await createBotWorld();
    await world.campaign('running', phones);
    await you.say('/campaign 1');

    await you.press('Cancel');
    await world.dispatchTurn({ max: 5 });
    await refresh();
    const asking = await you.sees('Sent 5');
    expect(asking.text).toContain('Really cancel?');
    expect(buttonsOf(asking)).toEqual(['Yes, cancel it', 'No']);
    expect(await you.press('No')).toBe('Nothing was cancelled');
    expect(await statusOf(world)).toBe('running');

    await you.press('Cancel');
    expect(await you.press('Yes, cancel it')).toBe('Cancelled');
    expect(await statusOf(world)).toBe('cancelled');
    await world.reconcile();
    await refresh();
    expect((await you.sees('Cancelled')).text).toContain('• 5: the campaign was cancelled');
  });

  test('answer a press that comes late with what happened, or why not', async () => {
    const { you, world, hire, person } = await createBotWorld();
    await hire(2, 'manager');
    const other = person(2);
    await world.campaign('running', phones);
    const mine = await you.say('/campaign 1');
    await other.say('/campaign 1');

    await you.press('Pause');
    expect(await other.press('Pause')).toBe('Paused');
    await world.invoke(resumeCampaign, { campaign_id: 1 });
    await world.dispatchAll();
    await world.reconcile();

    expect(await you.press('Resume')).toContain('is not possible');
    expect(mine.message_id).toBe((await you.messages()).at(-1)?.message_id);
  });

  test('have commands that do the same', async () => {
    const { you, world } = await createBotWorld();
    await world.campaign('running', phones);

    expect((await you.say('/pause 1')).text).toContain('Paused');
    expect((await you.say('/resume 1')).text).toContain('Running');
    await world.invoke(pauseCampaign, { campaign_id: 1 });
    expect((await you.say('/cancelcampaign 1')).text).toContain('Really cancel?');
    await you.press('Yes, cancel it');

    expect(await statusOf(world)).toBe('cancelled');
  });
});

type BotWorld = Awaited<ReturnType<typeof createBotWorld>>;

async function statusOf(world: BotWorld['world']): Promise<string> {
  return (await world.invoke(getCampaign, { campaign_id: 1 })).status;
}

function buttonsOf({ buttons }: { buttons: { text: string }[][] }): string[] {
  return buttons.flat().map(({ text }) => text);
}

function delivered(n: number) {
  return {
    type: 'status',
    id: `receipt-${n}`,
    message_id: `prov-${n}`,
    status: 'delivered',
    at: '2026-03-01T10:00:00.000Z',
  };
}
