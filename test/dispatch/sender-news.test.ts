import { beforeEach, describe, expect, test } from 'vitest';
import type { SenderEvent } from '../../src/bridges/bridge.ts';
import type { Sender } from '../../src/database/senders.ts';
import { handleSenderNews } from '../../src/dispatch/sender-news.ts';
import { connectWhatsapp } from '../../src/operations/senders/connect.ts';
import { getWhatsappStatus } from '../../src/operations/senders/status.ts';
import { createWorld, standingTime, type World } from '../support/world.ts';

const ana = '+34600000001';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});

const sender = (): Promise<Sender> =>
  world.db.selectFrom('sender').selectAll().where('id', '=', 1).executeTakeFirstOrThrow();

/** The number's bridge tells something, past the reading of its words. */
async function tell(news: Partial<SenderEvent>): Promise<void> {
  const event = { kind: 'sender', at: standingTime, ...news } as const;
  const stored = await storedEvent();
  await world.db.transaction().execute((trx) => handleSenderNews(trx, world.house, stored, event));
}

async function storedEvent() {
  return world.db
    .insertInto('event')
    .values({
      ...{ workspace_id: world.caller.workspaceId, sender_id: 1, bridge: 'sandbox', lane: 1 },
      ...{ event_key: `news ${Math.random()}`, payload: {}, state: 'done' },
      ...{ next_try_at: standingTime, received_at: standingTime },
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

async function refuse(code: string): Promise<void> {
  world.bridge.answer(ana, { kind: 'refused', class: 'stop_sender', code, text: 'No more' });
  await world.campaign('running', [ana]);
  await world.dispatchAll();
  expect(await sender()).toMatchObject({
    status: 'disconnected',
    status_reason: `${code}: No more`,
  });
}

describe('a number that Herald has stopped', () => {
  test('stays so whatever its bridge says, until a person connects it', async () => {
    await refuse('banned');

    await tell({ status: 'connected' });
    await tell({ status: 'qr_pending', qr: '2@late' });
    expect(await sender()).toMatchObject({
      status: 'disconnected',
      status_reason: 'banned: No more',
      qr: null,
    });

    expect(await world.invoke(connectWhatsapp, {})).toMatchObject({
      session_id: 1,
      status: 'connected',
    });
    await tell({ status: 'qr_pending' });
    await tell({ status: 'connected' });
    expect(await sender()).toMatchObject({ status: 'connected', halted_at: null });
  });

  test('because its bridge had lost WhatsApp goes on when the bridge has it again', async () => {
    await refuse('connection_closed');

    await tell({ status: 'connected' });

    expect(await sender()).toMatchObject({ status: 'connected', status_reason: null });
  });

  test('still learns what is told of it', async () => {
    await refuse('banned');

    await tell({ status: 'connected', facts: { quality: 'RED' }, phone: '+34910000009' });

    expect(await sender()).toMatchObject({
      status: 'disconnected',
      phone: '+34910000009',
      config: { quality: 'RED' },
    });
  });
});

describe('a connected number', () => {
  test('ignores a code that was under way while somebody scanned the one before', async () => {
    await tell({ status: 'qr_pending', qr: '2@late' });
    expect(await sender()).toMatchObject({ status: 'connected', qr: null });

    await tell({ status: 'qr_pending' });
    expect(await sender()).toMatchObject({ status: 'qr_pending' });
    await tell({ status: 'qr_pending', qr: '2@next' });
    expect(await sender()).toMatchObject({ qr: '2@next' });
  });
});

describe('restrictions', () => {
  const until = new Date(standingTime.getTime() + 3_600_000);
  const kindNow = async () => {
    const { sessions } = await world.invoke(getWhatsappStatus, {});
    return sessions[0]?.restriction?.kind ?? null;
  };

  test('the stricter one counts while it runs, and people hear of what counts', async () => {
    await tell({ restriction: { kind: 'campaigns', until, reason: 'spam' } });
    await tell({ restriction: { kind: 'slowed', reason: 'warned' } });
    expect(await kindNow()).toBe('campaigns');
    expect(await world.db.selectFrom('alert').selectAll().execute()).toHaveLength(1);

    await tell({ restriction: { kind: 'all', until, reason: 'locked' } });
    expect(await kindNow()).toBe('all');
    world.pass(3_600_000);
    expect(await kindNow()).toBeNull();
    await tell({ restriction: { kind: 'slowed', reason: 'warned' } });
    expect(await kindNow()).toBe('slowed');
    await tell({ restriction: null });
    expect(await kindNow()).toBeNull();
  });

  test('without an end are over when somebody links the number again', async () => {
    for (const [end, kept] of [
      [undefined, null],
      [until, 'campaigns'],
    ] as const) {
      await tell({ restriction: { kind: 'campaigns', until: end, reason: 'spam' } });
      await tell({ status: 'disconnected' });
      await world.invoke(connectWhatsapp, {});
      expect(await kindNow()).toBe(kept);
    }
  });
});
