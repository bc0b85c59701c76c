import { startFakeWaha } from '../../support/fake-waha.ts';
import type { FakeNumber, FakeNumberOptions, Receipt } from './fake.ts';
import { taken } from './taken-posts.ts';

const session = 'demo';
const apiKey = 'the-key-of-the-demo';
const ownPhone = '34911000000';
const acks: Record<Receipt, number> = { sent: 1, delivered: 2, read: 3 };

/** Where it posts it is told by connect_whatsapp. */
export async function startWaha({ strangers }: FakeNumberOptions): Promise<FakeNumber> {
  const chats = Object.fromEntries(strangers.map((stranger) => [stranger, null]));
  const waha = await startFakeWaha({ apiKey, chats, echoes: true });
  const { world } = waha;
  return {
    config: {
      base_url: waha.url,
      api_key: apiKey,
      session,
      webhook_secret: 'a word of the demo',
    },
    received: () => waha.received,
    scan: () => taken(world.scan(session, ownPhone)),
    loseAnswer: (person) => world.fault(person, { kind: 'reset', taken: true }),
    tell: (person, status) => taken(world.tell([acks[status]], [person])),
    say: (person, text) => taken(world.say(session, { from: person, text })),
    close: () => waha.close(),
  };
}
