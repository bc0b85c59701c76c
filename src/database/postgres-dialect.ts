import type {
  CompiledQuery,
  DatabaseConnection,
  Driver,
  QueryResult,
  TransactionSettings,
} from 'kysely';
import {
  PostgresJSDialect,
  type PostgresJSDialectConfig,
  PostgresJSDriver,
} from 'kysely-postgres-js';
import { ConnectionPool } from './connection-pool.ts';

type Client = Exclude<PostgresJSDialectConfig['postgres'], (...given: never[]) => unknown>;

/** Opens a client with one connection, and calls back when that is closed. */
export type OpenClient = (closed: () => void) => Client;

/**
 * kysely on postgres.js, and what that takes to outlive a broken connection. In the driver, a
 * statement that follows on a lost connection, be it a rollback, brings the process down, and what was
 * not written yet poisons the connection that takes its place. So each connection is a client of its
 * own here, and one that is lost is thrown away whole.
 */
export class PostgresDialect extends PostgresJSDialect {
  readonly #open: OpenClient;
  readonly #connectionsMax: number;

  constructor(open: OpenClient, connectionsMax: number) {
    super({ postgres: open(() => {}) });
    this.#open = open;
    this.#connectionsMax = connectionsMax;
  }

  override createDriver(): Driver {
    return new LastingDriver(this.#open, this.#connectionsMax);
  }
}

class LastingDriver implements Driver {
  readonly #pool: ConnectionPool<LosableConnection>;

  constructor(open: OpenClient, connectionsMax: number) {
    this.#pool = new ConnectionPool(connectionsMax, () => new LosableConnection(open));
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<LosableConnection> {
    const connection = await this.#pool.acquire();
    try {
      await connection.reserve();
      return connection;
    } catch (error) {
      this.#pool.discard();
      connection.discard();
      throw error;
    }
  }

  beginTransaction(connection: LosableConnection, settings: TransactionSettings): Promise<void> {
    return connection.driver.beginTransaction(connection, settings);
  }

  commitTransaction(connection: LosableConnection): Promise<void> {
    return connection.driver.commitTransaction(connection);
  }

  async rollbackTransaction(connection: LosableConnection): Promise<void> {
    if (!connection.isLost) await connection.driver.rollbackTransaction(connection);
  }

  async releaseConnection(connection: LosableConnection): Promise<void> {
    if (connection.isLost) {
      this.#pool.discard();
      connection.discard();
    } else {
      await connection.release();
      this.#pool.release(connection);
    }
  }

  async destroy(): Promise<void> {
    const connections = await this.#pool.close();
    await Promise.all(connections.map(({ driver }) => driver.destroy()));
  }
}

class LosableConnection implements DatabaseConnection {
  readonly driver: PostgresJSDriver;
  #reserved: DatabaseConnection | undefined;
  isLost = false;

  constructor(open: OpenClient) {
    const client = open(() => {
      // One that was idle is replaced by the driver itself, and nobody has missed it.
      if (this.#reserved) this.isLost = true;
    });
    this.driver = new PostgresJSDriver({ postgres: client });
  }

  async reserve(): Promise<void> {
    await this.driver.init();
    this.#reserved = await this.driver.acquireConnection();
  }

  async release(): Promise<void> {
    const reserved = this.#reserved;
    this.#reserved = undefined;
    if (reserved) await this.driver.releaseConnection(reserved);
  }

  /** Nobody waits for it: a client that has lost its connection may never end. */
  discard(): void {
    this.driver.destroy().catch(() => {});
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (!this.#reserved || this.isLost) throw new Error('The connection to PostgreSQL was lost.');
    try {
      return await this.#reserved.executeQuery<R>(query);
    } catch (error) {
      if (!isAnswer(error)) this.isLost = true;
      throw error;
    }
  }

  // biome-ignore lint/correctness/useYield: the interface asks for a generator; nothing here reads by cursor.
  async *streamQuery(): AsyncGenerator<never> {
    throw new Error('Read in pages instead of streaming.');
  }
}

/**
 * Whether PostgreSQL has said this on a connection that goes on. Its FATAL is its last word; and what it
 * did not say at all came from the socket or from the driver, and nobody knows what was sent.
 */
function isAnswer(error: unknown): boolean {
  if (!(error instanceof Error) || !('severity' in error)) return false;
  return error.severity !== 'FATAL' && error.severity !== 'PANIC';
}
