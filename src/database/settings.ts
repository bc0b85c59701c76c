import { sql } from 'kysely';
import { z } from 'zod';
import { type IntentRule, intentLevels } from '../domain/intent.ts';
import { defaultIntentRules } from '../domain/intent-words.ts';
import { ReplySettings } from '../domain/reply-settings.ts';
import type { Connection, Trx } from './tables.ts';

/** A section of a workspace's settings as it was saved, or undefined when it never was. */
export async function readSetting(
  connection: Connection,
  workspaceId: number,
  key: string,
): Promise<unknown> {
  const row = await connection
    .selectFrom('setting')
    .select('value')
    .where('workspace_id', '=', workspaceId)
    .where('key', '=', key)
    .executeTakeFirst();
  return row?.value;
}

export async function saveSetting(
  trx: Trx,
  workspaceId: number,
  key: string,
  value: object,
): Promise<void> {
  const changed = { value, updated_at: sql<Date>`now()` };
  await trx
    .insertInto('setting')
    .values({ workspace_id: workspaceId, key, ...changed })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'key']).doUpdateSet(changed))
    .execute();
}

/** How the workspace answers replies: what was saved, and the defaults for the rest. */
export async function readReplySettings(
  connection: Connection,
  workspaceId: number,
): Promise<ReplySettings> {
  const saved = await readSetting(connection, workspaceId, replySection);
  return ReplySettings.parse(saved ?? {});
}

export function saveReplySettings(
  trx: Trx,
  workspaceId: number,
  settings: ReplySettings,
): Promise<void> {
  return saveSetting(trx, workspaceId, replySection, settings);
}

/** Whether imports refuse numbers of a length that no country uses. */
export async function readStrictNumbers(
  connection: Connection,
  workspaceId: number,
): Promise<boolean> {
  const saved = await readSetting(connection, workspaceId, importSection);
  return typeof saved === 'object' && saved !== null && 'strict_numbers' in saved
    ? saved.strict_numbers === true
    : false;
}

export function saveStrictNumbers(trx: Trx, workspaceId: number, strict: boolean): Promise<void> {
  return saveSetting(trx, workspaceId, importSection, { strict_numbers: strict });
}

/** By which words a workspace sees who wants something: its own, or those that Herald knows. */
export async function readIntentRules(
  connection: Connection,
  workspaceId: number,
): Promise<readonly IntentRule[]> {
  const saved = await readSetting(connection, workspaceId, intentSection);
  return saved === undefined ? defaultIntentRules : SavedRules.parse(saved).rules;
}

/** Null goes back to the rules that Herald knows. */
export async function saveIntentRules(
  trx: Trx,
  workspaceId: number,
  rules: readonly IntentRule[] | null,
): Promise<void> {
  if (rules) return saveSetting(trx, workspaceId, intentSection, { rules });
  await trx
    .deleteFrom('setting')
    .where('workspace_id', '=', workspaceId)
    .where('key', '=', intentSection)
    .execute();
}

const SavedRules = z.object({
  rules: z.array(z.object({ level: z.enum(intentLevels), phrases: z.array(z.string()) })),
});

const intentSection = 'intents';
const replySection = 'mass_marketing';
const importSection = 'imports';
