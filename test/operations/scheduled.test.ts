import { beforeEach, describe, expect, test } from 'vitest';
import { cancelScheduledMessage } from '../../src/operations/messages/cancel-scheduled.ts';
import { getWhatsappConversationHistory } from '../../src/operations/messages/history.ts';
import { listScheduledMessages } from '../../src/operations/messages/list-scheduled.ts';
import { createScheduledMessage } from '../../src/operations/messages/schedule.ts';
import { sendWhatsappMessage } from '../../src/operations/messages/send.ts';
import { addWhatsappOptout } from '../../src/operations/suppressions/add-optout.ts';
import { updateWorkspace } from '../../src/operations/workspaces/update.ts';
import { createWorld, type World } from '../support/world.ts';

const ana = '+34600000001';
const dayMs = 24 * 3_600_000;
const reminder = {
  session_id: 1,
  phone: ana,
  message_text: 'Your appointment is tomorrow at 10:00',
  scheduled_at: '2026-03-05T09:00:00',
};

let world: World;
beforeEach(async () => {
  world = await createWorld();
});

const statuses = async (status: string) => {
  const { messages } = await world.invoke(listScheduledMessages, { status });
  return messages.map((message) => [message.id, message.status]);
};

describe('a scheduled message', () => {
  test('waits for its time, and is sent then', async () => {
    const planned = await world.invoke(createScheduledMessage, reminder);
    expect(planned).toMatchObject({ status: 'pending', scheduled_at: '2026-03-05T09:00:00.000Z' });

    await world.dispatchAll();
    expect(world.bridge.sentTo).toEqual([]);
    world.pass(4 * dayMs);
    await world.dispatchAll();

    expect(world.bridge.texts).toEqual([reminder.message_text]);
    expect(await statuses('pending')).toEqual([]);
    const { messages } = await world.invoke(listScheduledMessages, { status: 'sent' });
    expect(messages).toMatchObject([
      { id: planned.id, sent_at: '2026-03-05T10:00:00.000Z', session_label: 'Sandbox number' },
    ]);
  });

  test('is due by the clocks of the workspace', async () => {
    await world.invoke(updateWorkspace, { timezone: 'Europe/Madrid' });

    const at = async (scheduled_at: string) => {
      const planned = await world.invoke(createScheduledMessage, { ...reminder, scheduled_at });
      return planned.scheduled_at;
    };

    expect(await at('2026-03-05T09:00:00')).toBe('2026-03-05T08:00:00.000Z');
    expect(await at('2026-03-05 09:00:00')).toBe('2026-03-05T08:00:00.000Z');
    expect(await at('2026-03-05T09:00:00Z')).toBe('2026-03-05T09:00:00.000Z');
  });

  test('is not sent to who has opted out by then, and is listed as failed', async () => {
    const { id } = await world.invoke(createScheduledMessage, reminder);
    await world.invoke(addWhatsappOptout, { phone: ana });
    world.pass(4 * dayMs);
    await world.dispatchAll();

    expect(world.bridge.sentTo).toEqual([]);
    const { messages } = await world.invoke(listScheduledMessages, { status: 'failed' });
    expect(messages).toMatchObject([{ id, error: 'opted_out' }]);
  });

  test('is planned once under one idempotency key', async () => {
    const asked = { ...reminder, idempotency_key: 'appointment-7' };
    const first = await world.invoke(createScheduledMessage, asked);

    expect(await world.invoke(createScheduledMessage, asked)).toEqual(first);
    expect(await statuses('all')).toHaveLength(1);
  });

  test('is no part of the conversation before its time', async () => {
    await world.invoke(createScheduledMessage, reminder);

    const { messages } = await world.invoke(getWhatsappConversationHistory, { phone: ana });

    expect(messages).toEqual([]);
  });

  test.each([
    ['a time in the past', { scheduled_at: '2026-02-28T09:00:00' }, 'lies in the past'],
    ['a time that is none', { scheduled_at: 'tomorrow' }, 'is not a time'],
    ['nothing to say', { message_text: ' ' }, 'message_text: is empty'],
    ['an unknown number', { session_id: 9 }, 'No session 9'],
  ])('is refused with %s', async (_, wrong, sentence) => {
    const scheduling = world.invoke(createScheduledMessage, { ...reminder, ...wrong });

    await expect(scheduling).rejects.toThrow(sentence);
  });
});

describe('cancel_scheduled_message', () => {
  test('keeps it from being sent, however often it is pressed', async () => {
    const { id } = await world.invoke(createScheduledMessage, reminder);

    const presses = [1, 2].map(() => world.invoke(cancelScheduledMessage, { id }));
    expect(await Promise.all(presses)).toMatchObject(Array(2).fill({ id, status: 'cancelled' }));
    world.pass(4 * dayMs);
    await world.dispatchAll();

    expect(world.bridge.sentTo).toEqual([]);
    expect(await statuses('cancelled')).toEqual([[id, 'cancelled']]);
    expect(await statuses('failed')).toEqual([]);
  });

  test('is refused for what has left', async () => {
    const { id } = await world.invoke(createScheduledMessage, reminder);
    world.pass(4 * dayMs);
    await world.dispatchAll();

    const cancelling = world.invoke(cancelScheduledMessage, { id });

    await expect(cancelling).rejects.toThrow(
      `Message ${id} cannot be cancelled: it is sent already`,
    );
  });

  test('is refused for what is just leaving', async () => {
    const { id } = await world.invoke(createScheduledMessage, reminder);
    world.pass(4 * dayMs);
    const held = world.bridge.hold();
    const turn = world.dispatchTurn();
    while (world.bridge.sent.length === 0) await new Promise((done) => setImmediate(done));

    const cancelling = world.invoke(cancelScheduledMessage, { id });

    await expect(cancelling).rejects.toThrow('it is just being sent');
    held.open();
    await turn;
  });

  test('knows no message that was not scheduled', async () => {
    const { message_id } = await world.invoke(sendWhatsappMessage, { phone: ana, message: 'Hi' });

    const cancelling = world.invoke(cancelScheduledMessage, { id: message_id });

    await expect(cancelling).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('list_scheduled_messages', () => {
  test('lists what is pending in the order in which it is due, and all else backwards', async () => {
    for (const day of ['07', '05', '06']) {
      await world.invoke(createScheduledMessage, {
        ...reminder,
        scheduled_at: `2026-03-${day}T09:00`,
      });
    }

    expect((await statuses('pending')).map(([id]) => id)).toEqual([2, 3, 1]);
    expect((await statuses('all')).map(([id]) => id)).toEqual([1, 3, 2]);
  });

  test.each([
    [{ period: 'today' }, []],
    [{ period: '7' }, [1]],
    [{ period: '30' }, [1, 2]],
    [{ period: 'custom', date_from: '2026-03-06', date_to: '2026-03-20' }, [2]],
  ])('looks at the days that are asked for: %o', async (period, ids) => {
    await world.invoke(createScheduledMessage, reminder);
    await world.invoke(createScheduledMessage, {
      ...reminder,
      scheduled_at: '2026-03-20T23:59:00',
    });

    const { messages } = await world.invoke(listScheduledMessages, period);

    expect(messages.map(({ id }) => id)).toEqual(ids);
  });

  test('refuses days without the period that wants them', async () => {
    const listing = world.invoke(listScheduledMessages, { period: '7', date_from: '2026-03-01' });

    await expect(listing).rejects.toThrow('period custom');
  });
});
