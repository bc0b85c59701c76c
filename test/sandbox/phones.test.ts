import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../src/bridges/bridge.ts';
import type { SandboxEvent } from '../../src/bridges/sandbox/parse.ts';
import { type Behaviour, deeds, drawBehaviour } from '../../src/sandbox/phones/behaviour.ts';
import type { SandboxPhones } from '../../src/sandbox/phones/world.ts';
import {
  createPhonesWorld,
  journalFile,
  letter,
  number,
  phone,
  plain,
  see,
} from '../support/phones.ts';

const minute = 60_000;

describe('a simulated phone', () => {
  const read = ['sent', 'delivered', 'read'];

  test.each<[string, Partial<Behaviour>, Partial<Outcome>, string[], number]>([
    ['reads', {}, { kind: 'accepted' }, read, 1],
    ['answers', { does: 'answers', says: '¡Sí!' }, { kind: 'accepted' }, [...read, '¡Sí!'], 1],
    ['says STOP', { does: 'stops', says: 'BAJA' }, { kind: 'accepted' }, [...read, 'BAJA'], 1],
    ['leaves it unread', { does: 'leaves_unread' }, { kind: 'accepted' }, ['sent', 'delivered'], 1],
    ['is off', { does: 'is_off' }, { kind: 'accepted' }, ['sent'], 0],
    [
      'blocks',
      { does: 'blocks' },
      { kind: 'refused', code: 'blocked', class: 'recipient_permanent' },
      [],
      0,
    ],
    [
      'is not on WhatsApp',
      { does: 'not_on_whatsapp' },
      { kind: 'refused', code: 'not_on_whatsapp', class: 'recipient_undeliverable' },
      [],
      0,
    ],
    ['fails later', { does: 'fails_later' }, { kind: 'accepted' }, ['sent', 'failed'], 0],
    ['times out', { does: 'times_out' }, { kind: 'unclear', code: 'timeout' }, read, 1],
    ['drops', { does: 'drops' }, { kind: 'unclear', code: 'connection_lost' }, [], 0],
    ['reorders', { reorders: true }, { kind: 'accepted' }, ['sent', 'read', 'delivered'], 1],
    [
      'reorders an answer',
      { does: 'answers', says: 'Si', reorders: true },
      { kind: 'accepted' },
      ['sent', 'read', 'Si', 'delivered'],
      1,
    ],
  ])('that %s does so', async (_label, behaviour, outcome, told, arrived) => {
    const { phones, timers, receiver, start, flush } = await createPhonesWorld();
    phones.script(phone, { ...plain, ...behaviour });

    const sent = start(letter(phone, 't.1'));
    await timers.advance(5 * minute);

    expect(await sent).toMatchObject(outcome);
    await flush();
    expect(receiver.events.map(gist)).toEqual(told);
    expect(phones.tally().arrived).toBe(arrived);
    expect(phones.tally().phones[phone]?.tokens['t.1'] ?? 0).toBe(arrived);
  });

  test('refuses once when it is busy, and takes the next attempt', async () => {
    const { phones, send } = await createPhonesWorld();
    phones.script(phone, { ...plain, does: 'refuses_once' });

    expect(await send(letter(phone, 't.1'))).toMatchObject({ kind: 'refused', class: 'transient' });
    expect(phones.tally().arrived).toBe(0);
    expect(await send(letter(phone, 't.2'))).toMatchObject({ kind: 'accepted' });
    expect(phones.tally().phones[phone]?.tokens).toEqual({ 't.2': 1 });
  });

  test('tells each event two or three times when it repeats, under the same id', async () => {
    const { phones, timers, receiver, send, flush } = await createPhonesWorld();
    phones.script(phone, { ...plain, does: 'answers', repeats: true });

    await send(letter(phone, 't.1'));
    await timers.advance(5 * minute);
    await flush();

    const copies = countIds(receiver.events);
    expect(copies.size).toBe(4);
    for (const count of copies.values()) expect([2, 3]).toContain(count);
    expect(await messagesOf(phones)).toHaveLength(2);
  });

  test('that reorders tells a status before the answer to send', async () => {
    const { phones, timers, receiver, start } = await createPhonesWorld();
    phones.script(phone, { ...plain, reorders: true });
    let answered = false;

    const sent = start(letter(phone, 't.1')).then((outcome) => {
      answered = true;
      return outcome;
    });
    await timers.advance(500);
    await receiver.received(1);

    expect(answered).toBe(false);
    await timers.advance(500);
    expect(await sent).toMatchObject({ kind: 'accepted' });
  });

  test('shows a message as often as it gets it, and the tally says so', async () => {
    const { phones, send } = await createPhonesWorld();
    phones.script(phone, plain);

    await send(letter(phone, 't.1'));
    await send(letter(phone, 't.1'));

    expect(phones.tally().phones[phone]).toEqual({
      taken: 2,
      arrived: 2,
      tokens: { 't.1': 2 },
      texts: { 'Hola t.1': 2 },
    });
  });

  test('has nothing when the gate is closed, which is asked exactly once', async () => {
    const { phones, send } = await createPhonesWorld();
    phones.script(phone, plain);
    let asked = 0;

    const outcome = await send(letter(phone, 't.1'), () => {
      asked += 1;
      return false;
    });

    expect(outcome.kind).toBe('not_written');
    expect(asked).toBe(1);
    expect(phones.tally()).toEqual({ taken: 0, arrived: 0, phones: {} });
  });

  test('does not answer an answer', async () => {
    const { phones, timers, receiver, send, flush } = await createPhonesWorld();
    phones.script(phone, { ...plain, does: 'answers', says: '¿Cuánto?' });

    await send(letter(phone, 't.1'));
    await timers.advance(5 * minute);
    await send(letter(phone, 't.2'));
    await timers.advance(5 * minute);
    await flush();

    expect(receiver.events.map(gist).filter((text) => text === '¿Cuánto?')).toHaveLength(1);
  });
});

