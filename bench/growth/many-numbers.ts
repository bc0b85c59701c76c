import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Dispatcher } from '../../src/dispatch/dispatcher.ts';
import { Hearsay } from '../../src/dispatch/hearsay.ts';
import { repeat } from '../../src/dispatch/loop.ts';
import { Recorder } from '../../src/dispatch/recorder.ts';
import { realTime } from '../../src/dispatch/timepiece.ts';
import type { Ground } from '../ground/house.ts';
import type { InstantBridge } from '../ground/instant-bridge.ts';
import { cpuOfTree, ownCpu } from '../measure/cpu.ts';

/** What a message cost in a part of the drain. */
export interface CostTenth {
  microseconds: number;
  nodeCpu: number;
  postgresCpu: number;
}

/** All numbers at once, as the engine runs them; time and CPU per message in each tenth of the queue. */
export async function drainAtOnce(
  { house, cluster }: Ground,
  bridge: InstantBridge,
  people: number,
): Promise<CostTenth[]> {
  const marks = [mark(cluster.pid)];
  const end = new EventTarget();
  const ended = once(end, 'end');
  const before = bridge.taken;
  bridge.onTaken = () => {
    const sent = bridge.taken - before;
    if (sent * 10 >= marks.length * people) marks.push(mark(cluster.pid));
    if (sent === people) end.dispatchEvent(new Event('end'));
  };
  const tools = {
    house,
    owner: randomUUID(),
    time: realTime,
    hearsay: new Hearsay(realTime.nowMs),
  };
  const recorder = new Recorder(house.db, realTime, house.log);
  const dispatcher = new Dispatcher({ ...tools, recorder });
  const look = repeat('dispatch', () => dispatcher.lookTurn(), house.log);
  await ended;
  await look.stop();
  await dispatcher.stop();
  return marks.slice(1).map((now, i) => perMessage(marks[i] ?? now, now, people / 10));
}

type Mark = CostTenth;

function mark(postmaster: number): Mark {
  return {
    microseconds: performance.now() * 1000,
    nodeCpu: ownCpu(),
    postgresCpu: cpuOfTree(postmaster),
  };
}

function perMessage(from: Mark, to: Mark, messages: number): CostTenth {
  return {
    microseconds: (to.microseconds - from.microseconds) / messages,
    nodeCpu: (to.nodeCpu - from.nodeCpu) / messages,
    postgresCpu: (to.postgresCpu - from.postgresCpu) / messages,
  };
}
