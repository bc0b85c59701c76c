import { onTestFinished } from 'vitest';
import type { Gate, Outbound } from '../../src/bridges/bridge.ts';
import {
  createEvolutionBridge,
  type EvolutionBridgeOptions,
} from '../../src/bridges/evolution/bridge.ts';
import { createVault } from '../../src/vault.ts';
import { type FakeEvolutionOptions, startFakeEvolution } from '../support/fake-evolution.ts';

export const vault = createVault('a secret key that only the tests know');
export const person = '34600000001';
export const ownPhone = '34911222333';
export const webhookUrl = 'http://herald.test/webhooks/evolution';

/** What an operator types in. */
export const described = {
  api_key: 'global-key-of-the-tests',
  instance: 'bakery 1',
  webhook_secret: 'the-word-that-only-we-know',
};

/** A bridge and a number of it at some address; cut off when the test has finished. */
export function numberAt(base_url: string, options: Partial<EvolutionBridgeOptions> = {}) {
  const limits = { connectMs: 2_000, answerMs: 2_000 };
  const bridge = createEvolutionBridge({ vault, limits, webhookUrl, pollMs: 0, ...options });
  onTestFinished(() => bridge.close());
  const setUp = bridge.setUp?.({ ...described, base_url });
  const { session } = bridge;
  if (!setUp || !session)
    throw new Error('the evolution bridge takes a description and has sessions');
  const sender = { senderId: 1, ...setUp };
  return {
    bridge,
    sender,
    session: session as Required<typeof session>,
    send: (message: Partial<Outbound> = {}, gate: Gate = () => true) =>
      bridge.send(
        sender,
        { to: `+${person}`, content: text('Hola'), token: '7.1.1', ...message },
        gate,
      ),
  };
}

export function text(words: string) {
  return { kind: 'text', text: words } as const;
}

/** A fake Evolution API with a linked number on it. */
export async function createEvolutionNumber(
  fake: FakeEvolutionOptions = {},
  options: Partial<EvolutionBridgeOptions> = {},
) {
  const evolution = await startFakeEvolution({ globalKey: described.api_key, ...fake });
  onTestFinished(() => evolution.close());
  evolution.add(described.instance, { state: 'open', phone: ownPhone, profileName: 'Bakery' });
  return { evolution, ...numberAt(evolution.url, options) };
}

/** The same without any instance on the server. */
export async function createUnlinkedNumber(
  fake: FakeEvolutionOptions = {},
  options: Partial<EvolutionBridgeOptions> = {},
) {
  const evolution = await startFakeEvolution({ globalKey: described.api_key, ...fake });
  onTestFinished(() => evolution.close());
  return { evolution, ...numberAt(evolution.url, options) };
}
