import { hasEnded } from './scenario.ts';
import { type Campaign, receivedOf, type Stage, until } from './stage.ts';

/** What a scenario did to people, counted at the far end and compared with the ledger. */
export interface Verdict {
  /** Neither messaged nor accounted for. */
  lost: number;
  twice: number;
  /** Nobody could tell, when the campaign was over. */
  unknown: number;
  /** Of those, settled: by the statuses that came later, else as the campaign's policy says. */
  settled: number;
  /** Everything that does not fit together, in words. */
  wrong: string[];
}

const handedOver = ['accepted', 'sent', 'delivered', 'read'];
/** Longer than a doubt stays open. */
const doubtMinutes = 20;

/** Waits for the campaign's end, lets the far end report on what it has, and counts. */
export async function judge(stage: Stage, campaign: Campaign): Promise<Verdict> {
  await until(() => hasEnded(stage, campaign));
  const before = await ledgerOf(stage, campaign);
  await ageDoubts(stage, campaign);
  await stage.call('get_campaign', { campaign_id: campaign.id });
  await stage.cloud.tell(['sent', 'delivered'], campaign.people);
  await until(() => stage.hasReadEverything(campaign), 20_000).catch(() => {});
  await until(() => hasSettled(stage, campaign), 20_000).catch(() => {});
  const after = await ledgerOf(stage, campaign);

  const taken = takenBy(stage, campaign);
  const lost = campaign.people.flatMap((person) => misfit(person, after.get(person), taken));
  const twice = campaign.people.filter((person) => (taken.get(person) ?? 0) > 1);
  const unknown = [...before].filter(([, { state }]) => state === 'unknown');
  const settled = unknown.filter(([person]) => isSettled(after.get(person)));
  return {
    lost: lost.length,
    twice: twice.length,
    unknown: unknown.length,
    settled: settled.length,
    wrong: [
      ...lost,
      ...twice.map((person) => `${person} was messaged ${taken.get(person)} times`),
      ...(settled.length < unknown.length ? ['what was in doubt is not settled'] : []),
      ...(await countsThatDiffer(stage, campaign)),
    ],
  };
}

interface Row {
  state: string;
  settledAs: string | null;
}

/** How what the ledger says of a person differs from what they got. */
function misfit(
  person: string,
  row: Row | undefined,
  taken: ReadonlyMap<string, number>,
): string[] {
  const isTaken = taken.has(person);
  if (row === undefined) return [`${person} has no row`];
  if (row.state === 'planned') return [`${person} is still planned`];
  const isHandedOver = handedOver.includes(row.state);
  if (isHandedOver && !isTaken) return [`${person} is ${row.state} and got nothing`];
  if (!isHandedOver && isTaken) return [`${person} is ${row.state} and got it`];
  return [];
}

function isSettled(row: Row | undefined): boolean {
  return row !== undefined && (row.state !== 'unknown' || row.settledAs !== null);
}

async function ledgerOf(stage: Stage, { id }: Campaign): Promise<Map<string, Row>> {
  const rows = await stage.ask(
    'select address, state, settled_as from message where campaign_id = $1',
    [id],
  );
  return new Map(
    rows.map(({ address, state, settled_as }) => [
      String(address).slice(1),
      { state: String(state), settledAs: settled_as === null ? null : String(settled_as) },
    ]),
  );
}

/** Doubts stay open for a quarter of an hour; here it passes at once. */
async function ageDoubts(stage: Stage, { id }: Campaign): Promise<void> {
  await stage.ask(
    `update message set ended_at = ended_at - make_interval(mins => $2::integer)
    where campaign_id = $1 and state = 'unknown'`,
    [id, doubtMinutes],
  );
}

/** Every message whose doubt was not ended by a status is settled by the policy, within the reconciler's second. */
async function hasSettled(stage: Stage, campaign: Campaign): Promise<boolean> {
  const [row] = await stage.ask(
    `select count(*)::integer as n from message
    where campaign_id = $1 and state = 'unknown' and settled_as is null`,
    [campaign.id],
  );
  return row?.n === 0;
}

function takenBy(stage: Stage, campaign: Campaign): Map<string, number> {
  const taken = new Map<string, number>();
  for (const { to } of receivedOf(stage, campaign)) taken.set(to, (taken.get(to) ?? 0) + 1);
  return taken;
}

async function countsThatDiffer(stage: Stage, { id }: Campaign): Promise<string[]> {
  const rows = await stage.ask(
    `select state, sum(n)::integer as n from (
      select state, count(*) as n from message where campaign_id = $1 group by state
      union all
      select state, -sum(n) from campaign_count where campaign_id = $1 and state <> 'replied' group by state
    ) both_sides group by state having sum(n) <> 0`,
    [id],
  );
  return rows.map(({ state, n }) => `the count of ${state} is off by ${n}`);
}
