import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { connectPostgres, type OpenDatabase } from '../../src/database/connect.ts';
import { EventStore } from '../../src/database/event-store.ts';
import type { NewEvent } from '../../src/database/events.ts';
import { readSignal, signalChannel } from '../../src/database/signals.ts';
import { firstSandboxNumber, makeFirstWorkspace } from '../../src/database/workspaces.ts';
import { emptyDatabase } from '../support/database.ts';
import { standingTime } from '../support/world.ts';

let database: OpenDatabase;
let events: EventStore;

beforeEach(async () => {
  database = await emptyDatabase();
  await database.db
    .transaction()
    .execute((trx) => makeFirstWorkspace(trx, { timezone: 'UTC', sandbox: true }));
  events = new EventStore(database.db);
});

function event(key: string, changes: Partial<NewEvent> = {}): NewEvent {
  return { key, lane: 'status', numberKey: firstSandboxNumber, payload: { key }, ...changes };
}

const store = (...given: NewEvent[]) => events.store('sandbox', given, standingTime);

async function stored(): Promise<string[]> {
  const rows = await database.db.selectFrom('event').select('event_key').orderBy('id').execute();
  return rows.map(({ event_key }) => event_key);
}

const keysUpTo = (n: number) => Array.from({ length: n }, (_, i) => `event ${i}`);
const isNul = event('nul', { payload: 'a\0b' });

describe('events that are stored at the same time', () => {
  test('keep the order in which they came, whatever their keys are', async () => {
    await Promise.all([
      store(event('b')),
      store(event('z'), event('y')),
      store(event('c')),
      store(event('a'), event('x')),
    ]);
    expect(await stored()).toEqual(['b', 'z', 'y', 'c', 'a', 'x']);
  });

  test('are there once, however often they are repeated', async () => {
    const posts = Array.from({ length: 20 }, () => store(event('one'), event('one'), event('two')));
    await Promise.all(posts);
    await store(event('two'));
    expect(await stored()).toEqual(['one', 'two']);
  });

  test('are kept as they came, whatever kind of JSON they are', async () => {
    const payloads = [null, 7, 'a "quoted" \\ text', [1, [2]], { item: null, é: '🥐' }];
    await Promise.all(payloads.map((payload, i) => store(event(`event ${i}`, { payload }))));

    const rows = await database.db.selectFrom('event').selectAll().orderBy('id').execute();
    expect(rows.map(({ payload }) => payload)).toEqual(payloads.map((item) => ({ item })));
    expect(rows[0]).toMatchObject({
      ...{ bridge: 'sandbox', lane: 2, state: 'new', tries: 0, note: null },
      ...{ received_at: standingTime, next_try_at: standingTime },
    });
  });

  test('wake the inbox once for all that go together', async () => {
    const heard: string[] = [];
    await database.listen(signalChannel, (payload) => heard.push(readSignal(payload).kind));

    await Promise.all(keysUpTo(50).map((key) => store(event(key))));
    await store(event('event 7'));
    await untilHeard(database);

    // The first goes alone; all that came meanwhile go together; a repeat is no news.
    expect(heard).toEqual(['events', 'events']);
  });

  test('go in several statements when they are too many for one', async () => {
    const keys = keysUpTo(2_500);
    await Promise.all([store(...keys.map((key) => event(key))), store(event('after'))]);
    expect(await stored()).toEqual([...keys, 'after']);
  });
});

describe('an event that the database cannot hold', () => {
  test.each([
    ['among good ones', 7],
    ['before good ones', 0],
    ['after good ones', 14],
  ])('%s fails alone', async (_, position) => {
    const good = keysUpTo(14);
    const posts = good.map((key) => [event(key)]);
    posts.splice(position, 0, [isNul]);

    const results = await Promise.allSettled(posts.map((post) => store(...post)));

    expect(results.flatMap(({ status }, i) => (status === 'rejected' ? [i] : []))).toEqual([
      position,
    ]);
    expect(await stored()).toEqual(good);
  });

  test('takes the others of its own post with it, and may come again', async () => {
    const [failed] = await Promise.allSettled([store(event('with it'), isNul), store(event('b'))]);
    expect(failed?.status).toBe('rejected');
    await expect(store(event('with it'), isNul)).rejects.toThrow();
    expect(await stored()).toEqual(['b']);
  });
});

describe('an event of a number that is not ours', () => {
  test('is counted for its own post, and not kept', async () => {
    const foreign = (key: string) => event(key, { numberKey: '+34999999999' });
    const results = await Promise.all([
      store(event('a')),
      store(foreign('b'), event('c'), foreign('d')),
      store(event('e')),
      store(foreign('f')),
    ]);
    expect(results.map(({ unknownNumber }) => unknownNumber)).toEqual([0, 2, 0, 1]);
    expect(await stored()).toEqual(['a', 'c', 'e']);
  });

  test('is kept from the moment at which the number is ours', async () => {
    const news = event('a', { numberKey: '+34911111111' });
    expect(await store(news)).toEqual({ unknownNumber: 1 });

    await database.db
      .insertInto('sender')
      .values({
        ...{ workspace_id: 1, bridge: 'sandbox', number_key: '+34911111111' },
        ...{ status: 'connected', config: {} },
      })
      .execute();

    expect(await store(news)).toEqual({ unknownNumber: 0 });
    expect(await stored()).toEqual(['a']);
  });

  test('is not known by the name that it has on another bridge', async () => {
    expect(await events.store('cloud', [event('a')], standingTime)).toEqual({ unknownNumber: 1 });
  });
});

test('what is more than may wait is refused, and what waits is stored', async () => {
  events = new EventStore(database.db, { waitingMax: 10 });
  const results = await Promise.allSettled(keysUpTo(13).map((key) => store(event(key))));

  // The first is being written and does not wait any more.
  expect(results.map(({ status }) => status)).toEqual([
    ...Array(11).fill('fulfilled'),
    ...Array(2).fill('rejected'),
  ]);
  expect(await stored()).toEqual(keysUpTo(11));
});

test('a database that is away fails all that wait, and the next is tried anew', async () => {
  const away = await connectPostgres('postgres://herald@127.0.0.1:1/nobody', 2);
  events = new EventStore(away.db);
  for (const _ of [1, 2]) {
    const results = await Promise.allSettled(keysUpTo(20).map((key) => store(event(key))));
    expect(results.every(({ status }) => status === 'rejected')).toBe(true);
  }
  await away.close();
});

/** Signals come in order: whoever hears the last has heard all. */
async function untilHeard({ db, listen }: OpenDatabase): Promise<void> {
  const channel = 'herald_echo';
  let echo = () => {};
  const heard = new Promise<void>((resolve) => {
    echo = resolve;
  });
  await listen(channel, () => echo());
  await sql`select pg_notify(${channel}, '')`.execute(db);
  await heard;
}
