import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { signCloud } from '../../src/bridges/cloud/verify.ts';
import { invoke } from '../../src/operations/invoke.ts';
import { connectWhatsapp } from '../../src/operations/senders/connect.ts';
import {
  appSecret,
  type CloudWorld,
  createCloudWorld,
  numberId,
  verifyToken,
} from '../support/cloud-world.ts';

let world: CloudWorld;

beforeEach(async () => {
  world = await createCloudWorld();
  await world.connect();
});

const about = (id: string) => ({ metadata: { phone_number_id: id } });
const message = {
  from: '34600000001',
  id: 'wamid.M1',
  timestamp: '1772359200',
  type: 'text',
  text: { body: 'STOP' },
};

function bodyOf(value: object, field = 'messages'): string {
  return JSON.stringify({ entry: [{ id: '7008', changes: [{ field, value }] }] });
}

const body = bodyOf({ ...about(numberId), messages: [message] });
const sign = (text: string, secret = appSecret) => signCloud(secret, Buffer.from(text));

function post(text: string, signature: string | undefined = sign(text)) {
  return world.app.request('/webhooks/cloud', {
    method: 'POST',
    headers: signature === '' ? {} : { 'x-hub-signature-256': signature },
    body: text,
  });
}

const keys = async () => (await world.stored()).map((event) => event.event_key);

