import { randomUUID } from 'node:crypto';
import { Cron } from 'croner';
import type { House } from '../context.ts';
import { readSignal, signalChannel } from '../database/signals.ts';
import { endStuckTransactions } from '../database/stuck.ts';
import { Dispatcher } from './dispatcher.ts';
import { evidenceTurn } from './evidence.ts';
import { Hearsay } from './hearsay.ts';
import { inboxTurn } from './inbox.ts';
import { repeat } from './loop.ts';
import { forgetTurn, mediaTurn } from './media.ts';
import { planTurn } from './planner.ts';
import { reconcileTurn } from './reconciler.ts';
import { Recorder } from './recorder.ts';
import { repeatTurn } from './repeats.ts';
import { scheduleTurn } from './scheduler.ts';
import { TimelockSigns } from './timelock-signs.ts';
import { realTime } from './timepiece.ts';

const pollMs = 1000;
/** A receipt often settles a doubt within seconds. */
const repeatsPollMs = 10_000;
/** Each is in memory, 16 MB and some copies of it. */
const filesAtOnceMax = 3;
/** Doubts are a quarter of an hour old before anybody looks at them. */
const evidencePollMs = 60_000;

export interface Engine {
  /** Finishes what is in flight and writes it down; nothing is left half done. */
  stop(): Promise<void>;
}

export type Listen = (channel: string, heard: (payload: string) => void) => Promise<void>;

/** Starts everything that sends. Any number of processes may do so on one database. */
export async function startEngine(house: House, listen: Listen): Promise<Engine> {
  const { log } = house;
  const owner = randomUUID();
  const hearsay = new Hearsay(realTime.nowMs);
  const recorder = new Recorder(house.db, realTime, log);
  const dispatcher = new Dispatcher({ house, owner, time: realTime, recorder, hearsay });

  const dispatch = repeat('dispatch', () => dispatcher.lookTurn(), log);
  const plan = repeat('plan', async () => ((await planTurn(house)).more ? 0 : pollMs), log);
  const signs = new TimelockSigns();
  const inbox = repeat(
    'inbox',
    async () => ((await inboxTurn(house, signs)).read > 0 ? 0 : pollMs),
    log,
  );
  const reconcile = repeat(
    'reconcile',
    async () => ((await reconcileTurn(house, owner)).swept > 0 ? 0 : pollMs),
    log,
  );
  const repeats = repeat(
    'repeats',
    async () => {
      await repeatTurn(house);
      return repeatsPollMs;
    },
    log,
  );
  const evidence = repeat(
    'evidence',
    async () => {
      await evidenceTurn(house);
      await forgetTurn(house);
      return evidencePollMs;
    },
    log,
  );
  const stopping = new AbortController();
  // Several, so that a server which does not answer holds up one of them and not all.
  const media = Array.from({ length: filesAtOnceMax }, () =>
    repeat(
      'media',
      async () => ((await mediaTurn(house, stopping.signal)).kept > 0 ? 0 : pollMs),
      log,
    ),
  );
  // On its own, as everything else here may be waiting for such a transaction.
  const unlock = repeat('unlock', () => unlockTurn(house), log);
  const schedule = new Cron(
    '* * * * * *',
    { protect: true, catch: (error) => log.error({ err: error }, 'the scheduler failed') },
    async () => {
      await scheduleTurn(house);
    },
  );

  // Hints that save waiting for the next poll; who misses one is late and never wrong.
  await listen(signalChannel, (payload) => {
    const signal = readSignal(payload);
    hearsay.hear(signal);
    if (signal.kind === 'events') inbox.wake();
    if (signal.kind === 'campaign') {
      plan.wake();
      reconcile.wake();
    }
    if (signal.kind !== 'events') {
      dispatch.wake();
      dispatcher.wake();
    }
  });

  return {
    async stop() {
      schedule.stop();
      stopping.abort();
      const loops = [plan, inbox, reconcile, repeats, evidence, ...media, unlock, dispatch];
      await Promise.all(loops.map((loop) => loop.stop()));
      await dispatcher.stop();
    },
  };
}

async function unlockTurn({ db, log }: House): Promise<number> {
  const ended = await endStuckTransactions(db);
  if (ended > 0) log.warn({ ended }, 'transactions that nobody went on with were ended');
  return pollMs;
}
