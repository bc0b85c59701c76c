import type { Campaign, Stage } from './stage.ts';
import { until } from './stage.ts';

/** What a scenario did to people, counted at the far end and compared with the ledger. */
export interface Verdict {
  /** Neither messaged nor accounted for. */
  lost: number;
  twice: number;
  /** Nobody could tell, when the campaign was over. */
  unknown: number;
  /** Of those, settled by the statuses that came later. */
  settled: number;
  /** Everything that does not fit together, in words. */
  wrong: string[];
}

const handedOver = ['accepted', 'sent', 'delivered', 'read'];

/** Waits for the campaign's end, lets the far end report on what it has, and counts. */
export async function judge(stage: Stage, campaign: Campaign): Promise<Verdict> {
  await until(async () => (await stateOf(stage, campaign)) === 'completed');
  const before = await ledgerOf(stage, campaign);
  await stage.cloud.tell(['sent', 'delivered'], campaign.people);
  await until(() => hasReadEverything(stage));
  const after = await ledgerOf(stage, campaign);
  const taken = takenBy(stage, campaign);

  const wrong = campaign.people.flatMap((person) => {
    const state = after.get(person);
    const times = taken.get(person) ?? 0;
    if (state === undefined) return [`${person} has no row`];
    if (times > 1) return [`${person} was messaged ${times} times`];
    if (handedOver.includes(state) && times === 0) return [`${person} is ${state} and got nothing`];
    if (!handedOver.includes(state) && times === 1) return [`${person} is ${state} and got it`];
    if (state === 'planned') return [`${person} is still planned`];
    return [];
  });
  const unknown = [...before.values()].filter((state) => state === 'unknown').length;
  const left = [...after.values()].filter((state) => state === 'unknown').length;
  return {
    lost: wrong.length - campaign.people.filter((person) => (taken.get(person) ?? 0) > 1).length,
    twice: campaign.people.filter((person) => (taken.get(person) ?? 0) > 1).length,
    unknown,
    settled: unknown - left,
    wrong: [...wrong, ...(await countsThatDiffer(stage, campaign))],
  };
}

async function stateOf({ call }: Stage, { id }: Campaign): Promise<unknown> {
  return (await call('get_campaign', { campaign_id: id })).status;
}

async function ledgerOf({ db }: Stage, { id }: Campaign): Promise<Map<string, string>> {
  const rows = await db`select address, state from message where campaign_id = ${id}`;
  return new Map(rows.map(({ address, state }) => [address.slice(1), state]));
}

function takenBy({ cloud }: Stage, campaign: Campaign): Map<string, number> {
  const taken = new Map<string, number>();
  const ours = new Set(campaign.people);
  for (const { to } of cloud.received) {
    if (ours.has(to)) taken.set(to, (taken.get(to) ?? 0) + 1);
  }
  return taken;
}

async function hasReadEverything({ db }: Stage): Promise<boolean> {
  const [row] = await db`select count(*)::int as n from event where state = 'new'`;
  return row?.n === 0;
}

async function countsThatDiffer({ db }: Stage, { id }: Campaign): Promise<string[]> {
  const rows = await db`
    select state, sum(n)::int as n from (
      select state, count(*) as n from message where campaign_id = ${id} group by state
      union all
      select state, -sum(n) from campaign_count where campaign_id = ${id} and state <> 'replied' group by state
    ) both_sides group by state having sum(n) <> 0`;
  return rows.map(({ state, n }) => `the count of ${state} is off by ${n}`);
}
