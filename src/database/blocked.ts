import { type RawBuilder, sql } from 'kysely';
import { blockedBit } from '../domain/suppression.ts';

/** The open suppressions of a number, as the bits of `contact.blocked`. */
export function openBits(workspaceId: number, key: RawBuilder<unknown>): RawBuilder<number> {
  return sql<number>`coalesce((
    select bit_or(case kind
      when 'whatsapp' then ${blockedBit.whatsapp}::int
      when 'marketing' then ${blockedBit.marketing}::int
      else ${blockedBit.blacklist}::int end)
    from suppression
    where suppression.workspace_id = ${workspaceId}
      and suppression.phone_key = ${key}
      and suppression.lifted_at is null), 0)::smallint`;
}
