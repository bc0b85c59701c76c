import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import {
  type Campaign,
  callTool,
  connectNumber,
  openFarEnd,
  orClose,
  receivedOf,
  type Stage,
  type StageOptions,
  secrets,
} from './stage.ts';
import { startWorker, type Worker } from './worker.ts';

/**
 * One process with the embedded database, started again on the same directory after each kill. Its
 * database can be asked only while it is stopped; whoever calls a tool afterwards starts it again.
 */
export async function openEmbeddedStage(options: StageOptions = {}): Promise<Stage> {
  const dataDir = await mkdtemp(join(tmpdir(), 'herald-embedded-'));
  const complaints: string[] = [];
  let running: Worker | undefined;
  let opened: PGlite | undefined;

  const worker = async () => {
    await opened?.close();
    opened = undefined;
    if (running && isAlive(running)) return running;
    running = await startWorker({ ...secrets, dataDir, roles: 'http,dispatch' });
    return running;
  };
  const rest = async () => {
    if (running && isAlive(running)) await running.stop();
    complaints.push(...(running?.complaints ?? []));
    running = undefined;
    opened ??= await PGlite.create({ dataDir: join(dataDir, 'pgdata') });
    return opened;
  };
  const url = () => `http://127.0.0.1:${running?.port}`;
  const farEnd = await openFarEnd(options, url);
  const call: Stage['call'] = async (tool, input) => {
    await worker();
    return callTool(url(), tool, input);
  };

  const close = async () => {
    await running?.kill();
    await opened?.close();
    await farEnd.cloud.close();
    await rm(dataDir, { recursive: true, force: true });
  };

  return {
    ...farEnd,
    call,
    campaign: await orClose(connectNumber(call, farEnd.cloud, options), close),
    worker,
    async ask(text, values) {
      const { rows } = await (await rest()).query<Record<string, unknown>>(text, [...values]);
      return rows;
    },
    hasReadEverything: async (campaign) =>
      (await countDelivered(call, campaign)) === receivedOf(farEnd, campaign).length,
    complaints: () => [...complaints, ...(running?.complaints ?? [])],
    close,
  };
}

function isAlive({ child }: Worker): boolean {
  return child.exitCode === null && child.signalCode === null;
}

async function countDelivered(call: Stage['call'], { id }: Campaign): Promise<unknown> {
  const { counts } = (await call('get_campaign', { campaign_id: id })) as {
    counts: Record<string, number>;
  };
  return counts.delivered;
}
