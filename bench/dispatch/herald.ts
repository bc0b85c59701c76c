import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { pino } from 'pino';
import { createCloudBridge } from '../../src/bridges/cloud/bridge.ts';
import { type Caller, type House, scopes } from '../../src/context.ts';
import { connectPostgres, type OpenDatabase, openPglite } from '../../src/database/connect.ts';
import { migrate } from '../../src/database/migrate.ts';
import { makeFirstWorkspace } from '../../src/database/workspaces.ts';
import { planTurn } from '../../src/dispatch/planner.ts';
import { bridgeDirectory } from '../../src/house/bridges.ts';
import { createCampaign } from '../../src/operations/campaigns/create.ts';
import { pauseCampaign } from '../../src/operations/campaigns/pause.ts';
import { startCampaign } from '../../src/operations/campaigns/start.ts';
import { invoke } from '../../src/operations/invoke.ts';
import { createContactList } from '../../src/operations/lists/create.ts';
import { connectWhatsapp } from '../../src/operations/senders/connect.ts';
import { createVault } from '../../src/vault.ts';
import { startWorker, type Worker } from '../../test/faults/worker.ts';
import type { Contender } from './contender.ts';
import { messageText } from './post.ts';

const secretKey = 'bench-dispatch-secret-key-0123456789abcdef';
const apiToken = 'bench-dispatch-api-token-0123456789';
const pollMs = 10;

/** What a prepared Herald holds: two planned campaigns that wait to be resumed. */
export interface Prepared {
  warmUpId: number;
  campaignId: number;
  people: number;
}

/** A database with everybody planned and nobody sent to; each round works on a copy of it. */
export async function prepareHerald(
  database: OpenDatabase,
  bridgeUrl: string,
  { people, warmUp }: { people: number; warmUp: number },
): Promise<Prepared> {
  await migrate(database.db);
  const workspaceId = await database.db
    .transaction()
    .execute((trx) => makeFirstWorkspace(trx, { timezone: 'UTC', sandbox: false }));
  const bridge = createCloudBridge({ vault: createVault(secretKey) });
  const house: House = {
    db: database.db,
    bridges: bridgeDirectory([bridge]),
    clock: () => new Date(),
    sleep: async () => {},
    log: pino({ level: 'silent' }),
    settings: { timezone: 'UTC', defaultCountry: 'ES' },
    optOutLink: () => 'http://herald.bench/u/x',
  };
  const actor = { kind: 'system', name: 'bench' } as const;
  const caller: Caller = { house, actor, workspaceId, scopes: new Set(scopes) };
  const sessionId = await connectNumber(caller, bridgeUrl);
  const warmUpId = await planCampaign(caller, sessionId, 1, warmUp);
  const campaignId = await planCampaign(caller, sessionId, warmUp + 1, warmUp + people);
  await bridge.close();
  await sql`vacuum (analyze)`.execute(database.db);
  return { warmUpId, campaignId, people };
}

async function connectNumber(caller: Caller, bridgeUrl: string): Promise<number> {
  const { session_id } = await invoke(caller, connectWhatsapp, {
    label: 'Bench',
    bridge: 'cloud',
    config: {
      phone_number_id: '500100200300',
      waba_id: '700800900100',
      access_token: 'EAAG'.padEnd(200, 'x'),
      app_secret: 'bench-app-secret',
      verify_token: 'bench',
      base_url: bridgeUrl,
      tier: 'TIER_UNLIMITED',
    },
  });
  return session_id;
}

