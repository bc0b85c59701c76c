import { sayGoal } from '../ground/goals.ts';
import { openGround } from '../ground/house.ts';
import { instantBridge } from '../ground/instant-bridge.ts';
import { insertPeople } from '../ground/people.ts';
import { median, say, sayResult, sizeAsked } from '../measure/report.ts';
import { sendMeanwhile } from './meanwhile.ts';
import {
  type Cost,
  countPreview,
  insertPlainly,
  type PlanRound,
  planWithHerald,
} from './rounds.ts';

/*
 * How long planning takes beside the plainest INSERT … SELECT of the same rows, how long a preview
 * counts, and how soon the first message leaves. See README.md beside this file.
 */

const size = sizeAsked();
const people = size === 'full' ? 1_000_000 : 100_000;
const exclusions = { optedOutPercent: 3, blacklistedPercent: 5 };

const bridge = instantBridge(80);
const ground = await openGround(bridge);
try {
  const listId = await insertPeople(ground.db, ground.workspaceId, people, exclusions);
  say(`${people} people on a list, 3 % opted out, 5 % blacklisted\n`);
  say(
    'round   Herald s   plain s   ratio   CPU us/person   plain   CPU ratio   first page ms   count ms',
  );
  const rounds: Round[] = [];
  for (let number = 1; number <= 3; number += 1) {
    const round = await playRound(listId);
    rounds.push(round);
    sayRound(number, round);
  }
  const meanwhile = await sendMeanwhile(ground, bridge, listId);
  say(
    `\nwhile planning: first message after ${meanwhile.firstMessageMs.toFixed(0)} ms, ` +
      `${meanwhile.sentMeanwhile} sent when the plan was done after ${(meanwhile.plannedMs / 1000).toFixed(1)} s\n`,
  );
  const of = (read: (round: Round) => number) => median(rounds.map(read));
  const goals = [
    sayGoal(
      'planning, against the plain INSERT … SELECT',
      of(({ ratio }) => ratio),
      {
        max: 2,
        unit: 'times',
      },
    ),
    sayGoal(
      'count of a preview',
      of(({ countMs }) => countMs / 1000),
      {
        max: (0.5 * people) / 1_000_000,
        unit: 's',
      },
    ),
    sayGoal('first message, from the start, while the plan goes on', meanwhile.firstMessageMs, {
      max: meanwhile.plannedMs,
      unit: 'ms',
    }),
  ];
  sayResult('plan', size, { people, rounds, meanwhile, goals });
} finally {
  await ground.close();
}

interface Round {
  herald: PlanRound;
  plain: Cost;
  ratio: number;
  cpuRatio: number;
  countMs: number;
}

async function playRound(listId: number): Promise<Round> {
  const herald = await planWithHerald(ground, listId);
  const plain = await insertPlainly(ground, listId);
  const countMs = await countPreview(ground, listId);
  return {
    herald,
    plain,
    ratio: herald.ms / plain.ms,
    cpuRatio: herald.cpuMs / plain.cpuMs,
    countMs,
  };
}

function sayRound(number: number, { herald, plain, ratio, cpuRatio, countMs }: Round): void {
  const perPerson = ({ cpuMs }: Cost) => (1000 * cpuMs) / people;
  say(
    String(number).padEnd(5) +
      cell(herald.ms / 1000, 11, 2) +
      cell(plain.ms / 1000, 10, 2) +
      cell(ratio, 8, 2) +
      cell(perPerson(herald), 16, 1) +
      cell(perPerson(plain), 8, 1) +
      cell(cpuRatio, 12, 2) +
      cell(herald.firstPageMs, 16) +
      cell(countMs, 11),
  );
}

function cell(value: number, width: number, digits = 0): string {
  return value.toFixed(digits).padStart(width);
}
