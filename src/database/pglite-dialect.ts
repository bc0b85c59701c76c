import { setImmediate } from 'node:timers/promises';
import type { PGlite } from '@electric-sql/pglite';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';

/**
 * kysely on PGlite. Three things a pool does for a real server have to be done here: queries of
 * different callers must not mix inside a transaction (a mutex), the event loop must breathe
 * between queries (PGlite runs on the main thread and would starve timers and sockets), and
 * isolation levels and read-only transactions are honoured.
 */
export class PGliteDialect implements Dialect {
  readonly #pglite: PGlite;

  constructor(pglite: PGlite) {
    this.#pglite = pglite;
  }

  createDriver = () => new PGliteDriver(this.#pglite);
  createQueryCompiler = () => new PostgresQueryCompiler();
  createAdapter = () => new SingleSessionAdapter();
  createIntrospector = (db: Kysely<unknown>) => new PostgresIntrospector(db);
}

class PGliteDriver implements Driver {
  readonly #pglite: PGlite;
  #tail: Promise<void> = Promise.resolve();

  constructor(pglite: PGlite) {
    this.#pglite = pglite;
  }

  async init(): Promise<void> {
    await this.#pglite.waitReady;
  }

  /** There is one session: a caller gets it when the one before has given it back. */
  async acquireConnection(): Promise<PGliteConnection> {
    const before = this.#tail;
    const connection = new PGliteConnection(this.#pglite);
    this.#tail = connection.released;
    await before;
    return connection;
  }

  async beginTransaction(
    connection: DatabaseConnection,
    settings: TransactionSettings,
  ): Promise<void> {
    const isolation = settings.isolationLevel ? ` isolation level ${settings.isolationLevel}` : '';
    const access = settings.accessMode ? ` ${settings.accessMode}` : '';
    await connection.executeQuery(CompiledQuery.raw(`start transaction${isolation}${access}`));
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'));
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('rollback'));
  }

  async releaseConnection(connection: PGliteConnection): Promise<void> {
    connection.release();
  }

  async destroy(): Promise<void> {
    await this.#tail;
    await this.#pglite.close();
  }
}

class PGliteConnection implements DatabaseConnection {
  readonly #pglite: PGlite;
  readonly released: Promise<void>;
  release: () => void = () => {};

  constructor(pglite: PGlite) {
    this.#pglite = pglite;
    this.released = new Promise((resolve) => {
      this.release = resolve;
    });
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    try {
      const result = await this.#pglite.query<R>(sql, [...parameters]);
      return { rows: result.rows, numAffectedRows: BigInt(result.affectedRows ?? 0) };
    } finally {
      await setImmediate();
    }
  }

  // biome-ignore lint/correctness/useYield: the interface asks for a generator; PGlite has no cursor to offer.
  async *streamQuery(): AsyncGenerator<never> {
    throw new Error('PGlite answers a query whole; read in pages instead of streaming.');
  }
}

/** One process, one session: nobody else could be migrating. */
class SingleSessionAdapter extends PostgresAdapter {
  override async acquireMigrationLock(): Promise<void> {}
  override async releaseMigrationLock(): Promise<void> {}
}
