import { Hono } from 'hono';
import { onTestFinished } from 'vitest';
import { answerError } from '../../src/api/answer.ts';
import { createCloudBridge } from '../../src/bridges/cloud/bridge.ts';
import { EventStore } from '../../src/database/event-store.ts';
import { inboxTurn } from '../../src/dispatch/inbox.ts';
import { cloudSecrets } from '../../src/house/cloud-secrets.ts';
import { connectWhatsapp } from '../../src/operations/senders/connect.ts';
import { createVault } from '../../src/vault.ts';
import { cloudWebhook } from '../../webhooks/cloud.ts';
import { startFakeCloud } from './fake-cloud.ts';
import { createWorld } from './world.ts';

export const numberId = '500100200300';
export const appSecret = 'the secret of the app';
export const verifyToken = 'shown once: ¿sí?';
export const accessToken = 'EAA-the-token-of-the-tests';
const webhookUrl = 'http://herald.test/webhooks/cloud';

export type CloudWorld = Awaited<ReturnType<typeof createCloudWorld>>;

/** A Herald whose Cloud bridge talks to a fake Cloud API, and whose webhook the fake posts to. */
export async function createCloudWorld() {
  const vault = createVault('a secret key that only the tests know');
  const bridge = createCloudBridge({ vault });
  onTestFinished(() => bridge.close());
  const world = await createWorld({ bridges: [bridge] });

  const events = new EventStore(world.db);
  let secretsRead = 0;
  const readSecrets = cloudSecrets(world.db, vault, world.house.log);
  const secrets = () => {
    secretsRead += 1;
    return readSecrets();
  };
  const app = new Hono()
    .onError(answerError(world.house.log))
    .route('/webhooks/cloud', cloudWebhook({ house: world.house, events, secrets }));
  const cloud = await startFakeCloud({
    appSecret,
    accessToken,
    webhookUrl,
    post: async (url, init) => app.request(url, init),
  });
  onTestFinished(() => cloud.close());

  const described = {
    phone_number_id: numberId,
    waba_id: '700800900100',
    access_token: accessToken,
    app_secret: appSecret,
    verify_token: verifyToken,
    base_url: cloud.url,
  };
  return {
    ...world,
    app,
    cloud,
    described,
    /** How often the webhook asked for the secrets. */
    secretsRead: () => secretsRead,
    connect: (changes: object = {}) =>
      world.invoke(connectWhatsapp, {
        bridge: 'cloud',
        label: 'Bakery',
        config: { ...described, ...changes },
      }),
    /** Nobody gets two messages within six seconds, and what counts them are two clocks and a lease. */
    async later(ms: number) {
      world.pass(ms);
      world.freeze(ms);
      await world.expireLeases();
    },
    /** Reads everything that was stored. */
    async read() {
      while ((await inboxTurn(world.house)).read > 0);
    },
    stored: () => world.db.selectFrom('event').selectAll().orderBy('id').execute(),
  };
}
