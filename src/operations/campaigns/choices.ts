import type { Context } from '../../context.ts';
import type { Campaign } from '../../database/campaigns.ts';
import type { PlainRef } from '../../database/ref.ts';
import { findWorkspace } from '../../database/workspaces.ts';
import {
  checkParams,
  noParams,
  readShape,
  type TemplateParams,
  textOf,
} from '../../domain/approved-template.ts';
import { refuseNotYet } from '../../domain/campaign.ts';
import { captionMax } from '../../domain/content.ts';
import { readMediaUrl } from '../../domain/media-url.ts';
import { messageTextMax, parseTemplate } from '../../domain/template.ts';
import { parseTime } from '../../domain/time.ts';
import { Refusal } from '../../errors.ts';
import { requireSender } from '../senders/require.ts';
import { requireTemplate } from '../templates/require.ts';

/** What is kept as it was written. */
const plainChoices = [
  'send_interval_seconds',
  'include_unsubscribe_link',
  'unknown_policy',
  'message_text',
  'on_missing_variable',
  'archive_after_send',
  'media_url',
  'media_type',
  'media_filename',
  'is_recurring',
  'recurring_cron',
  'translate_by_prefix',
] as const satisfies readonly (keyof Campaign)[];

type Plain = { [K in (typeof plainChoices)[number]]?: Campaign[K] };

/** What callers write, as the campaign's row holds it. Absent choices stay absent. */
export type WrittenChoices = { [K in keyof Plain]?: Plain[K] | undefined } & {
  session_ids?: PlainRef[] | undefined;
  segment_filters?: Campaign['segment'] | undefined;
  template_id?: number | null | undefined;
  template_params?: TemplateParams | undefined;
  scheduled_at?: string | undefined;
};

type Columns = Plain &
  Partial<
    Pick<Campaign, 'session_ids' | 'segment' | 'scheduled_at' | 'template_id' | 'template_params'>
  >;

/**
 * Looks up numbers, reads times and checks what belongs together; throws what is wrong.
 *
 * @param before the campaign as it is, when it is changed
 */
export async function readChoices(
  context: Context,
  written: WrittenChoices,
  before?: Campaign,
): Promise<Columns> {
  if (written.message_text !== undefined) checkText(written.message_text);
  const { session_ids, segment_filters, scheduled_at } = written;
  const columns: Columns = {
    ...plainOf(written),
    ...(session_ids && { session_ids: await senderIds(context, session_ids) }),
    ...(segment_filters !== undefined && { segment: segment_filters }),
    ...(scheduled_at !== undefined && { scheduled_at: await readSchedule(context, scheduled_at) }),
  };
  Object.assign(columns, await readTemplate(context, written, { ...before, ...columns }));
  const after = { ...before, ...columns };
  checkMedia(after);
  checkHasText(after);
  checkLength(after);
  checkRecurrence(after);
  if (after.scheduled_at) refuseNotYet(after);
  await refuseTooFast(context, after);
  return columns;
}

function plainOf(written: WrittenChoices): Plain {
  const given = plainChoices.filter((name) => written[name] !== undefined);
  return Object.fromEntries(given.map((name) => [name, written[name]]));
}

/** A template's words are those of the campaign, and nothing can be put below them. */
async function readTemplate(
  { trx, workspaceId }: Context,
  { template_id: id, template_params: given, message_text }: WrittenChoices,
  campaign: Partial<Campaign>,
): Promise<Columns> {
  const templateId = id === undefined ? campaign.template_id : id;
  if (templateId === null || templateId === undefined) {
    if (given)
      throw new Refusal('invalid_input', 'template_params belong to a template: give template_id.');
    return id === null ? { template_id: null, template_params: null } : {};
  }
  if (message_text !== undefined) {
    throw new Refusal(
      'invalid_input',
      'Give either message_text or template_id: a template brings its own words.',
    );
  }
  const template = await requireTemplate(trx, workspaceId, templateId);
  if (template.source === 'own') {
    throw new Refusal(
      'invalid_input',
      `Template ${templateId} is a text of your own: give it as message_text. template_id is for those that WhatsApp has approved.`,
    );
  }
  const shape = readShape(template.components);
  const params = given ?? campaign.template_params ?? noParams;
  checkParams(template.name, shape, params, Boolean(campaign.media_url));
  const text = textOf(shape, params);
  checkText(text);
  return {
    template_id: templateId,
    template_params: { ...params },
    message_text: text,
    include_unsubscribe_link: false,
  };
}

