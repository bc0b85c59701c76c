import { createHmac } from 'node:crypto';

/*
 * What the fake WAHA remembers and posts; fake-waha.ts is its HTTP side. Like that, it knows
 * nothing of Herald's code.
 */

export interface FakeWahaOptions {
  apiKey: string;
  port?: number;
  /** NOWEB and GOWS take a message's id from the caller; GOWS when left out. */
  engine?: string;
  version?: string;
  /** How often a new session is seen starting before it shows a QR code; once when left out. */
  startingLooks?: number;
  /** People whose chat is not their number, by digits; null for who is not on WhatsApp. */
  chats?: Record<string, string | null>;
  /** Whether WAHA tells of what it has sent itself, as it does; false when left out. */
  echoes?: boolean;
  /** Posts a webhook; the network unless a test stands in for it. */
  post?: (url: string, init: RequestInit) => Promise<{ status: number }>;
}

/** What goes wrong with one send. `taken` says whether the person gets the message all the same. */
export type Fault =
  /** WhatsApp lets the number write to nobody new. */
  | { kind: 'timelock' }
  | { kind: 'answer'; status: number; body: string; taken: boolean }
  /** The connection breaks after the request was read. */
  | { kind: 'reset'; taken: boolean }
  /** No answer ever. */
  | { kind: 'hang'; taken: boolean };

/** A message that a person got. */
export interface Received {
  session: string;
  /** The digits of the person, whatever the chat is called. */
  to: string;
  chatId: string;
  /** Which of WAHA's ways to send it was: `sendText`, `sendImage` and so on. */
  way: string;
  /** What they read: the text, or the caption. */
  text: string;
  id: string;
  body: Record<string, unknown>;
  atMs: number;
}

export interface Session {
  name: string;
  status: string;
  config: SessionConfig;
  me: Record<string, unknown> | null;
  looksLeft: number;
  qrs: number;
}

export interface SessionConfig {
  metadata?: Record<string, string>;
  webhooks?: { url: string; events: string[]; hmac?: { key: string } | null }[];
  [other: string]: unknown;
}

/** As WAHA posts it, apart from ids and times, which are made up where they are missing. */
export interface FakeMessage {
  from: string;
  text?: string;
  /** The person hides the number: the chat is this LID, and the number stands in the raw data alone. */
  lid?: string;
  /** A file, as WAHA tells of it. */
  media?: { url?: string | null; mimetype: string; filename?: string | null };
  replyTo?: string;
  name?: string;
}

export interface Tally {
  total: number;
  people: Record<string, { id: string; text: string; atMs: number }[]>;
  /** Who got the same text more than once. */
  twice: string[];
}

export class FakeWahaWorld {
  readonly options: FakeWahaOptions;
  readonly received: Received[] = [];
  readonly sessions = new Map<string, Session>();
  /** What it keeps of the files that people sent, by their paths. */
  readonly files = new Map<string, { mimeType: string; bytes: Buffer }>();
  /** Method and path of every request, in order. */
  readonly asked: string[] = [];
  /** Answers every question whether a phone exists, instead of the truth. */
  existsAnswer: { status: number; body: string } | undefined;
  readonly #faults = new Map<string, Fault[]>();
  #events = 0;

  constructor(options: FakeWahaOptions) {
    this.options = options;
  }

  get engine(): string {
    return this.options.engine ?? 'GOWS';
  }

  fault(to: string, fault: Fault, times = 1): void {
    const planned = Array.from({ length: times }, () => fault);
    this.#faults.set(to, [...(this.#faults.get(to) ?? []), ...planned]);
  }

  nextFault(chatId: string): Fault | undefined {
    return this.#faults.get(this.digitsOf(chatId))?.shift() ?? this.#faults.get('*')?.shift();
  }

  create(name: string, config: SessionConfig): Session {
    const { startingLooks = 1 } = this.options;
    const looksLeft = startingLooks;
    const session = { name, config, status: 'STARTING', me: null, looksLeft, qrs: 0 };
    this.sessions.set(name, session);
    return session;
  }

  /** A session that starts is past it after some looks: linked as it was before, or with a QR code. */
  look(session: Session): Session {
    if (session.status !== 'STARTING') return session;
    session.looksLeft -= 1;
    if (session.looksLeft < 0) session.status = session.me ? 'WORKING' : 'SCAN_QR_CODE';
    return session;
  }

  restart(session: Session): void {
    session.status = 'STARTING';
    session.looksLeft = this.options.startingLooks ?? 1;
  }

  /** A phone scans the code. */
  scan(name: string, phone: string): Promise<number[]> {
    const me = { id: `${phone}@c.us`, lid: `9${phone}@lid`, pushName: 'Fake Bakery' };
    return this.change(name, 'WORKING', { me });
  }

  /** The session's state changes, and WAHA tells of it. */
  change(
    name: string,
    status: string,
    { me, data }: { me?: Record<string, unknown> | null; data?: object } = {},
  ): Promise<number[]> {
    const session = this.#session(name);
    session.status = status;
    if (me !== undefined) session.me = me;
    return this.deliver(name, 'session.status', { name, status, statuses: [], data: data ?? null });
  }

