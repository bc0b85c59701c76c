import type { Context } from '../../context.ts';
import { type Contact, findOrCreateContact } from '../../database/contacts.ts';
import { findSuppressions } from '../../database/suppressions.ts';
import { readPhone } from '../../domain/phone.ts';
import { type BlockedReason, blockedReason } from '../../domain/suppression.ts';
import { Refusal } from '../../errors.ts';

/**
 * Whom a single message goes to; a new contact where nobody has the number yet. Refuses who must not
 * be messaged, so that whoever asks hears of it at once instead of finding it skipped.
 */
export async function requireRecipient(
  { trx, workspaceId, house }: Pick<Context, 'trx' | 'workspaceId' | 'house'>,
  typed: string,
): Promise<Contact> {
  const { phone, key } = readPhone(typed, house.settings.defaultCountry);
  const contact = await findOrCreateContact(trx, workspaceId, { phone, key });
  const reason = blockedReason(contact.blocked, 'single');
  if (!reason) return contact;

  const suppressions = await findSuppressions(trx, workspaceId, key);
  const { kind, undo, sentence } = wordsFor[reason];
  const since = suppressions.find((one) => one.kind === kind)?.since.toISOString();
  throw new Refusal(
    'not_allowed',
    `${contact.phone} ${sentence}${since ? ` since ${since}` : ''}: nothing is sent. ` +
      `If they have asked to hear from you again, call ${undo} first.`,
    { phone: contact.phone, reason, since },
  );
}

const wordsFor: Readonly<Record<BlockedReason, { kind: string; undo: string; sentence: string }>> =
  {
    opted_out: {
      kind: 'whatsapp',
      undo: 'remove_whatsapp_optout',
      sentence: 'has opted out of WhatsApp messages',
    },
    blacklisted: {
      kind: 'blacklist',
      undo: 'remove_from_blacklist',
      sentence: 'is on the blacklist',
    },
    // No single message is stopped by it.
    unsubscribed: {
      kind: 'marketing',
      undo: 'remove_unsubscribed_bulk',
      sentence: 'has unsubscribed from campaigns',
    },
  };