/** Room for the opt-out line with its link; what is filled in for a person comes on top. */
const optOutLineChars = 120;

/** A text that is too long for everybody would reach nobody. */
function checkLength({
  message_text = '',
  media_url,
  include_unsubscribe_link = true,
}: Columns): void {
  const rendered = parseTemplate(message_text, 'default').render({});
  const written = 'text' in rendered ? rendered.text.length : 0;
  const length = written + (include_unsubscribe_link ? optOutLineChars : 0);
  const lengthMax = media_url ? captionMax : messageTextMax;
  if (length <= lengthMax) return;
  throw new Refusal(
    'invalid_input',
    `The text has ${written} characters${include_unsubscribe_link ? ' and the opt-out line below it' : ''}; ` +
      `WhatsApp takes ${lengthMax} in a message${media_url ? ' under a file' : ''}.`,
    { length, lengthMax },
  );
}

function checkHasText({ message_text }: Columns): void {
  if (message_text !== undefined) return;
  throw new Refusal(
    'invalid_input',
    'message_text is missing: write what people should get, or give template_id.',
  );
}

function checkText(messageText: string): void {
  if (messageText.trim() === '') {
    throw new Refusal('invalid_input', 'message_text is empty: write what people should get.');
  }
  parseTemplate(messageText);
}

function checkMedia({ media_url, media_type, media_filename }: Columns): void {
  if (Boolean(media_url) !== Boolean(media_type)) {
    throw new Refusal('invalid_input', 'media_url and media_type go together: give both or none.');
  }
  if (media_type === 'document' && !media_filename) {
    throw new Refusal('invalid_input', 'media_filename is missing: people see it on a document.');
  }
  if (media_url && media_type) readMediaUrl(media_url, media_type);
}

/** Five fields; what they mean is looked at when campaigns can repeat. */
const cronPattern = /^\S+( +\S+){4}$/;

function checkRecurrence({ is_recurring, recurring_cron }: Columns): void {
  if (is_recurring && !recurring_cron) {
    throw new Refusal('invalid_input', 'recurring_cron is missing: is_recurring needs it.');
  }
  if (!recurring_cron || cronPattern.test(recurring_cron)) return;
  throw new Refusal(
    'invalid_input',
    `recurring_cron: "${recurring_cron}" has not the five fields of a cron expression, like 0 10 * * 1.`,
  );
}

async function senderIds(
  { trx, workspaceId }: Context,
  refs: readonly PlainRef[],
): Promise<number[]> {
  const ids = new Set<number>();
  for (const ref of refs) ids.add((await requireSender(trx, workspaceId, ref)).id);
  return [...ids];
}

/** A number that would be banned at that pace is not asked to keep it. */
async function refuseTooFast(
  { trx, workspaceId, house }: Context,
  { session_ids = [], send_interval_seconds: seconds }: Columns,
): Promise<void> {
  if (seconds === undefined || seconds === null) return;
  for (const value of session_ids) {
    const { id, bridge } = await requireSender(trx, workspaceId, { column: 'id', value });
    const { minimumSeconds = 0 } = house.bridges.get(bridge).campaignInterval ?? {};
    if (seconds >= minimumSeconds) continue;
    throw new Refusal(
      'invalid_input',
      `send_interval_seconds: session ${id} is linked over ${bridge}, where campaigns leave at least ${minimumSeconds} seconds between two messages.`,
      { minimum_seconds: minimumSeconds },
    );
  }
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
