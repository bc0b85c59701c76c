import { randomUUID } from 'node:crypto';
import { setImmediate as nextRound } from 'node:timers/promises';
import { Dispatcher } from '../../src/dispatch/dispatcher.ts';
import { Hearsay } from '../../src/dispatch/hearsay.ts';
import { Recorder } from '../../src/dispatch/recorder.ts';
import { realTime, type Timepiece } from '../../src/dispatch/timepiece.ts';
import type { Ground } from '../ground/house.ts';
import type { InstantBridge } from '../ground/instant-bridge.ts';
import { median } from '../measure/report.ts';

/** As many as a number of the highest level sends in a tenth of a second. */
const windowSize = 100;

/** What one window of 100 took in a part of the drain: the middle one, as neighbours disturb the slowest. */
export interface Tenth {
  openMs: number;
  recordMs: number;
}

/** Nothing waits for a clock here: windows are opened and recorded one after the other, and each is timed. */
const hurried: Timepiece = { ...realTime, sleep: () => nextRound() };

/** Sends the whole queue of one number, window by window, and says what a window cost in each tenth of it. */
export async function drainByHand(
  { house }: Ground,
  bridge: InstantBridge,
  people: number,
): Promise<Tenth[]> {
  const tools = { house, owner: randomUUID(), time: hurried, hearsay: new Hearsay(hurried.nowMs) };
  const recorder = new Recorder(house.db, hurried, house.log);
  const dispatcher = new Dispatcher({ ...tools, recorder });
  const windows = people / windowSize;
  const openMs = new Float64Array(windows);
  const recordMs = new Float64Array(windows);
  for (let i = 0; i < windows; i += 1) {
    const { firstMs, lastMs } = noteMoments(bridge);
    const startMs = performance.now();
    await dispatcher.turn({ max: windowSize });
    openMs[i] = firstMs() - startMs;
    recordMs[i] = performance.now() - lastMs();
  }
  await dispatcher.stop();
  return Array.from({ length: 10 }, (_, tenth) => {
    const part = [Math.floor((tenth * windows) / 10), Math.floor(((tenth + 1) * windows) / 10)];
    const middle = (of: Float64Array) => median([...of.slice(...part)]);
    return { openMs: middle(openMs), recordMs: middle(recordMs) };
  });
}

/** When the first and the last message of a window passed the gate. */
function noteMoments(bridge: InstantBridge) {
  let firstMs = 0;
  let lastMs = 0;
  bridge.onTaken = () => {
    lastMs = performance.now();
    firstMs ||= lastMs;
  };
  return { firstMs: () => firstMs, lastMs: () => lastMs };
}
