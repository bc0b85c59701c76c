import { startFakeCloud } from '../../support/fake-cloud.ts';
import type { FakeNumber, FakeNumberOptions } from './fake.ts';
import { taken } from './taken-posts.ts';

const numberId = '500100200300';
const accessToken = 'the-token-of-the-demo';
const appSecret = 'the secret of the demo’s app';
/** The number that is written to is not on WhatsApp. */
const undeliverable = 131026;

export async function startCloud({
  webhookUrl,
  strangers,
}: FakeNumberOptions): Promise<FakeNumber> {
  const cloud = await startFakeCloud({ appSecret, accessToken, webhookUrl });
  for (const stranger of strangers) {
    cloud.fault(stranger, { kind: 'error', code: undeliverable, details: 'Not on WhatsApp' });
  }
  return {
    config: {
      base_url: cloud.url,
      phone_number_id: numberId,
      waba_id: '700800900100',
      access_token: accessToken,
      app_secret: appSecret,
      verify_token: 'demo',
    },
    received: () => cloud.received,
    // Whoever has the token has the number.
    async scan() {},
    loseAnswer: (person) => cloud.fault(person, { kind: 'reset', taken: true }),
    tell: (person, status) => taken(cloud.tell([status], [person])),
    say: (person, text) => taken(cloud.say(numberId, { from: person, text })),
    close: () => cloud.close(),
  };
}
