import { pino } from 'pino';
import type { Bridge } from '../../src/bridges/bridge.ts';
import type { House } from '../../src/context.ts';
import { connectPostgres, type OpenDatabase } from '../../src/database/connect.ts';
import { migrate } from '../../src/database/migrate.ts';
import type { Database } from '../../src/database/tables.ts';
import { makeFirstWorkspace } from '../../src/database/workspaces.ts';
import { bridgeDirectory } from '../../src/house/bridges.ts';
import { type Cluster, startCluster } from '../../test/support/postgres-cluster.ts';

/** A Herald without its doors: a durable PostgreSQL of its own, one workspace, one number. */
export interface Ground {
  cluster: Cluster;
  house: House;
  db: Database;
  listen: OpenDatabase['listen'];
  workspaceId: number;
  senderId: number;
  /** What Herald has logged as a warning or worse, a line each. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

export async function openGround(bridge: Bridge): Promise<Ground> {
  const cluster = await startCluster({ durable: true, settings: ampleMemory });
  if (!cluster) throw new Error('This needs PostgreSQL: install Debian’s postgresql.');
  const complaints: string[] = [];
  const { db, listen, close } = await connectPostgres(cluster.url);
  await migrate(db);
  const workspaceId = await db
    .transaction()
    .execute((trx) => makeFirstWorkspace(trx, { timezone: 'UTC', sandbox: true }));
  const sender = await db.selectFrom('sender').select('id').executeTakeFirstOrThrow();
  return {
    cluster,
    house: {
      db,
      bridges: bridgeDirectory([bridge]),
      clock: () => new Date(),
      sleep: async () => {},
      log: pino({ level: 'warn' }, { write: (line) => complaints.push(line) }),
      settings: { timezone: 'UTC', defaultCountry: 'ES' },
      optOutLink: ({ contactId }) => `https://herald.example/u/${contactId}`,
    },
    db,
    listen,
    workspaceId,
    senderId: sender.id,
    complaints,
    async close() {
      await close();
      await cluster.stop();
    },
  };
}

/** What a machine of this size is usually given; everything else, autovacuum included, is as it comes. */
const ampleMemory = { shared_buffers: '1GB', max_wal_size: '8GB' };
