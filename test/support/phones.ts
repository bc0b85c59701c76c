import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { onTestFinished } from 'vitest';
import type { Gate, Outbound } from '../../src/bridges/bridge.ts';
import type { SandboxEvent } from '../../src/bridges/sandbox/parse.ts';
import { verifySandbox } from '../../src/bridges/sandbox/verify.ts';
import type { Timers } from '../../src/sandbox/phones/timers.ts';
import { createSandboxPhones, type SandboxPhones } from '../../src/sandbox/phones/world.ts';

export const phone = '+34600000001';
export const number = '+34911000000';
/** A phone that reads and does nothing else. */
export const plain = { does: 'reads', repeats: false, reorders: false } as const;
const sender = { senderId: 1, numberKey: number, config: {} };
const secret = 'known to two';
const witness = '+34699999999';

interface WorldOptions {
  journalPath?: string;
  startsAt?: Date;
}

/** Simulated phones with a clock that is moved by hand, and a real HTTP receiver for what they post. */
export async function createPhonesWorld({ journalPath, startsAt }: WorldOptions = {}) {
  const receiver = await createReceiver();
  const timers = handTimers(startsAt ?? new Date('2026-11-20T10:00:00Z'));
  const phones = createSandboxPhones({
    webhookUrl: receiver.webhookUrl,
    secret,
    speed: 1,
    seed: 'a still world',
    timers,
    ...(journalPath !== undefined && { journalPath }),
  });
  let closed: Promise<void> | undefined;
  const close = () => {
    closed ??= phones.close();
    return closed;
  };
  onTestFinished(close);

  const say = async (phone: string, body: unknown) =>
    phones.doors.request(`/${phone}/say`, { method: 'POST', body: JSON.stringify(body) });

  return {
    phones,
    timers,
    receiver,
    say,
    close,
    /** Hands one message over and lets its answer come; statuses that are due meanwhile are told. */
    async send(message: Outbound, gate: Gate = () => true) {
      const outcome = phones.bridge.send(sender, message, gate);
      await timers.advance(1_000);
      return outcome;
    },
    start: (message: Outbound) => phones.bridge.send(sender, message, () => true),
    /**
     * A number's events are posted in turn: once a witness was heard, everything told before has
     * arrived. The second witness comes with a later post, so by then the phones know it, too.
     */
    async flush() {
      for (const words of ['almost', 'the end']) {
        const answer = await say(witness, { text: words, number });
        const { message_id } = (await answer.json()) as { message_id: string };
        await receiver.until((events) => events.some(({ id }) => id === `${message_id}:message`));
      }
    },
  };
}

export function letter(to: string, token: string): Outbound {
  return { to, content: { kind: 'text', text: `Hola ${token}` }, token };
}

/** What a door answers to a look. */
export async function see(phones: SandboxPhones, path: string, init: RequestInit = {}) {
  return (await (await phones.doors.request(path, init)).json()) as Record<string, unknown>;
}

/** A journal's path in a directory that goes away with the test. */
export async function journalFile(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'herald-phones-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  return join(directory, 'phones.jsonl');
}

interface Post {
  instance: string;
  events: SandboxEvent[];
}

async function createReceiver() {
  const posts: Post[] = [];
  const forged: Post[] = [];
  const answers: number[] = [];
  const watchers = new Set<() => void>();
  const arrived = () => posts.flatMap(({ events }) => events);

  const app = new Hono().post('/hook', async (c) => {
    const raw = Buffer.from(await c.req.arrayBuffer());
    const post: Post = JSON.parse(raw.toString());
    posts.push(post);
    if (!verifySandbox(secret, raw, c.req.header('x-sandbox-signature'))) forged.push(post);
    for (const look of [...watchers]) look();
    return new Response(null, { status: answers.shift() ?? 200 });
  });
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  onTestFinished(() => {
    server.close();
  });

  const until = (isEnough: (events: SandboxEvent[]) => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!isEnough(arrived())) return;
        watchers.delete(look);
        resolve();
      };
      watchers.add(look);
      look();
    });

  return {
    webhookUrl: `http://127.0.0.1:${port}/hook`,
    posts,
    forged,
    until,
    received: (count: number) => until((events) => events.length >= count),
    answerWith: (...statuses: number[]) => answers.push(...statuses),
    /** Everything that arrived, less the witness. */
    get events() {
      return arrived().filter((event) => event.type !== 'message' || event.from !== witness);
    },
  };
}

function handTimers(startsAt: Date) {
  let now = startsAt.getTime();
  let closed = false;
  const pending: { at: number; run: () => void }[] = [];
  const watchers = new Set<() => void>();

  const nextUpTo = (limit: number) => {
    pending.sort((one, other) => one.at - other.at);
    return (pending[0]?.at ?? Number.POSITIVE_INFINITY) <= limit ? pending.shift() : undefined;
  };

  const timers: Timers = {
    now: () => new Date(now),
    after(delayMs, run) {
      if (!closed) pending.push({ at: now + delayMs, run });
      for (const wake of watchers) wake();
    },
    close() {
      closed = true;
      pending.length = 0;
    },
  };
  return {
    ...timers,
    /** Runs what is due, one after the other, and lets each settle what it set in motion. */
    async advance(ms: number) {
      const end = now + ms;
      for (let next = nextUpTo(end); next; next = nextUpTo(end)) {
        now = Math.max(now, next.at);
        next.run();
        await new Promise(setImmediate);
      }
      now = end;
    },
    /** Resolves once something waits for the clock. */
    async untilScheduled() {
      if (pending.length > 0) return;
      await new Promise<void>((resolve) => watchers.add(resolve));
    },
  };
}
