import { onTestFinished } from 'vitest';
import type { Gate, Outbound } from '../../src/bridges/bridge.ts';
import { createWahaBridge, type WahaBridgeOptions } from '../../src/bridges/waha/bridge.ts';
import { createVault } from '../../src/vault.ts';
import { startFakeWaha } from '../support/fake-waha.ts';
import type { FakeWahaOptions } from '../support/fake-waha-world.ts';

export const vault = createVault('a secret key that only the tests know');
export const person = '34600000001';
export const ownPhone = '34911000000';
export const webhookUrl = 'http://herald.test/webhooks/waha';
export const standingNow = new Date('2026-11-20T10:00:00Z');

/** What an operator types in. */
export const described = {
  base_url: 'http://127.0.0.1:1',
  api_key: 'the-key-of-the-tests',
  session: 'bakery',
  webhook_secret: 'signed with this one',
};

export function letterTo(digits: string): Outbound {
  return { to: `+${digits}`, content: { kind: 'text', text: 'Hola' }, token: '7.1.1' };
}

/** A bridge and a number of it at some address; cut off when the test has finished. */
export function wahaNumberAt(base_url: string, options: Partial<WahaBridgeOptions> = {}) {
  const bridge = createWahaBridge({
    vault,
    limits: { connectMs: 2_000, answerMs: 2_000 },
    webhookUrl,
    now: () => standingNow,
    pause: async () => {},
    ...options,
  });
  onTestFinished(() => bridge.close());
  const setUp = bridge.setUp?.({ ...described, base_url });
  const session = bridge.session;
  if (!setUp || !session) throw new Error('the bridge takes a description and controls sessions');
  const engine = { engine: 'GOWS', version: '2026.8.2' };
  const sender = {
    senderId: 1,
    numberKey: setUp.numberKey,
    config: { ...setUp.config, ...engine },
  };
  return {
    bridge,
    sender,
    session,
    send: (message: Partial<Outbound> = {}, gate: Gate = () => true) =>
      bridge.send(sender, { ...letterTo(person), ...message }, gate),
  };
}

/** A fake WAHA and a number on it; linked unless it is to be linked by the test. */
export async function createWahaNumber({
  linked = true,
  ...options
}: Partial<FakeWahaOptions> & Partial<WahaBridgeOptions> & { linked?: boolean } = {}) {
  const waha = await startFakeWaha({ apiKey: described.api_key, ...options });
  onTestFinished(() => waha.close());
  const { world } = waha;
  if (linked) {
    world.create(described.session, {});
    await world.scan(described.session, ownPhone);
  }
  return { waha, world, ...wahaNumberAt(waha.url, options) };
}
