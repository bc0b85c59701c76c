import { randomUUID } from 'node:crypto';
import postgres, { type Sql } from 'postgres';
import { type FakeCloud, startFakeCloud } from '../support/fake-cloud.ts';
import { type Cluster, startCluster } from '../support/postgres-cluster.ts';
import { type PostgresProxy, startPostgresProxy } from './postgres-proxy.ts';
import { startWorker, type Worker } from './worker.ts';

const accessToken = 'EAAG-fault-suite-access-token';
const appSecret = 'fault-suite-app-secret';
const numberId = '106540352242922';
const apiToken = 'fault-suite-api-token-0123456789';
const secretKey = 'fault-suite-secret-key-0123456789abcdef';
const pollMs = 20;

/** Where every scenario plays: a PostgreSQL, a Cloud API that counts people, and a Herald that only listens. */
export interface Stage {
  cluster: Cluster;
  cloud: FakeCloud;
  db: Sql;
  /** A campaign for so many new people, not started yet. */
  campaign(people: number): Promise<Campaign>;
  call(tool: string, input: object): Promise<Record<string, unknown>>;
  /** A process that sends. `through` puts a proxy between it and PostgreSQL. */
  worker(through?: PostgresProxy): Promise<Worker>;
  proxy(): Promise<PostgresProxy>;
  /** What the workers have logged. */
  complaints(): string[];
  close(): Promise<void>;
}

export interface Campaign {
  id: number;
  /** Digits, as the far end counts people. */
  people: string[];
}

export async function openStage(tier = 'TIER_100K'): Promise<Stage> {
  const cluster = await startCluster({ durable: true });
  if (!cluster) throw new Error('The fault suite needs PostgreSQL: install Debian’s postgresql.');
  const common = { secretKey, apiToken };
  const listener = await startWorker({ ...common, databaseUrl: cluster.url, roles: 'http' });
  const ownUrl = `http://127.0.0.1:${listener.port}`;
  const webhookUrl = `${ownUrl}/webhooks/cloud`;
  const cloud = await startFakeCloud({ webhookUrl, appSecret, accessToken, latencyMs: 20 });
  const db = postgres(cluster.url, { max: 4, onnotice: () => {} });
  const workers: Worker[] = [];
  const proxies: PostgresProxy[] = [];
  let peopleSoFar = 0;

  const call = (tool: string, input: object) => callTool(ownUrl, tool, input);
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

  return {
    cluster,
    cloud,
    db,
    call,
    async campaign(count) {
      const people = Array.from({ length: count }, () => {
        peopleSoFar += 1;
        return String(34_600_000_000 + peopleSoFar);
      });
      const { list_id } = await call('create_contact_list', { name: randomUUID() });
      const contacts = people.map((digits) => ({ phone: `+${digits}`, name: 'Ana' }));
      for (let i = 0; i < count; i += 1000) {
        await call('add_contacts_to_list', { list_id, contacts: contacts.slice(i, i + 1000) });
      }
      const { campaign_id } = await call('create_campaign', {
        name: 'Faults',
        message_text: 'Hello {name}',
        list_id,
        session_ids: [connected.session_id],
        include_unsubscribe_link: false,
      });
      return { id: Number(campaign_id), people };
    },
    async worker(through) {
      const databaseUrl = through?.url ?? cluster.url;
      const worker = await startWorker({ ...common, databaseUrl, roles: 'dispatch' });
      workers.push(worker);
      return worker;
    },
    async proxy() {
      const proxy = await startPostgresProxy(cluster.url);
      proxies.push(proxy);
      return proxy;
    },
    complaints: () => workers.flatMap((worker) => worker.complaints),
    async close() {
      await Promise.all([...workers, listener].map((worker) => worker.kill()));
      await Promise.all(proxies.map((proxy) => proxy.close()));
      await cloud.close();
      await db.end();
      await cluster.stop();
    },
  };
}

/** Looks again and again until something is true; real processes tell no other way when they are done. */
export async function until(
  isTrue: () => boolean | Promise<boolean>,
  forMs = 60_000,
): Promise<void> {
  const deadline = Date.now() + forMs;
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error('It did not happen in time.');
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

interface ToolAnswer {
  result?: {
    isError?: boolean;
    structuredContent?: Record<string, unknown>;
    content: { text: string }[];
  };
  error?: { message: string };
}

async function callTool(url: string, name: string, input: object) {
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