/** People number `from` to `to`: every campaign has its own, as one person gets only one message in six seconds. */
async function planCampaign(caller: Caller, sessionId: number, from: number, to: number) {
  const { house, workspaceId } = caller;
  const { list_id } = await invoke(caller, createContactList, { name: `From ${from}` });
  for (let first = from; first <= to; first += 5000) {
    await addPeople(house, workspaceId, list_id, first, Math.min(first + 4999, to));
  }
  const { campaign_id } = await invoke(caller, createCampaign, {
    name: `From ${from}`,
    message_text: messageText,
    list_id,
    session_ids: [sessionId],
    include_unsubscribe_link: false,
  });
  await invoke(caller, startCampaign, { campaign_id });
  while ((await planTurn(house)).more);
  await invoke(caller, pauseCampaign, { campaign_id });
  return campaign_id;
}

async function addPeople(
  house: House,
  workspaceId: number,
  listId: number,
  from: number,
  to: number,
) {
  await sql`
    with person as (
      insert into contact (workspace_id, phone_key, phone, phone_typed, name)
      select ${workspaceId}::integer, d, '+' || d, '+' || d, 'Person ' || n
      from generate_series(${from}::integer, ${to}::integer) n, lateral (select (34600000000 + n)::text as d) digits
      returning id
    )
    insert into contact_list_member (workspace_id, list_id, contact_id)
    select ${workspaceId}::integer, ${listId}::integer, id from person order by id`.execute(
    house.db,
  );
}

export interface Where {
  databaseUrl?: string;
  dataDir?: string;
}

/** Herald as its users run it, on a copy of what was prepared, warmed up. */
export async function startHerald(
  where: Where,
  { warmUpId, campaignId, people }: Prepared,
  taken: () => Promise<number>,
): Promise<Contender> {
  const worker = await startWorker({
    ...where,
    roles: 'http,dispatch',
    secretKey,
    apiToken,
    logLevel: 'info',
  });
  await callTool(worker, 'resume_campaign', { campaign_id: warmUpId });
  await until(async () => (await statusOf(worker, warmUpId)).status === 'completed');
  const takenBefore = await taken();
  return {
    pid: worker.child.pid ?? 0,
    people,
    async drain() {
      await callTool(worker, 'resume_campaign', { campaign_id: campaignId });
      await until(async () => (await taken()) >= takenBefore + people);
      // What has arrived must be in the ledger, too, before it counts.
      await until(async () => (await statusOf(worker, campaignId)).counts.sent >= people);
    },
    async end() {
      await worker.stop();
      if (where.dataDir) await rm(where.dataDir, { recursive: true, force: true });
    },
  };
}

/** PGlite: a copy of the prepared data directory, opened by the worker alone. */
export async function copyDirectory(prepared: string): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'herald-bench-'));
  await cp(prepared, copy, { recursive: true });
  return copy;
}

export async function prepareDirectory(
  bridgeUrl: string,
  size: { people: number; warmUp: number },
): Promise<{ directory: string; prepared: Prepared }> {
  const directory = await mkdtemp(join(tmpdir(), 'herald-bench-'));
  const database = await openPglite(directory);
  const prepared = await prepareHerald(database, bridgeUrl, size);
  await database.close();
  return { directory, prepared };
}

export async function prepareTemplate(
  databaseUrl: string,
  bridgeUrl: string,
  size: { people: number; warmUp: number },
): Promise<Prepared> {
  const database = await connectPostgres(databaseUrl, 4);
  const prepared = await prepareHerald(database, bridgeUrl, size);
  await database.close();
  return prepared;
}

interface Status {
  status: string;
  counts: { sent: number };
}

async function statusOf(worker: Worker, campaignId: number): Promise<Status> {
  return (await callTool(worker, 'get_campaign', { campaign_id: campaignId })) as Status;
}

async function callTool(worker: Worker, name: string, args: object): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${worker.port}/mcp`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${apiToken}` },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name, arguments: args },
    }),
  });
  const { result } = (await response.json()) as {
    result?: { isError?: boolean; structuredContent?: unknown };
  };
  if (!result || result.isError) throw new Error(`${name}: ${JSON.stringify(result)}`);
  return result.structuredContent;
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 300_000;
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error('Herald did not finish in five minutes.');
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}
