import { createConnection, createServer, type Socket } from 'node:net';

/** A moment in what a worker says to PostgreSQL. */
export interface Moment {
  /** Part of a statement, as it stands in our code. */
  statement: string;
  /** The n-th time that this statement is seen, counted from 1. */
  nth: number;
  /**
   * `before`: the statement does not reach the server. `executed`: it was, and the worker never hears
   * of it. `uncommitted`: the COMMIT after it does not reach the server. `unanswered`: it is committed, and
   * the worker never hears of that. `late`: the COMMIT reaches the server a little after everything else
   * that the worker says then.
   */
  when: 'before' | 'executed' | 'uncommitted' | 'unanswered' | 'late';
}

export interface PostgresProxy {
  url: string;
  /** Calls back once, at that moment; the connection is silent from then on, and may be broken. */
  at(moment: Moment, then: (breakConnection: () => void) => void): void;
  /** Nobody reaches PostgreSQL through here any more, and everyone who is connected is cut off. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

/**
 * Stands between a worker and PostgreSQL and reads what is said. So a process can be killed at an
 * exact step of its work, without a line in the product that knows about it.
 */
export async function startPostgresProxy(server: string): Promise<PostgresProxy> {
  const { hostname, port: upstream } = new URL(server);
  const trap: Trap = {};
  const sockets = new Set<Socket>();
  let isCut = false;

  const proxy = createServer((worker) => {
    if (isCut) return worker.destroy();
    const postgres = createConnection(Number(upstream), hostname);
    sockets.add(worker);
    worker.on('close', () => sockets.delete(worker));
    postgres.on('close', () => worker.destroy());
    for (const socket of [worker, postgres]) socket.on('error', () => {});
    relay(worker, postgres, trap);
    return undefined;
  });
  const own = new URL(server);
  own.port = String(await listening(proxy));
  // A prepared statement is named by a number from its second use on; here it has to be read each time.
  own.searchParams.set('prepare', 'false');
  return {
    url: own.href,
    at(moment, then) {
      trap.set = { moment, then, seen: 0 };
    },
    cut() {
      isCut = true;
      for (const socket of sockets) socket.destroy();
    },
    mend() {
      isCut = false;
    },
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((closed) => proxy.close(() => closed()));
    },
  };
}

/** Longer than the worker needs to connect anew, shorter than its lease. */
const lateMs = 400;

interface Trap {
  set?: { moment: Moment; then: (breakConnection: () => void) => void; seen: number } | undefined;
}

function relay(worker: Socket, postgres: Socket, trap: Trap): void {
  /** The statement was executed on this connection; its COMMIT is next. */
  let isCommitNext = false;
  let isSilent = false;
  /** The worker is gone, and the last that it said is still on its way. */
  let isLate = false;
  worker.on('close', () => {
    if (!isLate) postgres.destroy();
  });

  const spring = () => {
    const { set } = trap;
    trap.set = undefined;
    isSilent = true;
    set?.then(() => worker.destroy());
  };

  worker.on('data', (chunk) => {
    if (isSilent) return;
    const { set } = trap;
    if (set && isCommitNext && chunk.includes('commit')) {
      isCommitNext = false;
      if (set.moment.when === 'uncommitted') return spring();
      if (set.moment.when === 'late') {
        isLate = true;
        setTimeout(() => postgres.end(chunk), lateMs);
        return spring();
      }
      // The answer to the COMMIT is what the worker must not hear.
      postgres.prependOnceListener('data', spring);
    } else if (set && chunk.includes(set.moment.statement)) {
      set.seen += 1;
      if (set.seen === set.moment.nth) {
        if (set.moment.when === 'before') return spring();
        if (set.moment.when === 'executed') postgres.prependOnceListener('data', spring);
        else isCommitNext = true;
      }
    }
    postgres.write(chunk);
    return undefined;
  });
  postgres.on('data', (chunk) => {
    if (!isSilent) worker.write(chunk);
  });
}

function listening(server: ReturnType<typeof createServer>): Promise<number> {
  return new Promise((found, failed) => {
    server.once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address === 'object' && address) found(address.port);
      else failed(new Error('no port'));
    });
  });
}