  /** Somebody gets a message; the same id twice is dropped, as WhatsApp does. */
  take(way: string, body: Record<string, unknown>): Received {
    const [chatId, session] = [String(body.chatId), String(body.session)];
    const own =
      typeof body.id === 'string'
        ? body.id
        : `3EB0${String(this.received.length + 1).padStart(18, '0')}`;
    const id = this.engine === 'WEBJS' ? `3AFAKE${this.received.length + 1}` : own;
    const known = this.received.find((one) => one.id === id);
    if (known) return known;
    const text = String(body.text ?? body.caption ?? '');
    const atMs = performance.timeOrigin + performance.now();
    const received = { session, to: this.digitsOf(chatId), chatId, way, text, id, body, atMs };
    this.received.push(received);
    return received;
  }

  tally(): Tally {
    const people: Tally['people'] = {};
    const twice = new Set<string>();
    for (const { to, id, text, atMs } of this.received) {
      if (people[to]?.some((one) => one.text === text)) twice.add(to);
      people[to] = [...(people[to] ?? []), { id, text, atMs }];
    }
    return { total: this.received.length, people, twice: [...twice] };
  }

  /** Posts receipts of what these people got, or everybody, naming each by a LID as GOWS does. */
  async tell(acks: readonly number[], to?: readonly string[]): Promise<number[]> {
    const told = this.received.filter((one) => to === undefined || to.includes(one.to));
    const answers: number[] = [];
    for (const ack of acks) {
      for (const message of told) answers.push(...(await this.#tellOf(message, ack)));
    }
    return answers;
  }

  say(name: string, { from, text = '', lid, media, replyTo, name: writer }: FakeMessage) {
    const chat = lid === undefined ? `${from}@c.us` : `${lid}@lid`;
    this.#events += 1;
    return this.deliver(name, 'message.any', {
      id: `false_${chat}_AC45FAKE${this.#events}`,
      timestamp: nowSeconds(),
      from: chat,
      fromMe: false,
      source: 'app',
      to: null,
      body: text,
      hasMedia: media !== undefined,
      media: media ?? null,
      ack: 1,
      replyTo: replyTo === undefined ? null : { id: replyTo },
      _data: {
        Info: {
          Chat: chat.replace('@c.us', '@s.whatsapp.net'),
          SenderAlt: `${from}:7@s.whatsapp.net`,
          PushName: writer ?? `Person ${from}`,
        },
      },
    });
  }

  /** WAHA tells of what has just been sent, by a program (`api`) or by a thumb (`app`). */
  echo(message: Pick<Received, 'session' | 'chatId' | 'id' | 'text'>, source: 'api' | 'app') {
    const { session, chatId, id, text } = message;
    const shown = { id: `true_${chatId}_${id}`, from: chatId, fromMe: true, source, body: text };
    const more = { timestamp: nowSeconds(), to: null, hasMedia: false, ack: 1, _data: {} };
    return this.deliver(session, 'message.any', { ...shown, ...more });
  }

  /** Posts one event to every webhook of the session that wants it. */
  async deliver(name: string, event: string, payload: object, more: object = {}) {
    const session = this.#session(name);
    this.#events += 1;
    const body = JSON.stringify({
      id: `evt_fake${this.#events}`,
      timestamp: Date.now(),
      event,
      session: name,
      metadata: session.config.metadata ?? {},
      me: session.me,
      payload,
      engine: this.engine,
      environment: { version: this.options.version ?? '2026.8.2', tier: 'CORE' },
      ...more,
    });
    const answers: number[] = [];
    for (const { url, events, hmac } of session.config.webhooks ?? []) {
      if (events.includes(event)) answers.push(await this.#post(url, body, hmac?.key));
    }
    return answers;
  }

  digitsOf(chatId: string): string {
    const renamed = Object.entries(this.options.chats ?? {}).find(([, chat]) => chat === chatId);
    return renamed?.[0] ?? chatId.replace(/@.*/, '');
  }

  async #post(url: string, body: string, secret: string | undefined): Promise<number> {
    const { post = fetch } = this.options;
    const hmac = secret && createHmac('sha512', secret).update(body).digest('hex');
    const headers = {
      'content-type': 'application/json',
      ...(hmac && { 'x-webhook-hmac': hmac, 'x-webhook-hmac-algorithm': 'sha512' }),
    };
    return (await post(url, { method: 'POST', headers, body })).status;
  }

  #tellOf({ session, to, id }: Received, ack: number): Promise<number[]> {
    const chat = `77${to}@lid`;
    return this.deliver(session, 'message.ack', {
      id: `true_${chat}_${id}`,
      from: chat,
      to: null,
      participant: null,
      fromMe: true,
      ack,
      _data: { Chat: chat, IsFromMe: false, SenderAlt: `${to}:3@s.whatsapp.net` },
    });
  }

  #session(name: string): Session {
    const session = this.sessions.get(name);
    if (session) return session;
    throw new Error(`there is no session ${name}`);
  }
}

function nowSeconds(): number {
  return Math.floor(Date.now() / 1_000);
}
