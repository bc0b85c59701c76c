import { parseArgs } from 'node:util';
import { type Goal, sayGoal } from '../ground/goals.ts';
import { openGround } from '../ground/house.ts';
import { instantBridge } from '../ground/instant-bridge.ts';
import { memoryMb } from '../ground/memory.ts';
import { say, sayResult, sizeAsked } from '../measure/report.ts';
import { type CostTenth, drainAtOnce } from './many-numbers.ts';
import { drainByHand, type Tenth } from './one-number.ts';
import { type QueueShape, queue } from './queue.ts';

/*
 * Whether sending becomes slower or larger as the queue becomes longer: windows are opened and
 * recorded without a network, and the last tenth is held against the first. See README.md.
 */

const size = sizeAsked();
const { values } = parseArgs({ options: { 'ten-million': { type: 'boolean' } }, strict: false });
const lengths = [
  10_000,
  100_000,
  ...(size === 'full' ? [1_000_000] : []),
  ...(values['ten-million'] ? [10_000_000] : []),
];
const slower = { max: 1.2, unit: 'times the first' };
const moreMaxMb = 64;

const bridge = instantBridge();
const ground = await openGround(bridge);
try {
  const alone: Drain<Tenth>[] = [];
  for (const people of lengths) {
    const shape = { people, campaigns: 1, numbers: 1 };
    alone.push(await play(shape, () => drainByHand(ground, bridge, people)));
  }
  bridge.messagesPerSecond = 1000;
  const together: Drain<CostTenth>[] = [];
  for (const people of lengths.filter((length) => length >= 100_000)) {
    const shape = { people, campaigns: 100, numbers: 200 };
    together.push(await play(shape, () => drainAtOnce(ground, bridge, people)));
  }
  say('');
  const goals = [...alone.flatMap(judgeAlone), ...together.flatMap(judgeTogether)];
  sayResult('growth', size, { alone, together, goals });
} finally {
  await ground.close();
}

interface Drain<Part> extends QueueShape {
  tenths: Part[];
  memoryMb: { before: number; after: number };
  /** How often Herald complained: losing a number to oneself, say. */
  complaints: number;
}

async function play<Part extends object>(
  shape: QueueShape,
  drain: () => Promise<Part[]>,
): Promise<Drain<Part>> {
  await queue(ground, shape);
  const before = memoryMb();
  const complaintsBefore = ground.complaints.length;
  const tenths = await drain();
  const after = memoryMb();
  say(`\n${describe(shape)}: memory ${before.toFixed(0)} MB before, ${after.toFixed(0)} MB after`);
  for (const name of Object.keys(tenths[0] ?? {}) as (keyof Part)[]) {
    const values = tenths.map((tenth) => Number(tenth[name]).toFixed(2).padStart(8));
    say(`  ${String(name).padEnd(14)}${values.join('')}`);
  }
  const complaints = ground.complaints.slice(complaintsBefore);
  if (complaints.length > 0) say(`  ${complaints.length} complaints, the first: ${complaints[0]}`);
  return { ...shape, tenths, memoryMb: { before, after }, complaints: complaints.length };
}

function judgeAlone({ tenths, ...drain }: Drain<Tenth>): Goal[] {
  const cost = ({ openMs, recordMs }: Tenth) => openMs + recordMs;
  return [
    sayGoal(
      `${describe(drain)}: a window's opening, last tenth`,
      grows(tenths, (t) => t.openMs),
      slower,
    ),
    sayGoal(`${describe(drain)}: opening and recording, last tenth`, grows(tenths, cost), slower),
    judgeMemory(drain),
  ];
}

function judgeTogether({ tenths, ...drain }: Drain<CostTenth>): Goal[] {
  const work = ({ nodeCpu, postgresCpu }: CostTenth) => nodeCpu + postgresCpu;
  return [
    sayGoal(`${describe(drain)}: CPU of a message, last tenth`, grows(tenths, work), slower),
    judgeMemory(drain),
  ];
}

function judgeMemory({
  memoryMb: { before, after },
  ...shape
}: Omit<Drain<unknown>, 'tenths'>): Goal {
  return sayGoal(`${describe(shape)}: memory`, after - before, { max: moreMaxMb, unit: 'MB more' });
}

function grows<Part>(tenths: readonly Part[], cost: (part: Part) => number): number {
  const [first, last] = [tenths.at(0), tenths.at(-1)];
  return first && last ? cost(last) / cost(first) : Number.NaN;
}

function describe({ people, campaigns, numbers }: QueueShape): string {
  return `${people} people, ${campaigns} campaigns, ${numbers} numbers`;
}
