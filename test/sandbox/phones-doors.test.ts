import { describe, expect, test } from 'vitest';
import { createPhonesWorld, letter, number, phone, plain, see } from '../support/phones.ts';

describe('the doors to the phones', () => {
  test('let a person speak, who answers the message that came last', async () => {
    const { phones, receiver, send, say, flush } = await createPhonesWorld();
    phones.script(phone, plain);
    const outcome = await send(letter(phone, 't.1'));

    const answer = await say(phone.slice(1), { text: 'Sí', payload: 'YES' });
    await flush();

    expect(answer.status).toBe(200);
    expect(receiver.events.find(({ type }) => type === 'message')).toMatchObject({
      from: phone,
      text: 'Sí',
      payload: 'YES',
      reply_to: outcome.kind === 'accepted' && outcome.providerId,
    });
  });

  test('let a phone that never got anything write to the first number, or to the one it names', async () => {
    const { phones, receiver, say } = await createPhonesWorld();

    expect((await say('34600000007', { text: 'Hi' })).status).toBe(400);
    await phones.bridge.connect({ senderId: 1, numberKey: number, config: {} });
    await say('34600000007', { text: 'Hi' });
    await say('34600000008', { text: 'Hi', number: '+34911000001' });
    await receiver.received(2);

    const instances = receiver.posts.map(({ instance }) => instance);
    expect(instances.sort()).toEqual([number, '+34911000001']);
  });

  test('list the phones, the one that moved last first', async () => {
    const { phones, send } = await createPhonesWorld();
    for (const to of [phone, '+34600000002', '+34600000003']) {
      phones.script(to, plain);
      await send(letter(to, 't.1'));
    }
    await send(letter(phone, 't.2'));

    const list = await see(phones, '/?limit=2');
    expect(list).toMatchObject({ total: 3, phones: [{ phone, received: 2, unread: 2 }, {}] });
    expect(await see(phones, '/?search=0002')).toMatchObject({
      total: 1,
      phones: [{ phone: '+34600000002', state: 'reachable', last: { text: 'Hola t.1' } }],
    });
    expect(await see(phones, '/tally')).toEqual(phones.tally());
  });

  test('show how far a message is, even where that is told in the wrong order', async () => {
    const { phones, timers, send } = await createPhonesWorld();
    phones.script(phone, { ...plain, reorders: true });

    await send(letter(phone, 't.1'));
    expect(await see(phones, '/')).toMatchObject({ phones: [{ unread: 1 }] });
    await timers.advance(300_000);

    expect(await see(phones, '/')).toMatchObject({ phones: [{ unread: 0 }] });
    expect(await see(phones, `/${phone}`)).toMatchObject({
      messages: [{ direction: 'in', token: 't.1', status: 'read' }],
    });
  });

  test('hold a poll until something changes', async () => {
    const { phones, timers, say } = await createPhonesWorld();
    const { revision } = await see(phones, '/');

    const poll = see(phones, `/?after=${revision}&wait=30`);
    await timers.untilScheduled();
    await say(phone, { text: 'Hi', number });
    await timers.advance(100);

    expect(await poll).toMatchObject({ total: 1, phones: [{ phone }] });
  });

  test('end a poll when its time is over, when its caller leaves and when the world ends', async () => {
    const { phones, timers, close } = await createPhonesWorld();
    const { revision } = await see(phones, '/');
    const path = `/?after=${revision}&wait=30`;

    const patient = see(phones, path);
    await timers.untilScheduled();
    await timers.advance(30_000);
    expect(await patient).toMatchObject({ revision });

    const leaving = new AbortController();
    const left = see(phones, path, { signal: leaving.signal });
    await timers.untilScheduled();
    leaving.abort();
    expect(await left).toMatchObject({ revision });

    const last = see(phones, path);
    await close();
    expect(await last).toMatchObject({ revision });
  });

  test('script a phone', async () => {
    const { phones } = await createPhonesWorld();

    const body = JSON.stringify({ does: 'stops', says: 'BAJA' });
    await phones.doors.request(`/${phone}/behaviour`, { method: 'POST', body });

    expect(await see(phones, `/${phone}`)).toMatchObject({
      phone,
      behaviour: { does: 'stops', says: 'BAJA' },
      messages: [],
    });
  });

  test.each([
    ['a phone that nobody knows', 404, 'GET', '/34600000009', undefined],
    ['a phone that is none', 400, 'GET', '/me', undefined],
    ['a limit out of bounds', 400, 'GET', '/?limit=0', undefined],
    ['a text that is none', 400, 'POST', '/34600000009/say', '{"text":7}'],
    ['a body that is not JSON', 400, 'POST', '/34600000009/say', 'hello'],
    ['a deed that is none', 400, 'POST', '/34600000009/behaviour', '{"does":"sings"}'],
    ['a field that is none', 400, 'POST', '/34600000009/behaviour', '{"mood":"good"}'],
  ])('answer %s with %i and a sentence', async (_label, status, method, path, body) => {
    const { phones } = await createPhonesWorld();

    const answer = await phones.doors.request(path, { method, ...(body && { body }) });

    expect(answer.status).toBe(status);
    expect(await answer.json()).toEqual({ error: expect.any(String) });
  });
});
