import { Connection } from './connection.ts';
import { signedPost } from './status.ts';

/*
 * Posts, as a program of its own: raw sockets that stay open, requests made and signed before the
 * clock runs, so that it takes little of the machine that it shares with what it measures.
 */

export interface LoadTask {
  port: number;
  path: string;
  campaignId: number;
  /** The first status's number; each round has its own, so that none is a repeat. */
  from: number;
  posts: number;
  connections: number;
  /** Posts a second, evenly spaced, whatever the answers take; left out, a connection posts as soon as it was answered. */
  rate?: number;
}

export interface LoadResult {
  /** How many answers had which status. */
  answers: Record<number, number>;
  seconds: number;
  /** From the moment at which each post was to leave until its answer had come. */
  latenciesMs: number[];
}

process.on('message', (task: LoadTask) => {
  load(task).then(
    (result) => process.send?.(result),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
});
// Whoever started it is gone.
process.on('disconnect', () => process.exit(0));
process.send?.('ready');

async function load(task: LoadTask): Promise<LoadResult> {
  const { port, path, campaignId, from, posts } = task;
  const requests = Array.from({ length: posts }, (_, i) =>
    signedPost(path, { n: from + i, campaignId, status: 'delivered' }),
  );
  const connections = await Promise.all(
    Array.from({ length: task.connections }, () => Connection.open(port)),
  );
  const result: LoadResult = { answers: {}, seconds: 0, latenciesMs: [] };
  const post: Post = async (connection, request, sinceMs) => {
    const status = await connection.post(request);
    result.answers[status] = (result.answers[status] ?? 0) + 1;
    result.latenciesMs.push(performance.now() - sinceMs);
  };
  const startedAtMs = performance.now();
  if (task.rate === undefined) await inTurn(connections, requests, post);
  else await evenly(connections, requests, post, task.rate);
  result.seconds = (performance.now() - startedAtMs) / 1000;
  for (const connection of connections) connection.close();
  return result;
}

type Post = (connection: Connection, request: Buffer, sinceMs: number) => Promise<void>;

async function inTurn(connections: readonly Connection[], requests: readonly Buffer[], post: Post) {
  const left = requests.values();
  await Promise.all(
    connections.map(async (connection) => {
      for (const request of left) await post(connection, request, performance.now());
    }),
  );
}

/** A post that finds no connection free waits for one, and its wait counts. */
async function evenly(
  connections: readonly Connection[],
  requests: readonly Buffer[],
  post: Post,
  rate: number,
) {
  const free = [...connections];
  const due: { request: Buffer; atMs: number }[] = [];
  let answered = 0;
  let failed: unknown;
  const leave = () => {
    while (free.length > 0 && due.length > 0) {
      const connection = free.pop();
      const next = due.shift();
      if (!connection || !next) return;
      post(connection, next.request, next.atMs).then(
        () => {
          answered += 1;
          free.push(connection);
          leave();
        },
        (error: unknown) => {
          failed = error;
        },
      );
    }
  };
  const startedAtMs = performance.now();
  const left = requests.entries();
  let next = left.next();
  while (answered < requests.length) {
    if (failed !== undefined) throw failed;
    for (; !next.done; next = left.next()) {
      const [i, request] = next.value;
      const atMs = startedAtMs + (i * 1000) / rate;
      if (atMs > performance.now()) break;
      due.push({ request, atMs });
    }
    leave();
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
