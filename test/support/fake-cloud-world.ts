import { createHmac } from 'node:crypto';

/*
 * What the fake Cloud API remembers and posts; fake-cloud.ts is its HTTP side. Like that, it knows
 * nothing of Herald's code.
 */

export interface FakeCloudOptions {
  /** Signs what is posted to `webhookUrl`. */
  appSecret: string;
  port?: number;
  webhookUrl?: string;
  /** Any other token is answered with 401 and code 190; when left out, every token will do. */
  accessToken?: string;
  /** How long an answer takes. */
  latencyMs?: number;
  /** For how long it keeps a connection that nobody uses; Node's five seconds when left out. */
  idleMs?: number;
  /** What a number reports of itself. */
  throughput?: string;
  /** More of that. */
  number?: object;
  /** The business account that events come from. */
  wabaId?: string;
  /** Posts a webhook; the network unless a test stands in for it. */
  post?: (url: string, init: RequestInit) => Promise<{ status: number }>;
  /** Called in the moment in which a person has got a message, and in the one in which its answer has left. */
  watch?: (moment: 'taken' | 'answered', message: Received) => void;
}

/** What goes wrong with one send. `taken` says whether the person gets the message all the same. */
export type Fault =
  | { kind: 'error'; code: number; status?: number; details?: string }
  | { kind: 'answer'; status: number; body: string; taken: boolean }
  /** The connection breaks after the request was read. */
  | { kind: 'reset'; taken: boolean }
  /** The connection breaks in the middle of the answer. */
  | { kind: 'cut'; taken: boolean }
  /** No answer ever. */
  | { kind: 'hang'; taken: boolean }
  | { kind: 'slow'; delayMs: number };

/** A message that a person got. */
export interface Received {
  numberId: string;
  to: string;
  token: string;
  /** The words that a person reads; of a template its name. */
  text: string;
  /** The whole request. */
  sent: Send;
  wamid: string;
  /** When its request had been read, by the clock of this process. */
  atMs: number;
  /** The other end of the connection that brought it. */
  port: number;
}

/** As WhatsApp posts it, apart from `type`, id and time, which are made up where they are missing. */
export interface FakeMessage {
  from: string;
  text?: string;
  button?: { text: string; payload?: string };
  /** What is neither, as WhatsApp posts it, with its `type`. */
  other?: { type: string; [more: string]: unknown };
  replyTo?: string;
  name?: string;
}

export interface Tally {
  total: number;
  people: Record<string, { token: string; wamid: string; atMs: number }[]>;
  /** Who got more than one message of the same campaign: tokens begin with the campaign. */
  twice: string[];
}

/** The body of a send, as far as the fake reads it. */
export interface Send {
  /** One of the two. */
  to?: string;
  recipient?: string;
  type: string;
  text?: { body: string };
  interactive?: { body: { text: string } };
  template?: { name: string };
  image?: { caption?: string };
  video?: { caption?: string };
  document?: { caption?: string };
  biz_opaque_callback_data: string;
}

const updatesMax = 1_000;

export class FakeWorld {
  readonly options: FakeCloudOptions;
  readonly received: Received[] = [];
  readonly #faults = new Map<string, Fault[]>();
  #said = 0;

  constructor(options: FakeCloudOptions) {
    this.options = options;
  }

  fault(to: string, fault: Fault, times = 1): void {
    const planned = Array.from({ length: times }, () => fault);
    this.#faults.set(to, [...(this.#faults.get(to) ?? []), ...planned]);
  }

  nextFault(to: string): Fault | undefined {
    return this.faultAt(to) ?? this.faultAt('*');
  }

  /** What goes wrong with the next request to this path, such as `media`, or to this person. */
  faultAt(name: string): Fault | undefined {
    return this.#faults.get(name)?.shift();
  }

  take(numberId: string, send: Send, port: number): Received {
    const wamid = `wamid.fake${this.received.length + 1}`;
    const { biz_opaque_callback_data: token } = send;
    const atMs = performance.timeOrigin + performance.now();
    const [to, text] = [addressOf(send), wordsOf(send)];
    const received = { numberId, to, token, text, sent: send, wamid, atMs, port };
    this.received.push(received);
    this.options.watch?.('taken', received);
    return received;
  }

