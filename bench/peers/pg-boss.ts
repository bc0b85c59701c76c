import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { inFlightMax, type Person, Poster } from '../dispatch/post.ts';
import { takePart } from '../dispatch/program.ts';
import { makeResults, saveResults } from './results.ts';

/*
 * pg-boss as fast as its documentation makes it: two workers with batches of 500 that fetch anew as
 * soon as a batch is done, and results written once per batch. Its maintenance is off, which flatters it.
 */

const queue = 'send';
const batchMax = 500;
const workers = 2;

await takePart(async ({ databaseUrl, bridgeUrl, people, warmUp }) => {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 4 });
  const poster = new Poster(bridgeUrl);
  const boss = new PgBoss({
    connectionString: databaseUrl,
    supervise: false,
    schedule: false,
    max: 6,
  });
  boss.on('error', (error: Error) => process.stderr.write(`pg-boss: ${error.message}\n`));
  await boss.start();
  await boss.createQueue(queue);
  await makeResults(pool, people + warmUp);

  let done = 0;
  let target = 0;
  let reached = () => {};
  const handle = async (jobs: { data: Person }[]) => {
    const batch = jobs.map(({ data }) => data);
    const ids = await sendBatch(poster, batch);
    await saveResults(
      pool,
      batch.map(({ id }) => id),
      ids,
    );
    done += batch.length;
    if (done >= target) reached();
  };
  const sendUntil = async (count: number) => {
    const finished = new Promise<void>((resolve) => {
      reached = resolve;
    });
    target = count;
    const options = {
      batchSize: batchMax,
      pollingIntervalSeconds: 0.5,
      burstWhenBatchFull: true,
    };
    for (let i = 0; i < workers; i += 1) await boss.work(queue, options, handle);
    await finished;
    await boss.offWork(queue, { wait: true });
  };

  await addJobs(boss, 1, warmUp);
  await sendUntil(warmUp);
  await addJobs(boss, warmUp + 1, warmUp + people);
  await pool.query('vacuum (analyze)');
  return {
    drain: () => sendUntil(warmUp + people),
    async end() {
      await boss.stop({ graceful: false });
      await poster.close();
      await pool.end();
    },
  };
});

async function addJobs(boss: PgBoss, from: number, to: number): Promise<void> {
  for (let first = from; first <= to; first += 5000) {
    const last = Math.min(first + 4999, to);
    const jobs = Array.from({ length: last - first + 1 }, (_, i) => ({
      data: { id: first + i, phone: `+${34_600_000_000 + first + i}`, name: `Person ${first + i}` },
    }));
    await boss.insert(queue, jobs);
  }
}

/** Each of the two workers has half of what Herald has under way. */
async function sendBatch(poster: Poster, batch: Person[]): Promise<string[]> {
  const ids: string[] = [];
  let taken = 0;
  const line = async () => {
    for (let at = taken++; at < batch.length; at = taken++) {
      const person = batch[at];
      if (person) ids[at] = await poster.post(person);
    }
  };
  await Promise.all(Array.from({ length: inFlightMax / workers }, line));
  return ids;
}
