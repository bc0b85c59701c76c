import { randomUUID } from 'node:crypto';
import { type FakeCloud, type FakeCloudOptions, startFakeCloud } from '../support/fake-cloud.ts';
import type { Received } from '../support/fake-cloud-world.ts';
import type { Worker } from './worker.ts';

const accessToken = 'EAAG-fault-suite-access-token';
const appSecret = 'fault-suite-app-secret';
const numberId = '106540352242922';
const apiToken = 'fault-suite-api-token-0123456789';
const pollMs = 20;
const pageMax = 1000;

/** How long the far end takes to answer. */
export const latencyMs = 20;
export const secrets = { secretKey: 'fault-suite-secret-key-0123456789abcdef', apiToken };

/** Where a scenario plays: a Herald, its database, and a Cloud API that counts people. */
export interface Stage {
  cloud: FakeCloud;
  /** A campaign for so many new people, or for these; not started yet. */
  campaign(people: number | readonly string[], choices?: object): Promise<Campaign>;
  call(tool: string, input: object): Promise<Record<string, unknown>>;
  /** A process that sends. */
  worker(): Promise<Worker>;
  /** Calls back at each message: when a person has got it, and when its answer has left the far end. */
  watch(happened: NonNullable<FakeCloudOptions['watch']>): void;
  /** Asks the database. */
  ask(text: string, values: readonly unknown[]): Promise<Record<string, unknown>[]>;
  /** What was posted to Herald has been read. */
  hasReadEverything(campaign: Campaign): Promise<boolean>;
  /** What the processes have logged. */
  complaints(): string[];
  close(): Promise<void>;
}

export interface Campaign {
  id: number;
  /** Digits, as the far end counts people. */
  people: readonly string[];
}

export interface StageOptions {
  tier?: string;
  /** For how long the far end keeps a connection that nobody uses. */
  idleMs?: number;
}

/** The far end of a stage; where Herald listens may change while it runs. */
export async function openFarEnd(options: StageOptions, heraldUrl: () => string) {
  const watchers: NonNullable<FakeCloudOptions['watch']>[] = [];
  const cloud = await startFakeCloud({
    webhookUrl: '/webhooks/cloud',
    post: (path, init) => fetch(heraldUrl() + path, init),
    watch: (...happened) => {
      for (const watcher of watchers) watcher(...happened);
    },
    appSecret,
    accessToken,
    latencyMs,
    ...(options.idleMs !== undefined && { idleMs: options.idleMs }),
  });
  return {
    cloud,
    watch: (happened: NonNullable<FakeCloudOptions['watch']>) => void watchers.push(happened),
  };
}

/** A stage that does not come about leaves no process behind. */
export async function orClose<T>(opening: Promise<T>, close: () => Promise<void>): Promise<T> {
  try {
    return await opening;
  } catch (error) {
    await close();
    throw error;
  }
}

/** What both stages do over MCP, once Herald listens. */
export async function connectNumber(
  call: Stage['call'],
  cloud: FakeCloud,
  { tier = 'TIER_100K' }: StageOptions,
): Promise<Stage['campaign']> {
  const connected = await call('connect_whatsapp', {
    label: 'Faults',
    bridge: 'cloud',
    config: {
      phone_number_id: numberId,
      waba_id: '102290129340398',
      access_token: accessToken,
      app_secret: appSecret,
      verify_token: 'verify',
      base_url: cloud.url,
      tier,
    },
  });
  let peopleSoFar = 0;
  const newPeople = (count: number) =>
    Array.from({ length: count }, () => {
      peopleSoFar += 1;
      return String(34_600_000_000 + peopleSoFar);
    });

  return async (given, choices = {}) => {
    const people = typeof given === 'number' ? newPeople(given) : given;
    const { list_id } = await call('create_contact_list', { name: randomUUID() });
    const contacts = people.map((digits) => ({ phone: `+${digits}`, name: 'Ana' }));
    for (let i = 0; i < contacts.length; i += pageMax) {
      await call('add_contacts_to_list', { list_id, contacts: contacts.slice(i, i + pageMax) });
    }
    const { campaign_id } = await call('create_campaign', {
      name: 'Faults',
      message_text: 'Hello {name}',
      list_id,
      session_ids: [connected.session_id],
      include_unsubscribe_link: false,
      ...choices,
    });
    return { id: Number(campaign_id), people };
  };
}

/** What the people of a campaign have got of it, in order. */
export function receivedOf({ cloud }: Pick<Stage, 'cloud'>, { id }: Campaign): Received[] {
  return cloud.received.filter(({ token }) => token.startsWith(`${id}.`));
}

/** Looks again and again until something is true; real processes tell no other way when they are done. */
export async function until(
  isTrue: () => boolean | Promise<boolean>,
  forMs = 60_000,
): Promise<void> {
  const deadline = Date.now() + forMs;
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error('It did not happen in time.');
    await sleep(pollMs);
  }
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

interface ToolAnswer {
  result?: {
    isError?: boolean;
    structuredContent?: Record<string, unknown>;
    content: { text: string }[];
  };
  error?: { message: string };
}

export async function callTool(
  url: string,
  name: string,
  input: object,
): Promise<Record<string, unknown>> {
  const response = await fetch(`${url}/mcp`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${apiToken}` },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name, arguments: input },
    }),
  });
  const { result, error } = (await response.json()) as ToolAnswer;
  if (!result || result.isError) {
    throw new Error(`${name}: ${error?.message ?? result?.content[0]?.text}`);
  }
  return result.structuredContent ?? {};
}
