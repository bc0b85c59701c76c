import { Logger, makeWorkerUtils, type Runner, run } from 'graphile-worker';
import pg from 'pg';
import { inFlightMax, type Person, Poster } from '../dispatch/post.ts';
import { takePart } from '../dispatch/program.ts';
import { makeResults } from './results.ts';

/*
 * graphile-worker with what its documentation recommends for speed: a local queue and batched
 * completion. Its handlers know one job each, so each writes its own result row.
 */

const localQueueSize = 500;
const connectionsMax = 20;

await takePart(async ({ databaseUrl, bridgeUrl, people, warmUp }) => {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: connectionsMax });
  const poster = new Poster(bridgeUrl);
  await makeResults(pool, people + warmUp);
  const utils = await makeWorkerUtils({ pgPool: pool });
  await utils.migrate();

  let done = 0;
  let target = 0;
  let reached = () => {};
  const send = async (payload: unknown) => {
    const person = payload as Person;
    const providerId = await poster.post(person);
    await pool.query({
      name: 'save_result',
      text: `update result set state = 'accepted', provider_id = $2, accepted_at = now()
        where campaign_id = 1 and recipient_id = $1`,
      values: [person.id, providerId],
    });
    done += 1;
    if (done >= target) reached();
  };
  const sendUntil = async (count: number) => {
    const finished = new Promise<void>((resolve) => {
      reached = resolve;
    });
    target = count;
    const runner = await start(pool, send);
    await finished;
    // Its batched completions are part of the work.
    await runner.stop();
  };

  await addJobs(pool, 1, warmUp);
  await sendUntil(warmUp);
  await addJobs(pool, warmUp + 1, warmUp + people);
  await pool.query('vacuum (analyze)');
  return {
    drain: () => sendUntil(warmUp + people),
    async end() {
      await utils.release();
      await poster.close();
      await pool.end();
    },
  };
});

function start(pool: pg.Pool, send: (payload: unknown) => Promise<void>): Promise<Runner> {
  return run({
    pgPool: pool,
    logger: new Logger(() => () => {}),
    noHandleSignals: true,
    taskList: { send },
    preset: {
      worker: {
        concurrentJobs: inFlightMax,
        completeJobBatchDelay: 0,
        failJobBatchDelay: 0,
        localQueue: { size: localQueueSize },
      },
    },
  });
}

async function addJobs(pool: pg.Pool, from: number, to: number): Promise<void> {
  await pool.query(
    `select count(*) from graphile_worker.add_jobs(array(
      select ('send', json_build_object('id', n, 'phone', '+' || (34600000000 + n), 'name', 'Person ' || n),
        null, null, null, null, null, null)::graphile_worker.job_spec
      from generate_series($1::integer, $2::integer) n))`,
    [from, to],
  );
}
