import { FakeWorld } from './fake-cloud-world.ts';
import { FakeEvolutionWorld } from './fake-evolution-world.ts';
import { FakeWahaWorld } from './fake-waha-world.ts';

/** Something that a bridge posts, as it comes. */
export interface WebhookPost {
  headers: Record<string, string>;
  body: string;
}

/** One post of each kind that changes something: a person stops, a message was read, the number is gone. */
export type TellingPosts = Record<'stop' | 'read' | 'gone', WebhookPost>;

const person = '34600000001';

/** What the fake servers post when all of their numbers have one name, and all of their posts one secret. */
export async function postsOfFakes(name: string, secret: string) {
  return {
    cloud: await postsOfCloud(name, secret),
    waha: await postsOfWaha(name, secret),
    evolution: await postsOfEvolution(name, secret),
  };
}

async function postsOfCloud(name: string, appSecret: string): Promise<TellingPosts> {
  const { post, latest } = postbox();
  const cloud = new FakeWorld({ appSecret, post, webhookUrl: 'http://herald.test' });
  const text = { body: 'Hello' };
  cloud.take(name, { to: person, type: 'text', text, biz_opaque_callback_data: '1.1.1' }, 0);
  const ban = { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'DISABLE' } };
  return {
    stop: await latest(cloud.say(name, { from: person, text: 'STOP' })),
    read: await latest(cloud.tell(['read'])),
    gone: await latest(cloud.deliver(ban, 'account_update')),
  };
}

async function postsOfWaha(name: string, key: string): Promise<TellingPosts> {
  const { post, latest } = postbox();
  const waha = new FakeWahaWorld({ apiKey: 'unused', post });
  const events = ['message.any', 'message.ack', 'session.status'];
  waha.create(name, { webhooks: [{ url: 'http://herald.test', events, hmac: { key } }] });
  waha.take('sendText', { chatId: `${person}@c.us`, session: name, text: 'Hello' });
  return {
    stop: await latest(waha.say(name, { from: person, text: 'STOP' })),
    read: await latest(waha.tell([3])),
    gone: await latest(waha.change(name, 'FAILED')),
  };
}

async function postsOfEvolution(name: string, secret: string): Promise<TellingPosts> {
  const { post, latest } = postbox();
  const evolution = new FakeEvolutionWorld({ post });
  const webhook = { enabled: true, url: 'http://herald.test', headers: { authorization: secret } };
  evolution.add(name, { state: 'open', webhook });
  evolution.take(name, 'sendText', { number: person, text: 'Hello' });
  return {
    stop: await latest(evolution.say(name, { from: person, text: 'STOP' })),
    read: await latest(evolution.tell(['READ'])),
    gone: await latest(evolution.end(name, 403)),
  };
}

/** Stands in for the network, and keeps what was posted last. */
function postbox() {
  let kept: WebhookPost | undefined;
  return {
    async post(_url: string, { headers, body }: RequestInit) {
      kept = { headers: Object.fromEntries(new Headers(headers)), body: String(body) };
      return { status: 200 };
    },
    async latest(posting: Promise<unknown>): Promise<WebhookPost> {
      await posting;
      if (kept) return kept;
      throw new Error('nothing was posted');
    },
  };
}
