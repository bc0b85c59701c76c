import { startFakeEvolution } from '../../support/fake-evolution.ts';
import type { FakeNumber, FakeNumberOptions, Receipt } from './fake.ts';
import { taken } from './taken-posts.ts';

const instance = 'demo';
const globalKey = 'the-key-of-the-demo';
const ownPhone = '34911000000';
const statuses: Record<Receipt, string> = {
  sent: 'SERVER_ACK',
  delivered: 'DELIVERY_ACK',
  read: 'READ',
};

/** Where it posts it is told by connect_whatsapp. */
export async function startEvolution({ strangers }: FakeNumberOptions): Promise<FakeNumber> {
  const evolution = await startFakeEvolution({ globalKey, strangers });
  return {
    config: {
      base_url: evolution.url,
      api_key: globalKey,
      instance,
      webhook_secret: 'a-word-of-the-demo',
    },
    received: () => evolution.received,
    scan: () => taken(evolution.scan(instance, ownPhone)),
    loseAnswer: (person) => evolution.fault(person, { kind: 'reset', taken: true }),
    tell: (person, status) => taken(evolution.tell([statuses[status]], [person])),
    say: (person, text) => taken(evolution.say(instance, { from: person, text })),
    close: () => evolution.close(),
  };
}
