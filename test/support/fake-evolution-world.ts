import { createHmac } from 'node:crypto';

/*
 * What the fake Evolution API remembers and posts; fake-evolution.ts is its HTTP side. Like that,
 * it knows nothing of Herald's code.
 */

export interface FakeEvolutionOptions {
  port?: number;
  /** Besides the tokens of the instances; when left out, every key will do. */
  globalKey?: string;
  /** How long an answer to a send takes. */
  latencyMs?: number;
  /** How many questions for a QR code are answered with `{"count":0}` before there is one; none ever for -1. */
  emptyCodes?: number;
  /** Digits of phones that are not on WhatsApp. */
  strangers?: readonly string[];
  /** Posts a webhook; the network unless a test stands in for it. */
  post?: (url: string, init: RequestInit) => Promise<{ status: number }>;
}

/** What goes wrong with one send. `taken` says whether the person gets the message all the same. */
export type Fault =
  | { kind: 'answer'; status: number; body: string; taken: boolean }
  /** The socket to WhatsApp is gone, and the server knows it. */
  | { kind: 'closed' }
  /** The connection breaks after the request was read. */
  | { kind: 'reset'; taken: boolean }
  /** No answer ever. */
  | { kind: 'hang'; taken: boolean }
  | { kind: 'slow'; delayMs: number };

/** A message that a person got. */
export interface Received {
  instance: string;
  /** Digits, or `<lid>@lid`. */
  to: string;
  /** The last part of the path: `sendText`, `sendMedia`, … */
  call: string;
  text: string;
  body: Record<string, unknown>;
  id: string;
  atMs: number;
}

export interface FakeWebhook {
  enabled?: boolean;
  url: string;
  headers?: Record<string, string>;
  events?: string[];
}

export interface FakeInstance {
  name: string;
  token: string;
  integration: string;
  state: 'open' | 'connecting' | 'close';
  /** Digits. */
  phone?: string;
  profileName?: string;
  about?: string;
  picture?: string;
  webhook?: FakeWebhook;
  /** It says `open`, and no call gets through. */
  isDead?: boolean;
  /** How many codes it has shown. */
  codes: number;
  asked: number;
  archived: unknown[];
  /** What it would hand out of the files that people sent, by the ids of their messages. */
  files: Map<string, { mimetype: string; base64: string }>;
}

/** What somebody writes; `message` as WhatsApp has it where it is more than text. */
export interface FakeMessage {
  /** Digits; or a LID, with `@lid`. */
  from: string;
  text?: string;
  message?: object;
  name?: string;
  /** Written by hand on the number's own phone. */
  fromMe?: boolean;
  /** More of the key, such as `remoteJidAlt`. */
  key?: object;
}

export interface Tally {
  total: number;
  people: Record<string, { text: string; id: string; atMs: number }[]>;
  /** Who got the same words more than once. */
  twice: string[];
}

export class FakeEvolutionWorld {
  readonly options: FakeEvolutionOptions;
  readonly received: Received[] = [];
  readonly instances = new Map<string, FakeInstance>();
  readonly #faults = new Map<string, Fault[]>();
  #said = 0;

  constructor(options: FakeEvolutionOptions) {
    this.options = options;
  }

  add(name: string, given: Partial<FakeInstance> = {}): FakeInstance {
    const instance: FakeInstance = {
      name,
      token: `token-of-${name.replace(/\W/g, '-')}-0123456789`,
      integration: 'WHATSAPP-BAILEYS',
      state: 'close',
      codes: 0,
      asked: 0,
      archived: [],
      files: new Map(),
      ...given,
    };
    this.instances.set(name, instance);
    return instance;
  }

  get(name: string): FakeInstance {
    const instance = this.instances.get(name);
    if (instance) return instance;
    throw new Error(`there is no instance ${name}`);
  }

  fault(to: string, fault: Fault, times = 1): void {
    const planned = Array.from({ length: times }, () => fault);
    this.#faults.set(to, [...(this.#faults.get(to) ?? []), ...planned]);
  }

  nextFault(to: string): Fault | undefined {
    return this.#faults.get(to)?.shift() ?? this.#faults.get('*')?.shift();
  }

  isStranger(digits: string): boolean {
    return this.options.strangers?.includes(digits) === true;
  }

  take(instance: string, call: string, body: Record<string, unknown>): Received {
    const id = `3EB0FAKE${String(this.received.length + 1).padStart(8, '0')}`;
    const text = String(body.text ?? body.caption ?? body.name ?? '');
    const to = String(body.number);
    const atMs = performance.timeOrigin + performance.now();
    const received = { instance, to, call, text, body, id, atMs };
    this.received.push(received);
    return received;
  }

