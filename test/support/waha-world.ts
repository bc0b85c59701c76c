import { Hono } from 'hono';
import { sql } from 'kysely';
import { onTestFinished } from 'vitest';
import { answerError } from '../../src/api/answer.ts';
import { createWahaBridge } from '../../src/bridges/waha/bridge.ts';
import { EventStore } from '../../src/database/event-store.ts';
import type { Sender } from '../../src/database/senders.ts';
import { inboxTurn } from '../../src/dispatch/inbox.ts';
import { wahaSecrets } from '../../src/house/waha-secrets.ts';
import { invoke } from '../../src/operations/invoke.ts';
import { acknowledgeSenderRisks } from '../../src/operations/senders/acknowledge.ts';
import { connectWhatsapp } from '../../src/operations/senders/connect.ts';
import { createVault } from '../../src/vault.ts';
import { wahaWebhook } from '../../webhooks/waha.ts';
import { startFakeWaha } from './fake-waha.ts';
import type { FakeWahaOptions } from './fake-waha-world.ts';
import { callerOf, createWorld } from './world.ts';

export const session = 'bakery';
export const webhookSecret = 'signed with this one';
export const apiKey = 'the-key-of-the-tests';
export const ownPhone = '34911000000';
export const webhookUrl = 'http://herald.test/webhooks/waha';

export type WahaWorld = Awaited<ReturnType<typeof createWahaWorld>>;

/** A Herald whose WAHA bridge talks to a fake WAHA, and whose webhook the fake posts to. */
export async function createWahaWorld(options: Partial<FakeWahaOptions> = {}) {
  const vault = createVault('a secret key that only the tests know');
  const bridge = createWahaBridge({ vault, webhookUrl, pause: async () => {} });
  onTestFinished(() => bridge.close());
  const world = await createWorld({ bridges: [bridge] });

  let secretsRead = 0;
  const readSecrets = wahaSecrets(world.db, vault, world.house.log);
  const secrets = () => {
    secretsRead += 1;
    return readSecrets();
  };
  const events = new EventStore(world.db);
  const webhook = wahaWebhook({ house: world.house, events, secrets });
  const app = new Hono().onError(answerError(world.house.log)).route('/webhooks/waha', webhook);
  const post: FakeWahaOptions['post'] = async (url, init) => app.request(url, init);
  const waha = await startFakeWaha({ apiKey, post, ...options });
  onTestFinished(() => waha.close());

  const described = {
    base_url: waha.url,
    api_key: apiKey,
    session,
    webhook_secret: webhookSecret,
  };
  const { workspaceId } = world.caller;
  return {
    ...world,
    app,
    waha: waha.world,
    described,
    /** How often the webhook asked for the secrets. */
    secretsRead: () => secretsRead,
    /** Linked with connect_whatsapp; somebody knows the risks. */
    async connect(changes: object = {}, ofWorkspace = workspaceId): Promise<Sender> {
      const caller = callerOf(world.house, ofWorkspace);
      const config = { ...described, ...changes };
      const { session_id } = await invoke(caller, connectWhatsapp, { bridge: 'waha', config });
      await invoke(caller, acknowledgeSenderRisks, { session_id });
      return world.db
        .selectFrom('sender')
        .selectAll()
        .where('id', '=', session_id)
        .executeTakeFirstOrThrow();
    },
    /** A number waits long between two messages, and what counts that are two clocks and a lease. */
    async later(ms: number) {
      world.pass(ms);
      world.freeze(ms);
      await sql`
        update sender_lease set
          expires_at = clock_timestamp() - interval '1 second',
          next_at = next_at - make_interval(secs => ${ms}::double precision / 1000)`.execute(
        world.db,
      );
    },
    /** Reads everything that was stored. */
    async read() {
      while ((await inboxTurn(world.house)).read > 0);
    },
    stored: () => world.db.selectFrom('event').selectAll().orderBy('id').execute(),
    sender: () =>
      world.db
        .selectFrom('sender')
        .selectAll()
        .where('bridge', '=', 'waha')
        .executeTakeFirstOrThrow(),
  };
}