describe('a post to the webhook of the Cloud API', () => {
  test('is stored before it is answered', async () => {
    expect((await post(body)).status).toBe(200);
    expect(await keys()).toEqual(['wamid.M1']);
  });

  test.each<[string, string]>([
    ['no signature', ''],
    ['a signature that is none', 'sha256=yes'],
    ['the bare digits', sign(body).replace('sha256=', '')],
    ['a wrong digit', sign(body).replace(/.$/, (digit) => (digit === '0' ? '1' : '0'))],
    ['the signature of other bytes', sign(`${body} `)],
    ['a signature with another secret', sign(body, 'another secret')],
    ['a signature with the verify token', sign(body, verifyToken)],
  ])('with %s is refused, and nothing is stored', async (_, signature) => {
    expect((await post(body, signature)).status).toBe(401);
    expect(await keys()).toEqual([]);
  });

  test('of which one byte was changed is refused', async () => {
    expect((await post(body.replace('STOP', 'STAP'), sign(body))).status).toBe(401);
    expect(await keys()).toEqual([]);
  });

  test('is checked as it came, with its letters escaped', async () => {
    const escaped = body.replace('STOP', 'Adi\\u00f3s');

    expect((await post(escaped)).status).toBe(200);
    expect((await world.stored())[0]?.payload).toMatchObject({
      item: { message: { text: { body: 'Adiós' } } },
    });
  });

  test('is stored once, however often WhatsApp repeats it', async () => {
    await post(body);
    expect((await post(body)).status).toBe(200);
    expect(await keys()).toEqual(['wamid.M1']);
  });

  test('keeps what can be read beside what cannot', async () => {
    const broken = { ...message, id: 'x'.repeat(9_000) };
    const value = { ...about(numberId), messages: [null, broken, message, 'a\0b'] };

    expect((await post(bodyOf(value))).status).toBe(200);
    expect(await keys()).toEqual([
      expect.stringMatching(/^unreadable:/),
      expect.stringMatching(/^unreadable:/),
      'wamid.M1',
      expect.stringMatching(/^unreadable:/),
    ]);
    expect((await world.stored()).map(({ lane }) => lane)).toEqual([2, 2, 0, 2]);
  });

  test('about a number that is not ours is kept as nobody’s, and never read', async () => {
    const foreign = bodyOf({ ...about('111111'), messages: [message] });

    expect((await post(foreign)).status).toBe(200);
    expect((await post(foreign)).status).toBe(200);
    expect(await world.stored()).toMatchObject([
      { workspace_id: 0, sender_id: 0, event_key: 'wamid.M1', state: 'ignored' },
    ]);
    await world.read();
    expect(await world.stored()).toHaveLength(1);
  });

  test('that is signed with one app’s secret says nothing about another app’s number', async () => {
    const stranger = await world.stranger();
    const theirs = { ...world.described, phone_number_id: '999888777', app_secret: 'theirs' };
    await invoke(stranger, connectWhatsapp, { bridge: 'cloud', config: theirs });
    const both = JSON.stringify({
      entry: [
        { changes: [{ field: 'messages', value: { ...about(numberId), messages: [message] } }] },
        { changes: [{ field: 'messages', value: { ...about('999888777'), messages: [message] } }] },
      ],
    });

    expect((await post(both, sign(both, 'theirs'))).status).toBe(200);

    const [event, ...others] = await world.stored();
    expect(others).toEqual([]);
    expect(event?.workspace_id).toBe(stranger.workspaceId);
  });

  describe('that is about a business account', () => {
    const waba = '700800900100';
    const ban = { event: 'ACCOUNT_DELETED' };
    const postOf = (value: object, field: string, id = waba) =>
      JSON.stringify({ entry: [{ id, time: 1_772_359_200, changes: [{ field, value }] }] });
    const namesOf = async () => {
      const senders = await world.db.selectFrom('sender').selectAll().execute();
      const names = new Map(senders.map((sender) => [sender.id, sender.number_key]));
      return (await world.stored()).map(({ sender_id }) => names.get(sender_id) ?? 'nobody');
    };

    beforeEach(async () => {
      await world.connect({ phone_number_id: '600600600' });
      await world.connect({ phone_number_id: '777777777', waba_id: '111222333444' });
      const stranger = await world.stranger();
      const theirs = { ...world.described, phone_number_id: '999888777', app_secret: 'theirs' };
      await invoke(stranger, connectWhatsapp, { bridge: 'cloud', config: theirs });
    });

    test('goes to each of its numbers that belongs to the app that signed', async () => {
      const text = postOf(ban, 'account_update');

      expect((await post(text)).status).toBe(200);
      expect((await post(text)).status).toBe(200);

      expect((await namesOf()).sort()).toEqual([numberId, '600600600']);
    });

    test('goes to the one number that it names by its digits', async () => {
      const value = { display_phone_number: '15556000600', event: 'FLAGGED' };

      expect((await post(postOf(value, 'phone_number_quality_update'))).status).toBe(200);

      expect(await namesOf()).toEqual(['600600600']);
    });

    test('goes to the account’s numbers with the wishes of people about another of its numbers', async () => {
      const wish = {
        user_id: 'ES.441',
        category: 'marketing_messages',
        value: 'stop',
        timestamp: 7,
      };
      const value = { ...about('111111'), user_preferences: [wish] };

      expect((await post(postOf(value, 'user_preferences'))).status).toBe(200);

      expect((await namesOf()).sort()).toEqual([numberId, '600600600']);
    });

    test('is nobody’s when it is about another account, or a number that is not ours', async () => {
      const flagged = { display_phone_number: '34911111111', event: 'FLAGGED' };

      expect((await post(postOf(ban, 'account_update', '5555555'))).status).toBe(200);
      expect((await post(postOf(flagged, 'phone_number_quality_update'))).status).toBe(200);

      expect(await namesOf()).toEqual(['nobody', 'nobody']);
    });
  });

  test('that is no JSON is refused', async () => {
    expect((await post('{"entry":')).status).toBe(400);
  });

  test('is asked for again when the database did not take it', async () => {
    await world.db.schema.alterTable('event').renameTo('event_away').execute();
    try {
      expect((await post(body)).status).toBe(500);
    } finally {
      await world.db.schema.alterTable('event_away').renameTo('event').execute();
    }
    expect((await post(body)).status).toBe(200);
    expect(await keys()).toEqual(['wamid.M1']);
  });

  test('with more than a statement holds is stored whole', async () => {
    const statuses = Array.from({ length: 2_500 }, (_, n) => ({
      id: `wamid.${n}`,
      status: 'sent',
      timestamp: '1772359200',
    }));

    expect((await post(bodyOf({ ...about(numberId), statuses }))).status).toBe(200);
    expect(await keys()).toHaveLength(2_500);
  });

  test('is never answered with a fault of ours, whatever is signed', async () => {
    const whole = { entry: [{ changes: [{ field: 'messages', value: about(numberId) }] }] };
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.jsonValue(), async (one, other) => {
        const value = { ...about(numberId), messages: [one, { ...message, context: other }] };
        for (const text of [JSON.stringify(one), JSON.stringify(whole), bodyOf(value)]) {
          expect((await post(text)).status).toBe(200);
        }
      }),
      { numRuns: 50 },
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

  test('of a number that was just connected count at once', async () => {
    await post(body);
    await world.connect({ phone_number_id: '600600600', app_secret: 'a-new-app' });
    const news = bodyOf({ ...about('600600600'), messages: [message] });

    expect((await post(news, sign(news, 'a-new-app'))).status).toBe(200);
    expect(await keys()).toEqual(['wamid.M1', 'wamid.M1']);
  });

  test('are not asked for by somebody without a signature', async () => {
    const before = world.secretsRead();
    await post(body, '');
    expect(world.secretsRead()).toBe(before);
  });
});

describe('the challenge', () => {
  const ask = (query: Record<string, string>) =>
    world.app.request(`/webhooks/cloud?${new URLSearchParams(query)}`);
  const right = {
    'hub.mode': 'subscribe',
    'hub.verify_token': verifyToken,
    'hub.challenge': '11583 <b>',
  };

  test('is answered with its own words as plain text, without any signature', async () => {
    const response = await ask(right);

    expect(response.status).toBe(200);
    expect(await response.text()).toBe('11583 <b>');
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
  });

  test.each([
    ['another token', { ...right, 'hub.verify_token': 'guessed' }],
    ['no token', { ...right, 'hub.verify_token': '' }],
    ['the app’s secret', { ...right, 'hub.verify_token': appSecret }],
    ['another mode', { ...right, 'hub.mode': 'unsubscribe' }],
    ['no challenge', { 'hub.mode': 'subscribe', 'hub.verify_token': verifyToken }],
    ['nothing', {}],
  ])('with %s is refused', async (_, query) => {
    expect((await ask(query)).status).toBe(403);
  });
});