  tally(): Tally {
    const people: Tally['people'] = {};
    const twice = new Set<string>();
    const heard = new Set<string>();
    for (const { to, token, wamid, atMs } of this.received) {
      people[to] = [...(people[to] ?? []), { token, wamid, atMs }];
      const campaignAndPerson = `${token.split('.')[0]} ${to}`;
      if (heard.has(campaignAndPerson)) twice.add(to);
      heard.add(campaignAndPerson);
    }
    return { total: this.received.length, people, twice: [...twice] };
  }

  async tell(statuses: readonly string[], to?: readonly string[]): Promise<number[]> {
    const told = this.received.filter((one) => to === undefined || to.includes(one.to));
    const answers: number[] = [];
    for (const [numberId, messages] of byNumber(told)) {
      const updates = statuses.flatMap((status) => messages.map((one) => statusOf(one, status)));
      for (let from = 0; from < updates.length; from += updatesMax) {
        const some = updates.slice(from, from + updatesMax);
        answers.push(await this.deliver({ ...about(numberId), statuses: some }));
      }
    }
    return answers;
  }

  async say(numberId: string, { from, text, button, other, replyTo, name }: FakeMessage) {
    this.#said += 1;
    const message = {
      from,
      id: `wamid.said${this.#said}`,
      timestamp: nowSeconds(),
      ...(button ? { type: 'button', button } : { type: 'text', text: { body: text ?? '' } }),
      ...other,
      ...(replyTo !== undefined && { context: { from: numberId, id: replyTo } }),
    };
    const contacts = [{ profile: { name: name ?? `Person ${from}` }, wa_id: from }];
    return [await this.deliver({ ...about(numberId), contacts, messages: [message] })];
  }

  async deliver(value: object, field = 'messages'): Promise<number> {
    const { webhookUrl, appSecret, wabaId = '700800900100', post = fetch } = this.options;
    if (webhookUrl === undefined) throw new Error('no webhookUrl was given');
    const entry = [{ id: wabaId, time: Number(nowSeconds()), changes: [{ field, value }] }];
    const body = escaped(JSON.stringify({ object: 'whatsapp_business_account', entry }));
    const signature = createHmac('sha256', appSecret).update(body).digest('hex');
    const headers = {
      'content-type': 'application/json',
      'x-hub-signature-256': `sha256=${signature}`,
    };
    return (await post(webhookUrl, { method: 'POST', headers, body })).status;
  }
}

export function errorOf(code: number, details = `Fault ${code}`) {
  return {
    error: {
      message: `(#${code}) ${details}`,
      type: 'OAuthException',
      code,
      error_data: { messaging_product: 'whatsapp', details },
      fbtrace_id: 'fake',
    },
  };
}

export function addressOf({ to, recipient }: Send): string {
  return to ?? recipient ?? '';
}

function wordsOf({ text, interactive, template, image, video, document }: Send): string {
  const caption = (image ?? video ?? document)?.caption;
  return text?.body ?? interactive?.body.text ?? template?.name ?? caption ?? '';
}

function about(numberId: string) {
  const metadata = { display_phone_number: numberId, phone_number_id: numberId };
  return { messaging_product: 'whatsapp', metadata };
}

function statusOf({ wamid, to, token }: Received, status: string) {
  return {
    id: wamid,
    status,
    timestamp: nowSeconds(),
    recipient_id: to,
    biz_opaque_callback_data: token,
    ...(status === 'failed' && { errors: [errorOf(131026).error] }),
  };
}

function byNumber(messages: readonly Received[]): Map<string, Received[]> {
  const groups = new Map<string, Received[]>();
  for (const message of messages) {
    const group = groups.get(message.numberId) ?? [];
    group.push(message);
    groups.set(message.numberId, group);
  }
  return groups;
}

/** WhatsApp escapes whatever is not ASCII, and signs it so. */
function escaped(json: string): string {
  return json.replace(
    /[\u0080-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function nowSeconds(): string {
  return String(Math.floor(Date.now() / 1_000));
}
