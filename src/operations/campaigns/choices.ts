import type { Context } from '../../context.ts';
import type { Campaign } from '../../database/campaigns.ts';
import type { PlainRef } from '../../database/ref.ts';
import { findWorkspace } from '../../database/workspaces.ts';
import { parseTemplate } from '../../domain/template.ts';
import { parseTime } from '../../domain/time.ts';
import { Refusal } from '../../errors.ts';
import { requireSender } from '../senders/require.ts';

/** What callers write, as the campaign's row holds it. Absent choices stay absent. */
export interface WrittenChoices {
  session_ids?: PlainRef[] | undefined;
  send_interval_seconds?: number | undefined;
  include_unsubscribe_link?: boolean | undefined;
  unknown_policy?: Campaign['unknown_policy'] | undefined;
  scheduled_at?: string | undefined;
  message_text?: string | undefined;
}

type Columns = Partial<
  Pick<
    Campaign,
    | 'session_ids'
    | 'send_interval_seconds'
    | 'include_unsubscribe_link'
    | 'unknown_policy'
    | 'scheduled_at'
    | 'message_text'
  >
>;

/** Looks up numbers, reads times and checks the text; throws what is wrong with them. */
export async function readChoices(context: Context, written: WrittenChoices): Promise<Columns> {
  if (written.message_text !== undefined) checkText(written.message_text);
  return {
    ...definedOf({
      send_interval_seconds: written.send_interval_seconds,
      include_unsubscribe_link: written.include_unsubscribe_link,
      unknown_policy: written.unknown_policy,
      message_text: written.message_text,
    }),
    ...(written.session_ids && { session_ids: await senderIds(context, written.session_ids) }),
    ...(written.scheduled_at !== undefined && {
      scheduled_at: await readSchedule(context, written.scheduled_at),
    }),
  };
}

function checkText(messageText: string): void {
  if (messageText.trim() === '') {
    throw new Refusal('invalid_input', 'message_text is empty: write what people should get.');
  }
  parseTemplate(messageText);
}

async function senderIds(
  { trx, workspaceId }: Context,
  refs: readonly PlainRef[],
): Promise<number[]> {
  const ids = new Set<number>();
  for (const ref of refs) ids.add((await requireSender(trx, workspaceId, ref)).id);
  return [...ids];
}

async function readSchedule({ trx, workspaceId, now }: Context, text: string): Promise<Date> {
  const { timezone } = await findWorkspace(trx, workspaceId);
  const at = parseTime(text, timezone);
  if (at > now) return at;
  throw new Refusal(
    'invalid_input',
    `scheduled_at (${at.toISOString()}) lies in the past: give a later time, or start the campaign now.`,
  );
}

function definedOf<T extends object>(values: { [K in keyof T]: T[K] | undefined }): Partial<T> {
  const kept = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as Partial<T>;
}
