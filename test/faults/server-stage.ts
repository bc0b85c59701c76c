import postgres, { type Sql } from 'postgres';
import { type Cluster, startCluster } from '../support/postgres-cluster.ts';
import { type PostgresProxy, startPostgresProxy } from './postgres-proxy.ts';
import {
  callTool,
  connectNumber,
  openFarEnd,
  orClose,
  type Stage,
  type StageOptions,
  secrets,
} from './stage.ts';
import { startWorker, type Worker } from './worker.ts';

/** A PostgreSQL, a Herald that only listens, and as many processes that send as a scenario starts. */
export interface ServerStage extends Stage {
  cluster: Cluster;
  db: Sql;
  /** `through` puts a proxy between the process and PostgreSQL. */
  worker(through?: PostgresProxy): Promise<Worker>;
  proxy(): Promise<PostgresProxy>;
}

export async function openServerStage(options: StageOptions = {}): Promise<ServerStage> {
  const cluster = await startCluster({ durable: true });
  if (!cluster) throw new Error('The fault suite needs PostgreSQL: install Debian’s postgresql.');
  const db = postgres(cluster.url, { max: 4, onnotice: () => {} });
  const workers: Worker[] = [];
  const proxies: PostgresProxy[] = [];
  let ownUrl = '';
  const farEnd = await openFarEnd(options, () => ownUrl);
  const call: Stage['call'] = (tool, input) => callTool(ownUrl, tool, input);
  const close = async () => {
    await Promise.all(workers.map((worker) => worker.kill()));
    await Promise.all(proxies.map((proxy) => proxy.close()));
    await farEnd.cloud.close();
    await db.end();
    await cluster.stop();
  };
  const prepare = async () => {
    const listener = await startWorker({ ...secrets, databaseUrl: cluster.url, roles: 'http' });
    workers.push(listener);
    ownUrl = `http://127.0.0.1:${listener.port}`;
    return connectNumber(call, farEnd.cloud, options);
  };

  return {
    ...farEnd,
    cluster,
    db,
    call,
    campaign: await orClose(prepare(), close),
    async worker(through) {
      const databaseUrl = through?.url ?? cluster.url;
      const worker = await startWorker({ ...secrets, databaseUrl, roles: 'dispatch' });
      workers.push(worker);
      return worker;
    },
    async proxy() {
      const proxy = await startPostgresProxy(cluster.url);
      proxies.push(proxy);
      return proxy;
    },
    ask: async (text, values) => [...(await db.unsafe(text, values as never[]))],
    async hasReadEverything() {
      const [row] = await db`select count(*)::int as n from event where state = 'new'`;
      return row?.n === 0;
    },
    complaints: () => workers.flatMap((worker) => worker.complaints),
    close,
  };
}
