import type { Evidence, Row, State } from './evidence.ts';

/** Whether the ledger is whole, and its counts are its own. */
export function ledgerAddsUp(evidence: Evidence): string[] {
  return [...sumIsWhole(evidence), ...countsAreTheRows(evidence), ...oneRowEach(evidence)].concat(
    nothingWaits(evidence),
  );
}

function sumIsWhole({ campaign: { counts } }: Evidence): string[] {
  const { planned, sent, failed, skipped, unknown } = counts;
  const sum = sent + failed + skipped + unknown;
  if (sum === planned) return [];
  return [`planned is ${planned}, but sent + failed + skipped + unknown is ${sum}.`];
}

/** Which states each count stands for. */
const counted = {
  sent: ['accepted', 'sent', 'delivered', 'read'],
  delivered: ['delivered', 'read'],
  read: ['read'],
  failed: ['failed'],
  skipped: ['skipped'],
  unknown: ['unknown'],
} as const satisfies Partial<Record<string, readonly State[]>>;

function countsAreTheRows({ campaign: { counts }, rows }: Evidence): string[] {
  const found: Record<keyof typeof counts, number> = {
    planned: rows.length,
    replied: rows.filter(({ replied_at }) => replied_at !== null).length,
    sent: inStates(rows, counted.sent),
    delivered: inStates(rows, counted.delivered),
    read: inStates(rows, counted.read),
    failed: inStates(rows, counted.failed),
    skipped: inStates(rows, counted.skipped),
    unknown: inStates(rows, counted.unknown),
  };
  return Object.entries(counts)
    .map(([name, n]) => ({ name, n, rows: found[name as keyof typeof counts] }))
    .filter((count) => count.n !== count.rows)
    .map((count) => `${count.name} is ${count.n}, but the rows say ${count.rows}.`);
}

function inStates(rows: readonly Row[], states: readonly State[]): number {
  return rows.filter(({ status }) => states.includes(status)).length;
}

function oneRowEach({ people, rows }: Evidence): string[] {
  const times = new Map(people.map((phone) => [phone, 0]));
  const strangers = rows.filter(({ phone }) => !times.has(phone));
  for (const { phone } of rows) times.set(phone, (times.get(phone) ?? 0) + 1);

  const on = new Set(people);
  const wrong = [...times].filter(([phone, n]) => on.has(phone) && n !== 1);
  return [
    ...wrong.map(([phone, n]) => `${phone} has ${n} rows in place of one.`),
    ...strangers.map(({ phone }) => `${phone} has a row, and is not on the list.`),
  ];
}

function nothingWaits({ campaign, rows }: Evidence): string[] {
  const ended =
    campaign.status === 'completed' ? [] : [`The campaign is ${campaign.status}, not completed.`];
  const waiting = rows.filter(({ status }) => status === 'planned');
  return [...ended, ...waiting.map(({ phone }) => `${phone} still waits for its message.`)];
}
