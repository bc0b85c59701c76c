import { Hono } from 'hono';
import { sql } from 'kysely';
import { onTestFinished } from 'vitest';
import { answerError } from '../../src/api/answer.ts';
import { createEvolutionBridge } from '../../src/bridges/evolution/bridge.ts';
import { EventStore } from '../../src/database/event-store.ts';
import type { Sender } from '../../src/database/senders.ts';
import { inboxTurn } from '../../src/dispatch/inbox.ts';
import { evolutionSecrets } from '../../src/house/evolution-secrets.ts';
import { invoke } from '../../src/operations/invoke.ts';
import { acknowledgeSenderRisks } from '../../src/operations/senders/acknowledge.ts';
import { connectWhatsapp } from '../../src/operations/senders/connect.ts';
import { createVault } from '../../src/vault.ts';
import { evolutionWebhook } from '../../webhooks/evolution.ts';
import { startFakeEvolution } from './fake-evolution.ts';
import { callerOf, createWorld } from './world.ts';

export const instance = 'bakery';
export const webhookSecret = 'the-word-that-only-we-know';
const webhookUrl = 'http://herald.test/webhooks/evolution';

export type EvolutionWorld = Awaited<ReturnType<typeof createEvolutionWorld>>;

/** A Herald whose Evolution bridge talks to a fake Evolution API, and whose webhook the fake posts to. */
export async function createEvolutionWorld() {
  const vault = createVault('a secret key that only the tests know');
  const bridge = createEvolutionBridge({ vault, webhookUrl, pollMs: 0 });
  onTestFinished(() => bridge.close());
  const world = await createWorld({ bridges: [bridge] });

  const events = new EventStore(world.db);
  let secretsRead = 0;
  const readSecrets = evolutionSecrets(world.db, vault, world.house.log);
  const secrets = () => {
    secretsRead += 1;
    return readSecrets();
  };
  const app = new Hono()
    .onError(answerError(world.house.log))
    .route('/webhooks/evolution', evolutionWebhook({ house: world.house, events, secrets }));
  const evolution = await startFakeEvolution({
    globalKey: 'global-key-of-the-tests',
    post: async (url, init) => app.request(url, init),
  });
  onTestFinished(() => evolution.close());

  const described = {
    base_url: evolution.url,
    api_key: 'global-key-of-the-tests',
    instance,
    webhook_secret: webhookSecret,
  };
  return {
    ...world,
    app,
    evolution,
    described,
    /** How often the webhook asked for the secrets. */
    secretsRead: () => secretsRead,
    /** Linked with connect_whatsapp; somebody knows the risks. */
    async connect(changes: object = {}, workspaceId = world.caller.workspaceId): Promise<Sender> {
      const caller = callerOf(world.house, workspaceId);
      const config = { ...described, ...changes };
      const input = { bridge: 'evolution', config };
      const { session_id } = await invoke(caller, connectWhatsapp, input);
      await invoke(caller, acknowledgeSenderRisks, { session_id });
      return world.db
        .selectFrom('sender')
        .selectAll()
        .where('id', '=', session_id)
        .executeTakeFirstOrThrow();
    },
    sender: (id: number) =>
      world.db.selectFrom('sender').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
    /** What counts the number's intervals are two clocks and a lease. */
    async later(ms: number) {
      world.pass(ms);
      world.freeze(ms);
      await sql`update sender_lease set expires_at = clock_timestamp() - interval '1 second',
        next_at = clock_timestamp()`.execute(world.db);
    },
    /** Reads everything that was stored. */
    async read() {
      while ((await inboxTurn(world.house)).read > 0);
    },
    stored: () => world.db.selectFrom('event').selectAll().orderBy('id').execute(),
  };
}
