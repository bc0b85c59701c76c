import { sql } from 'kysely';
import { openBits } from './blocked.ts';
import { announceNewContacts } from './newcomers.ts';
import type { Trx } from './tables.ts';

/** The most rows of one statement: PGlite does nothing else while it works on one. */
export const batchMax = 5000;

/** Cuts a long list into batches that one statement each may take. */
export function* batchesOf<T>(items: readonly T[]): Generator<T[]> {
  for (let start = 0; start < items.length; start += batchMax) {
    yield items.slice(start, start + batchMax);
  }
}

/** What someone told us about a person. What is absent says nothing against what we know already. */
export interface ContactNews {
  phone: string;
  key: string;
  typed: string;
  possible: boolean;
  name?: string | undefined;
  email?: string | undefined;
  language?: string | undefined;
  tags: string[];
  attributes: Record<string, string>;
}

export interface MergedContact {
  id: number;
  /** False for someone who was a contact before. */
  isNew: boolean;
}

/**
 * Makes contacts of people, or brings the contacts they are up to date: details that came win,
 * tags and attributes are united. At most `batchMax`, each person once; answers by phone key.
 */
export async function mergeContacts(
  trx: Trx,
  workspaceId: number,
  people: readonly ContactNews[],
): Promise<Map<string, MergedContact>> {
  await announceNewContacts(trx, workspaceId);
  // In the order of keys, so that two of these wait for each other instead of locking each other out.
  const { rows } = await sql<{ id: number; phone_key: string; is_new: boolean }>`
    insert into contact (workspace_id, phone_key, phone, phone_typed, phone_possible,
      name, email, language, tags, attributes, blocked)
    select ${workspaceId}::int, key, phone, typed, possible, name, email, language, tags, attributes,
      ${openBits(workspaceId, sql`key`)}
    from jsonb_to_recordset(${{ people }}::jsonb -> 'people') as person(
      key text, phone text, typed text, possible boolean,
      name text, email text, language text, tags text[], attributes jsonb)
    order by key
    on conflict (workspace_id, phone_key) do update set
      name = coalesce(excluded.name, contact.name),
      email = coalesce(excluded.email, contact.email),
      language = coalesce(excluded.language, contact.language),
      tags = (select coalesce(array_agg(distinct tag order by tag), '{}')
        from unnest(contact.tags || excluded.tags) as tag),
      attributes = contact.attributes || excluded.attributes,
      updated_at = now()
    returning id, phone_key, (xmax = 0) as is_new`.execute(trx);
  return new Map(rows.map((row) => [row.phone_key, { id: row.id, isNew: row.is_new }]));
}