describe('the behaviour of the phones', () => {
  test('is the same for the same seed, and another one for another seed', () => {
    const crowd = Array.from({ length: 200 }, (_, i) => `+3460000${1000 + i}`);
    const draws = (seed: string) => crowd.map((one) => drawBehaviour(seed, one));

    expect(draws('a')).toEqual(draws('a'));
    expect(draws('a')).not.toEqual(draws('b'));
  });

  test('has something of everything, most of it good', () => {
    const crowd = Array.from({ length: 5_000 }, (_, i) =>
      drawBehaviour('mix', `+34600${10_000 + i}`),
    );
    const share = (does: string) => crowd.filter((one) => one.does === does).length / crowd.length;

    expect(share('reads')).toBeCloseTo(0.62, 1);
    expect(share('answers')).toBeCloseTo(0.12, 1);
    expect(deeds.filter((does) => share(does) === 0)).toEqual([]);
  });
});

describe('the posts of the phones', () => {
  test('are signed, and go to the webhook under the number that wrote to the phone', async () => {
    const { phones, timers, receiver, send, flush } = await createPhonesWorld();
    phones.script(phone, plain);

    await send(letter(phone, 't.1'));
    await timers.advance(5 * minute);
    await flush();

    expect(receiver.events).toHaveLength(3);
    expect(receiver.forged).toEqual([]);
    expect(new Set(receiver.posts.map(({ instance }) => instance))).toEqual(new Set([number]));
  });

  test('are repeated with the same events until the webhook takes them', async () => {
    const { phones, timers, receiver, send } = await createPhonesWorld();
    phones.script(phone, { ...plain, does: 'is_off' });
    receiver.answerWith(500, 503, 200);

    await send(letter(phone, 't.1'));
    await timers.advance(500);
    for (const count of [1, 2]) {
      await receiver.received(count);
      await timers.untilScheduled();
      await timers.advance(minute);
    }
    await receiver.received(3);

    const [first, second, third] = receiver.events;
    expect(first?.id).toMatch(/:sent$/);
    expect(second).toEqual(first);
    expect(third).toEqual(first);
  });

  test('hold a hundred events at most', async () => {
    const { receiver, say } = await createPhonesWorld();
    await Promise.all(
      Array.from({ length: 250 }, (_, i) => say('34600000009', { text: `${i}`, number })),
    );

    await receiver.received(250);

    expect(receiver.events.map(gist)).toEqual(Array.from({ length: 250 }, (_, i) => `${i}`));
    expect(Math.max(...receiver.posts.map(({ events }) => events.length))).toBeLessThanOrEqual(100);
  });
});

describe('the phones after a kill', () => {
  test.each([
    ['at once', 100],
    ['once it was sent', 450],
    ['once it was delivered', 3_900],
    ['once it was read', 49_000],
    ['when all was said', 5 * minute],
  ])('know what they got, and tell what they had not told: %s', async (_label, killedAfterMs) => {
    const journalPath = await journalFile();
    const before = await createPhonesWorld({ journalPath });
    before.phones.script(phone, { ...plain, does: 'answers', says: 'Vale' });
    const outcome = before.start(letter(phone, 't.1'));
    await before.timers.advance(killedAfterMs);
    await before.flush();
    // From here on its clock stands still: nothing of it runs any more, as after SIGKILL.

    const after = await createPhonesWorld({ journalPath, startsAt: before.timers.now() });
    await after.timers.advance(5 * minute);
    await after.flush();

    expect((await outcome).kind).toBe('accepted');
    const told = [...before.receiver.events, ...after.receiver.events].map(gist);
    expect(told).toEqual(['sent', 'delivered', 'read', 'Vale']);
    expect(after.phones.tally()).toEqual(before.phones.tally());
    expect(await messagesOf(after.phones)).toMatchObject([
      { direction: 'in', text: 'Hola t.1', status: 'read' },
      { direction: 'out', text: 'Vale' },
    ]);
  });

  test('post again, with the same ids, what the webhook took without their hearing of it', async () => {
    const journalPath = await journalFile();
    const before = await createPhonesWorld({ journalPath });
    before.phones.script(phone, { ...plain, does: 'is_off' });
    before.receiver.answerWith(500);
    await before.send(letter(phone, 't.1'));
    await before.receiver.received(1);

    const after = await createPhonesWorld({ journalPath, startsAt: before.timers.now() });
    await after.timers.advance(minute);
    await after.flush();

    expect(after.receiver.events).toEqual(before.receiver.events);
    expect(after.receiver.events.map(gist)).toEqual(['sent']);
  });

  test('tell nothing twice that was told, and remember how they were scripted', async () => {
    const journalPath = await journalFile();
    const before = await createPhonesWorld({ journalPath });
    before.phones.script(phone, { ...plain, does: 'answers', says: 'Vale' });
    await before.send(letter(phone, 't.1'));
    await before.timers.advance(5 * minute);
    await before.flush();
    await before.close();

    const after = await createPhonesWorld({ journalPath });
    await after.timers.advance(5 * minute);
    await after.flush();

    expect(after.receiver.events).toEqual([]);
    expect(await messagesOf(after.phones)).toHaveLength(2);
  });
});

/** What an event says, in a word. */
function gist(event: SandboxEvent): string {
  return event.type === 'message' ? event.text : event.status;
}

function countIds(events: readonly SandboxEvent[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { id } of events) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

async function messagesOf(phones: SandboxPhones): Promise<unknown> {
  return (await see(phones, `/${phone}`)).messages;
}
