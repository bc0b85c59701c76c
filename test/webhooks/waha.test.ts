import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { signWaha, verifyWaha } from '../../src/bridges/waha/verify.ts';
import { createWahaWorld, session, type WahaWorld, webhookSecret } from '../support/waha-world.ts';

let world: WahaWorld;

beforeEach(async () => {
  world = await createWahaWorld();
  await world.connect();
});

const message = {
  id: 'false_34600000001@c.us_AC4501',
  timestamp: 1_772_359_200,
  from: '34600000001@c.us',
  fromMe: false,
  body: 'STOP',
};

function bodyOf(payload: unknown, more: object = {}): string {
  const wrapped = { id: 'evt_01', timestamp: 1_772_359_200_000, session };
  return JSON.stringify({ ...wrapped, event: 'message.any', payload, ...more });
}

const body = bodyOf(message);
const sign = (text: string, secret = webhookSecret) => signWaha(secret, Buffer.from(text));

function post(text: string, signature: string | undefined = sign(text)) {
  return world.app.request('/webhooks/waha', {
    method: 'POST',
    headers: signature === '' ? {} : { 'x-webhook-hmac': signature },
    body: text,
  });
}

const keys = async () => (await world.stored()).map((event) => event.event_key);

describe('a post to the webhook of WAHA', () => {
  test('is stored before it is answered', async () => {
    expect((await post(body)).status).toBe(200);
    expect(await keys()).toEqual(['message:AC4501']);
  });

  test.each<[string, string]>([
    ['no signature', ''],
    ['a signature that is none', 'yes'],
    ['half a signature', sign(body).slice(64)],
    ['a wrong digit', sign(body).replace(/.$/, (digit) => (digit === '0' ? '1' : '0'))],
    ['the signature of other bytes', sign(`${body} `)],
    ['a signature with another secret', sign(body, 'another secret')],
  ])('with %s is refused, and nothing is stored', async (_, signature) => {
    expect((await post(body, signature)).status).toBe(401);
    expect(await keys()).toEqual([]);
  });

  test('of which one byte was changed is refused', async () => {
    expect((await post(body.replace('STOP', 'STAP'), sign(body))).status).toBe(401);
    expect(await keys()).toEqual([]);
  });

  test.each([
    ['a session that nobody here has', bodyOf(message, { session: 'other' })],
    ['no session', bodyOf(message, { session: undefined })],
    ['a number that is not ours', bodyOf(message, { metadata: { 'herald.number': 'x@y' } })],
    ['no JSON', '{"session":'],
  ])('about %s is refused', async (_, text) => {
    expect((await post(text)).status).toBe(401);
    expect(await keys()).toEqual([]);
  });

  test('is stored once, however often WAHA repeats it, and also as another event', async () => {
    await post(body);
    expect((await post(body)).status).toBe(200);
    expect((await post(bodyOf(message, { id: 'evt_02', event: 'message' }))).status).toBe(200);
    expect(await keys()).toEqual(['message:AC4501']);
  });

  test('that cannot be read is kept, and answered', async () => {
    expect((await post(bodyOf({ id: 7 }))).status).toBe(200);
    expect(await keys()).toEqual([expect.stringMatching(/^unreadable:/)]);
  });

  test('about a group is answered, and not kept', async () => {
    const inGroup = { ...message, id: 'false_1203@g.us_AC46_34600@c.us', from: '1203@g.us' };
    expect((await post(bodyOf(inGroup))).status).toBe(200);
    expect(await keys()).toEqual([]);
  });

  test('is asked for again when the database did not take it', async () => {
    await world.db.schema.alterTable('event').renameTo('event_away').execute();
    try {
      expect((await post(body)).status).toBe(500);
    } finally {
      await world.db.schema.alterTable('event_away').renameTo('event').execute();
    }
    expect((await post(body)).status).toBe(200);
    expect(await keys()).toEqual(['message:AC4501']);
  });

  test('is never answered with a fault of ours, whatever is signed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.jsonValue(), async (one, other) => {
        for (const text of [
          JSON.stringify(one),
          bodyOf(one),
          bodyOf({ ...message, body: other }),
        ]) {
          expect((await post(text)).status).toBeOneOf([200, 401]);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('two servers with a session of the same name', () => {
  /** Another server's, in another workspace. Nobody answers there, and nobody has to. */
  async function theirs(secret: string): Promise<number> {
    const { workspaceId } = await world.stranger();
    const { base_url } = world.described;
    const changes = { base_url: `${base_url}/theirs`, webhook_secret: secret };
    await world.connect(changes, workspaceId).catch(() => {});
    return workspaceId;
  }
  const workspaces = async () => (await world.stored()).map((event) => event.workspace_id);
  const ours = () => world.caller.workspaceId;

  test('are told apart by their secrets', async () => {
    const stranger = await theirs('a secret of their own');

    await post(body);
    expect(await workspaces()).toEqual([ours()]);
    await post(body, sign(body, 'a secret of their own'));
    expect(await workspaces()).toEqual([ours(), stranger]);
  });

  test('and the same secret are told apart by what their sessions carry', async () => {
    const stranger = await theirs(webhookSecret);
    const { number_key } = await world.sender();
    const named = (name: string) => bodyOf(message, { metadata: { 'herald.number': name } });
    const { host } = new URL(world.described.base_url);

    expect((await post(named(number_key))).status).toBe(200);
    expect(await workspaces()).toEqual([ours()]);
    expect((await post(named(`${session}@${host}/theirs`))).status).toBe(200);
    expect(await workspaces()).toEqual([ours(), stranger]);
  });

  test('and the same secret are nobody’s where their sessions carry nothing', async () => {
    await theirs(webhookSecret);
    expect((await post(body)).status).toBe(401);
    expect(await keys()).toEqual([]);
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
    await world.connect({ session: 'second', webhook_secret: 'a newer secret' });
    const news = bodyOf(message, { session: 'second' });

    expect((await post(news, sign(news, 'a newer secret'))).status).toBe(200);
    expect(await keys()).toEqual(['message:AC4501', 'message:AC4501']);
  });

  test('are not asked for by somebody without a signature', async () => {
    const before = world.secretsRead();
    await post(body, '');
    await post(body, 'abc');
    expect(world.secretsRead()).toBe(before);
  });
});

describe('the signature', () => {
  /** https://waha.devlike.pro/docs/how-to/security/ */
  const documented = {
    secret: 'my-secret-key',
    body: '{"event":"message","session":"default","engine":"WEBJS"}',
    hmac: '208f8a55dde9e05519e898b10b89bf0d0b3b0fdf11fdbf09b6b90476301b98d8097c462b2b17a6ce93b6b47a136cf2e78a33a63f6752c2c1631777076153fa89',
  };

  test('is the documented one', () => {
    const bytes = Buffer.from(documented.body);
    expect(signWaha(documented.secret, bytes)).toBe(documented.hmac);
    expect(verifyWaha(documented.secret, bytes, documented.hmac.toUpperCase())).toBe(true);
  });

  test.each([
    ['nothing', undefined],
    ['an empty one', ''],
    ['one that begins like it', `${documented.hmac}0`],
    ['one with a name before it', `sha512=${documented.hmac}`],
    ['one with letters that are no digits', documented.hmac.replace('8', 'x')],
  ])('is not %s', (_, header) => {
    expect(verifyWaha(documented.secret, Buffer.from(documented.body), header)).toBe(false);
  });
});