  tally(): Tally {
    const people: Tally['people'] = {};
    const twice = new Set<string>();
    for (const { to, text, id, atMs } of this.received) {
      if (people[to]?.some((one) => one.text === text)) twice.add(to);
      people[to] = [...(people[to] ?? []), { text, id, atMs }];
    }
    return { total: this.received.length, people, twice: [...twice] };
  }

  /** The next code for somebody to scan, which the server posts as well. */
  async showCode(name: string): Promise<void> {
    const instance = this.get(name);
    instance.state = 'connecting';
    instance.codes += 1;
    const code = `2@fake${instance.codes},${name}`;
    const qrcode = {
      instance: name,
      pairingCode: null,
      code,
      base64: 'data:image/png;base64,iVBO',
    };
    await this.deliver(name, 'qrcode.updated', { qrcode });
  }

  /** Somebody scans the code with this phone. */
  async scan(name: string, phone: string): Promise<number[]> {
    const instance = this.get(name);
    Object.assign(instance, { state: 'open', phone, profileName: `Shop ${phone.slice(-3)}` });
    await this.deliver(name, 'connection.update', {
      instance: name,
      state: 'connecting',
      statusReason: 200,
    });
    const facts = {
      instance: name,
      wuid: `${phone}@s.whatsapp.net`,
      profileName: instance.profileName,
    };
    return [
      await this.deliver(name, 'connection.update', { ...facts, state: 'open', statusReason: 200 }),
    ];
  }

  /** WhatsApp closes the connection for good. */
  async end(name: string, statusReason = 403): Promise<number[]> {
    this.get(name).state = 'close';
    const closed = {
      instance: name,
      status: 'closed',
      disconnectionAt: new Date().toISOString(),
      disconnectionReasonCode: statusReason,
      disconnectionObject: '{}',
    };
    return [
      await this.deliver(name, 'status.instance', closed),
      await this.deliver(name, 'connection.update', {
        instance: name,
        state: 'close',
        statusReason,
      }),
    ];
  }

  /** Receipts of what these people got, or everybody. */
  async tell(statuses: readonly string[], to?: readonly string[]): Promise<number[]> {
    const answers: number[] = [];
    for (const { instance, to: person, id } of [...this.received]) {
      if (to && !to.includes(person)) continue;
      for (const status of statuses) {
        const remoteJid = jidOf(person);
        const receipt = { keyId: id, remoteJid, fromMe: true, participant: remoteJid, status };
        answers.push(await this.deliver(instance, 'messages.update', receipt));
      }
    }
    return answers;
  }

  async say(name: string, { from, text, message, name: pushName, fromMe, key }: FakeMessage) {
    this.#said += 1;
    const data = {
      key: { remoteJid: jidOf(from), fromMe: fromMe === true, id: `3ASAID${this.#said}`, ...key },
      pushName: pushName ?? `Person ${from}`,
      status: 'DELIVERY_ACK',
      message: message ?? { conversation: text ?? '' },
      messageType: 'conversation',
      messageTimestamp: Math.floor(Date.now() / 1_000),
      source: 'android',
    };
    return [await this.deliver(name, 'messages.upsert', data)];
  }

  /** Posts one event where the instance's webhook says; 0 when it has none or did not ask for such events. */
  async deliver(name: string, event: string, data: unknown): Promise<number> {
    const { webhook, token, phone = '0' } = this.get(name);
    if (!webhook?.enabled) return 0;
    const wanted = event.replace('.', '_').toUpperCase();
    if (webhook.events?.length && !webhook.events.includes(wanted)) return 0;
    const body = JSON.stringify({
      event,
      instance: name,
      data,
      destination: webhook.url,
      date_time: new Date().toISOString(),
      sender: `${phone}@s.whatsapp.net`,
      server_url: 'http://admin:admin@localhost:8080',
      apikey: token,
    });
    const { jwt_key, ...headers } = webhook.headers ?? {};
    const proof = jwt_key === undefined ? {} : { authorization: `Bearer ${jwtOf(jwt_key)}` };
    const { post = fetch } = this.options;
    const init = { 'content-type': 'application/json', ...headers, ...proof };
    try {
      return (await post(webhook.url, { method: 'POST', headers: init, body })).status;
    } catch {
      // It goes on without its listener.
      return 0;
    }
  }
}

export function jidOf(person: string): string {
  return person.includes('@') ? person : `${person}@s.whatsapp.net`;
}

/** As Evolution makes it for `jwt_key`. */
export function jwtOf(secret: string, claims: object = {}, head: object = {}): string {
  const nowSeconds = Math.floor(Date.now() / 1_000);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = [
    part({ alg: 'HS256', typ: 'JWT', ...head }),
    part({
      iat: nowSeconds,
      exp: nowSeconds + 600,
      app: 'evolution',
      action: 'webhook',
      ...claims,
    }),
  ].join('.');
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}
