import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  createEvolutionWorld,
  type EvolutionWorld,
  instance,
  webhookSecret,
} from '../support/evolution-world.ts';
import { jwtOf } from '../support/fake-evolution-world.ts';

let world: EvolutionWorld;

beforeEach(async () => {
  world = await createEvolutionWorld();
  world.evolution.add(instance, { state: 'open', phone: '34911222333' });
  await world.connect();
});

const key = { remoteJid: '34600000001@s.whatsapp.net', fromMe: false, id: '3AM1' };
const message = { key, message: { conversation: 'STOP' }, messageTimestamp: 1_772_359_200 };
const bodyOf = (data: unknown, more: object = {}) =>
  JSON.stringify({ event: 'messages.upsert', instance, data, apikey: 'the-token-of-it', ...more });
const body = bodyOf(message);

function post(text: string, proof = webhookSecret) {
  return world.app.request('/webhooks/evolution', {
    method: 'POST',
    headers: proof === '' ? {} : { authorization: proof },
    body: text,
  });
}

/** As the house counts: the tests' clock stands still. */
function token(secret = webhookSecret): string {
  const exp = Math.floor(world.house.clock().getTime() / 1_000) + 600;
  return `Bearer ${jwtOf(secret, { exp })}`;
}

const keys = async () => (await world.stored()).map((event) => event.event_key);

describe('a post to the webhook of Evolution', () => {
  test('is stored before it is answered, without its key', async () => {
    expect((await post(body)).status).toBe(200);

    const [event] = await world.stored();
    expect(event?.event_key).toBe('inbound:3AM1');
    expect(JSON.stringify(event?.payload)).not.toContain('the-token-of-it');
  });

  test('may prove itself with a token', async () => {
    expect((await post(body, token())).status).toBe(200);
    expect(await keys()).toEqual(['inbound:3AM1']);
  });

  test.each<[string, () => string]>([
    ['no proof', () => ''],
    ['another secret', () => 'another-secret-word'],
    ['the key of the API', () => 'global-key-of-the-tests'],
    ['the secret as a bearer', () => `Bearer ${webhookSecret}`],
    ['a token with another secret', () => token('another-secret-word')],
    ['a token that has ended', () => `Bearer ${jwtOf(webhookSecret, { exp: 1_700_000_000 })}`],
    ['an unsigned token', () => `Bearer ${jwtOf(webhookSecret, {}, { alg: 'none' })}`],
  ])('with %s is refused, and nothing is stored', async (_, proof) => {
    expect((await post(body, proof())).status).toBe(401);
    expect(await keys()).toEqual([]);
  });

  test.each([
    ['of an instance that nobody here has', bodyOf(message, { instance: 'butcher' })],
    ['of no instance', bodyOf(message, { instance: undefined })],
    ['of an instance that is no name', bodyOf(message, { instance: { $ne: '' } })],
  ])('%s is refused', async (_, text) => {
    expect((await post(text)).status).toBe(401);
    expect(await keys()).toEqual([]);
  });

  test('is stored once, however often it is repeated', async () => {
    await post(body);
    expect((await post(body)).status).toBe(200);
    expect(await keys()).toEqual(['inbound:3AM1']);
  });

  test('about the number of the same name on another server is told by its secret', async () => {
    const stranger = await world.stranger();
    const theirs = { base_url: `${world.evolution.url}/other`, webhook_secret: 'their-own-word' };
    const other = await world.connect(theirs, stranger.workspaceId);

    expect((await post(body, 'their-own-word')).status).toBe(200);

    const [event, ...others] = await world.stored();
    expect(others).toEqual([]);
    expect(event).toMatchObject({ sender_id: other.id, workspace_id: stranger.workspaceId });
  });

  test('is nobody’s when two numbers share name and secret', async () => {
    const stranger = await world.stranger();
    await world.connect({ base_url: `${world.evolution.url}/other` }, stranger.workspaceId);

    expect((await post(body)).status).toBe(401);
    expect(await keys()).toEqual([]);
  });

  test('keeps what can be read beside what cannot', async () => {
    const receipt = { key: { id: '3EB0A1', fromMe: true }, update: { status: 4 } };
    const text = bodyOf([receipt, null, { keyId: 'x'.repeat(9_000) }, 'a\0b'], {
      event: 'messages.update',
    });

    expect((await post(text)).status).toBe(200);
    expect(await keys()).toEqual([
      'status:3EB0A1:read',
      ...Array(3).fill(expect.stringMatching(/^unreadable:/)),
    ]);
  });

  test('that is no JSON is refused', async () => {
    expect((await post('{"event":')).status).toBe(400);
  });

  test('is asked for again when the database did not take it', async () => {
    await world.db.schema.alterTable('event').renameTo('event_away').execute();
    try {
      expect((await post(body)).status).toBe(500);
    } finally {
      await world.db.schema.alterTable('event_away').renameTo('event').execute();
    }
    expect((await post(body)).status).toBe(200);
    expect(await keys()).toEqual(['inbound:3AM1']);
  });

  test('is never answered with a fault of ours, whatever it says', async () => {
    const names = ['messages.upsert', 'messages.update', 'connection.update', 'send.message'];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), fc.jsonValue(), async (event, other) => {
        const bodies = [
          bodyOf(other, { event }),
          bodyOf({ ...message, message: other }, { event }),
        ];
        for (const text of bodies) expect((await post(text)).status).toBe(200);
        expect([200, 400, 401]).toContain((await post(JSON.stringify(other))).status);
      }),
      { numRuns: 40 },
    );
  });
});

describe('the secrets', () => {
  test('are asked for once in a storm of posts', async () => {
    await post(body);
    const before = world.secretsRead();
    for (let n = 0; n < 20; n += 1) await post(body);
    expect(world.secretsRead()).toBe(before);
  });

  test('of a number that was just connected count at once, also with a secret that is known', async () => {
    await post(body);
    world.evolution.add('butcher', { state: 'open', phone: '34911222444' });
    await world.connect({ instance: 'butcher' });

    expect((await post(bodyOf(message, { instance: 'butcher' }))).status).toBe(200);
    expect(await keys()).toHaveLength(2);
  });

  test('are not asked for by somebody without a proof', async () => {
    const before = world.secretsRead();
    await post(body, '');
    expect(world.secretsRead()).toBe(before);
  });
});
