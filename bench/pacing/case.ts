import { sql } from 'kysely';
import { type Ground, openGround } from '../ground/house.ts';
import { instantBridge } from '../ground/instant-bridge.ts';
import { insertPeople, nobodyExcluded, startCampaignOn } from '../ground/people.ts';
import { cpuOfTree } from '../measure/cpu.ts';
import { startFarEnd } from './far-end.ts';
import { type Figures, figuresOf } from './figures.ts';
import { connectNumber, Senders } from './senders.ts';

export interface Case {
  /** Messages a second that WhatsApp takes from the number, by the level that it reports. */
  limit: number;
  throughput: string;
  processes: number;
  seconds: number;
}

export interface Outcome extends Case {
  farEnd: Figures;
  own: Figures;
  /** Share of one core that the owner used before it was killed. */
  ownerCore: number;
  /** From the start of a process until it is ready, where one has to be started after the kill. */
  startMs: number;
}

const latencyMs = 20;

/** Sends at full pace; half way the owner is killed, and whoever is left, or started then, goes on. */
export async function play(given: Case): Promise<Outcome> {
  // The bridge in this process is not used: real processes with the real one send.
  const ground = await openGround(instantBridge());
  const farEnd = await startFarEnd({ throughput: given.throughput, latencyMs });
  const senders = new Senders(ground.cluster.url);
  try {
    const number = await connectNumber(ground.cluster.url, farEnd.url);
    await prepare(ground, given, number);
    for (let i = 0; i < given.processes; i += 1) await senders.start();
    await untilAnySent(senders);
    await wait(1000);
    const owner = senders.owner();
    const pid = owner.child.pid ?? 0;
    const cpuBefore = cpuOfTree(pid);
    const sinceMs = performance.now();
    await wait((given.seconds * 1000) / 2 - 1000);
    const ownerCore = (cpuOfTree(pid) - cpuBefore) / 1000 / (performance.now() - sinceMs);
    const killedAtMs = Date.now();
    await owner.kill();
    const startMs = given.processes === 1 ? await timed(() => senders.start()) : 0;
    await wait((given.seconds * 1000) / 2);
    const departures = senders.departures();
    const arrivals = await farEnd.arrivals();
    return {
      ...given,
      farEnd: figuresOf(arrivals, killedAtMs),
      own: figuresOf(departures, killedAtMs),
      ownerCore,
      startMs,
    };
  } finally {
    await senders.close();
    await farEnd.close();
    await ground.close();
  }
}

async function prepare({ db, workspaceId }: Ground, { limit, seconds }: Case, number: number) {
  const people = Math.ceil(limit * (seconds + 15));
  const listId = await insertPeople(db, workspaceId, people, nobodyExcluded);
  await startCampaignOn(db, workspaceId, listId, [number]);
  await sql`checkpoint`.execute(db);
}

async function untilAnySent(senders: Senders): Promise<void> {
  while (senders.departures().length === 0) await wait(20);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  await work();
  return performance.now() - startMs;
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
