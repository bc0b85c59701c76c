import type { Evidence, Row, State } from './evidence.ts';

/** Whether the ledger is whole, and its counts are its own. */
export function ledgerAddsUp(evidence: Evidence): string[] {
  return [fileIsOnTheList, sumIsWhole, countsAreTheRows, oneRowEach, nothingWaits].flatMap((rule) =>
    rule(evidence),
  );
}

function fileIsOnTheList({ peopleInFile, people }: Evidence): string[] {
  if (people.length === peopleInFile) return [];
  return [`The file names ${peopleInFile} people, and the list has ${people.length}.`];
}

function sumIsWhole({ campaign: { counts } }: Evidence): string[] {
  const { planned, sent, failed, skipped, unknown } = counts;
  const sum = sent + failed + skipped + unknown;
  if (sum === planned) return [];
  return [`planned is ${planned}, but sent + failed + skipped + unknown is ${sum}.`];
}

/** Which rows each count stands for. */
const counted = {
  planned: () => true,
  sent: isIn('accepted', 'sent', 'delivered', 'read'),
  delivered: isIn('delivered', 'read'),
  read: isIn('read'),
  replied: ({ replied_at }: Row) => replied_at !== null,
  failed: isIn('failed'),
  skipped: isIn('skipped'),
  unknown: isIn('unknown'),
};

const countNames = [
  'planned',
  'sent',
  'delivered',
  'read',
  'replied',
  'failed',
  'skipped',
  'unknown',
] as const;

function countsAreTheRows({ campaign: { counts }, rows }: Evidence): string[] {
  return countNames
    .map((name) => ({ name, said: counts[name], found: rows.filter(counted[name]).length }))
    .filter(({ said, found }) => said !== found)
    .map(({ name, said, found }) => `${name} is ${said}, but the rows say ${found}.`);
}

function isIn(...states: State[]) {
  return ({ status }: Row) => states.includes(status);
}

function oneRowEach({ people, rows }: Evidence): string[] {
  const rowsOf = new Map<string, number>();
  for (const { phone } of rows) rowsOf.set(phone, (rowsOf.get(phone) ?? 0) + 1);

  const onList = new Set(people);
  const strangers = [...rowsOf.keys()].filter((phone) => !onList.has(phone));
  const wrong = [...onList]
    .map((phone) => ({ phone, n: rowsOf.get(phone) ?? 0 }))
    .filter(({ n }) => n !== 1);
  return [
    ...wrong.map(({ phone, n }) => `${phone} has ${n} rows in place of one.`),
    ...strangers.map((phone) => `${phone} has a row and is not on the list.`),
  ];
}

function nothingWaits({ campaign: { status }, rows }: Evidence): string[] {
  const waiting = rows.filter(isIn('planned'));
  return [
    ...(status === 'completed' ? [] : [`The campaign is ${status}, not completed.`]),
    ...waiting.map(({ phone }) => `${phone} still waits for its message.`),
  ];
}
