import type { Pool } from 'pg';

/** One result row per recipient, which is what Herald keeps too; planned beforehand, as there. */
export async function makeResults(pool: Pool, count: number): Promise<void> {
  await pool.query(`
    create table result (
      campaign_id integer not null, recipient_id bigint not null, state text not null default 'planned',
      provider_id text, accepted_at timestamptz, primary key (campaign_id, recipient_id))`);
  await pool.query(
    'insert into result (campaign_id, recipient_id) select 1, n from generate_series(1, $1::integer) n',
    [count],
  );
  await pool.query('vacuum (analyze) result');
}

/** One statement for a whole batch. */
export async function saveResults(pool: Pool, ids: number[], providerIds: string[]): Promise<void> {
  await pool.query({
    name: 'save_results',
    text: `
      update result r set state = 'accepted', provider_id = u.provider_id, accepted_at = now()
      from unnest($1::bigint[], $2::text[]) u(id, provider_id)
      where r.campaign_id = 1 and r.recipient_id = u.id`,
    values: [ids, providerIds],
  });
}
