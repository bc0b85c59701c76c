import { Hono } from 'hono';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { answerError } from '../../src/api/answer.ts';
import { cloudSignatureHeader, signCloud } from '../../src/bridges/cloud/verify.ts';
import { evolutionProofHeader } from '../../src/bridges/evolution/verify.ts';
import { sandboxSignatureHeader, signSandbox } from '../../src/bridges/sandbox/verify.ts';
import { signWaha, wahaSignatureHeader } from '../../src/bridges/waha/verify.ts';
import { EventStore } from '../../src/database/event-store.ts';
import { putDescribedSender } from '../../src/database/senders.ts';
import { firstSandboxNumber } from '../../src/database/workspaces.ts';
import { inboxTurn } from '../../src/dispatch/inbox.ts';
import { openWhatsapp } from '../../src/house/whatsapp.ts';
import { createVault } from '../../src/vault.ts';
import { sandboxWebhook } from '../../webhooks/sandbox.ts';
import { postsOfFakes, type TellingPosts, type WebhookPost } from '../support/webhook-posts.ts';
import { createWorld, type World } from '../support/world.ts';

/*
 * Whoever mistakes one address for another mistakes as much as possible here: the numbers of all
 * bridges have one name, and all of them share one secret.
 */
const name = '500100200300';
const secret = 'one-word-for-everything';

/** How each bridge proves that it is calling. */
const proofs = {
  cloud: (body) => ({ [cloudSignatureHeader]: signCloud(secret, Buffer.from(body)) }),
  waha: (body) => ({ [wahaSignatureHeader]: signWaha(secret, Buffer.from(body)) }),
  evolution: () => ({ [evolutionProofHeader]: secret }),
  sandbox: (body) => ({ [sandboxSignatureHeader]: signSandbox(secret, Buffer.from(body)) }),
} satisfies Record<string, (body: string) => Record<string, string>>;

type BridgeName = keyof typeof proofs;
const names = Object.keys(proofs).filter((key): key is BridgeName => key in proofs);

const posts: Record<BridgeName, TellingPosts> = {
  ...(await postsOfFakes(name, secret)),
  sandbox: {
    stop: sandboxPost({ type: 'message', message_id: 'in-1', from: '+34600000001', text: 'STOP' }),
    read: sandboxPost({ type: 'status', message_id: 'out-1', status: 'read' }),
    gone: sandboxPost({ type: 'session', status: 'disconnected' }),
  },
};

let world: World;
let app: Hono;

beforeEach(async () => {
  const vault = createVault('a secret key that only the tests know');
  const whatsapp = openWhatsapp({ vault, publicUrl: 'http://herald.test' });
  onTestFinished(() => whatsapp.close());
  world = await createWorld({ bridges: whatsapp.bridges });
  await connectAll();

  const { house } = world;
  const events = new EventStore(world.db);
  app = new Hono().onError(answerError(house.log));
  app.route('/webhooks/sandbox', sandboxWebhook({ house, events, secret }));
  for (const [path, webhook] of Object.entries(whatsapp.webhooks(house, events))) {
    app.route(path, webhook);
  }
});

describe('a post of one bridge to the address of another', () => {
  const crossings = names.flatMap((from) =>
    names.filter((to) => to !== from).map((to) => ({ from, to })),
  );

  test.each(crossings)('$from to $to is refused, or kept and not read', async ({ from, to }) => {
    const before = await whatIsKnown();
    for (const post of Object.values(posts[from])) {
      const proven = { ...post, headers: { ...post.headers, ...proofs[to](post.body) } };
      expect([200, 400, 401]).toContain(await send(to, post));
      expect([200, 400, 401]).toContain(await send(to, proven));
    }
    await read();

    expect(await whatIsKnown()).toEqual(before);
    expect((await storedStates()).filter((state) => state !== 'ignored')).toEqual([]);
  });
});

describe('the same posts to their own address', () => {
  test.each(names)('of %s are read', async (bridge) => {
    const before = await whatIsKnown();
    for (const post of Object.values(posts[bridge])) expect(await send(bridge, post)).toBe(200);
    await read();

    // A receipt that nobody has a message for may wait for one; it was understood all the same.
    const states = await storedStates();
    expect(states).toHaveLength(3);
    expect(states.filter((state) => state !== 'done' && state !== 'unmatched')).toEqual([]);
    expect(await whatIsKnown()).not.toEqual(before);
  });
});

async function connectAll(): Promise<void> {
  const base_url = 'http://bridge.test';
  const configs = {
    cloud: {
      phone_number_id: name,
      waba_id: '700800900100',
      access_token: 'the-token-of-the-tests',
      app_secret: secret,
      verify_token: secret,
    },
    waha: { base_url, api_key: 'key-of-the-tests', session: name, webhook_secret: secret },
    evolution: { base_url, api_key: 'key-of-the-tests', instance: name, webhook_secret: secret },
  };
  for (const [bridge, config] of Object.entries(configs)) {
    const setUp = world.house.bridges.get(bridge).setUp?.(config);
    if (!setUp) throw new Error(`${bridge} takes no description`);
    const { workspaceId } = world.caller;
    await world.db
      .transaction()
      .execute((trx) => putDescribedSender(trx, workspaceId, { bridge, ...setUp }));
  }
  await world.db.updateTable('sender').set({ status: 'connected' }).execute();
}

async function send(to: BridgeName, { headers, body }: WebhookPost): Promise<number> {
  return (await app.request(`/webhooks/${to}`, { method: 'POST', headers, body })).status;
}

async function read(): Promise<void> {
  while ((await inboxTurn(world.house)).read > 0);
}

/** Whatever an event could have changed. */
async function whatIsKnown() {
  const { db } = world;
  const columns = ['id', 'status', 'status_reason', 'restriction', 'qr', 'phone'] as const;
  return {
    senders: await db.selectFrom('sender').select(columns).orderBy('id').execute(),
    people: await db.selectFrom('contact').select('phone').execute(),
    suppressions: await db.selectFrom('suppression').selectAll().execute(),
    messages: await db.selectFrom('message').selectAll().execute(),
  };
}

async function storedStates(): Promise<string[]> {
  const events = await world.db.selectFrom('event').select('state').execute();
  return events.map(({ state }) => state);
}

function sandboxPost(item: object): WebhookPost {
  const at = '2026-03-01T10:00:00.000Z';
  const body = JSON.stringify({
    instance: firstSandboxNumber,
    events: [{ id: JSON.stringify(item), at, ...item }],
  });
  return { headers: proofs.sandbox(body), body };
}
