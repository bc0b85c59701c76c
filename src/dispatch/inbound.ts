import type { InboundContent, InboundEvent } from '../bridges/bridge.ts';
import type { House } from '../context.ts';
import { insertDirectMessage } from '../database/direct-messages.ts';
import type { StoredEvent } from '../database/events.ts';
import { noteIntent } from '../database/follow-ups.ts';
import { findOrCreatePerson } from '../database/identities.ts';
import {
  countReplies,
  findAnswered,
  hasTakenOver,
  insertInbound,
  isOwnNumber,
  markReplied,
} from '../database/inbound.ts';
import type { MessageKey } from '../database/message-key.ts';
import { readReplySettings } from '../database/settings.ts';
import { liftSuppression, openSuppression } from '../database/suppressions.ts';
import type { Trx } from '../database/tables.ts';
import { type ConsentWord, readConsentWord } from '../domain/consent.ts';
import { startConfirmation, stopConfirmation } from '../domain/reply-texts.ts';
import { blockedReason } from '../domain/suppression.ts';
import { noteMedia } from './media.ts';

const repliesPerDayMax = 3;
const dayMs = 24 * 3_600_000;

/** Somebody wrote. One transaction: the message, what it says about consent, and our answer. */
export async function handleInbound(
  trx: Trx,
  house: House,
  event: StoredEvent,
  inbound: InboundEvent,
): Promise<void> {
  // What somebody took back is not read, and not counted as an answer.
  if (inbound.content === 'deletion') return;
  const letter = await receive(trx, house, event, inbound);
  if (!letter) return;
  await noteMedia(trx, letter, inbound);
  if (letter.consent === 'stop') await obeyStop(trx, letter);
  else if (letter.consent === 'start') await obeyStart(trx, letter);
  else if (wantsAnswer(inbound)) {
    const { id, workspaceId } = letter;
    await noteIntent(trx, { id, workspaceId, text: inbound.text, at: inbound.at });
    await answer(trx, letter);
  }
}

function wantsAnswer({ content = 'text' }: InboundEvent): boolean {
  return content !== 'reaction' && content !== 'edit';
}

/** A message that was read for the first time, and who wrote it. */
interface Letter {
  id: number;
  workspaceId: number;
  senderId: number;
  contactId: number;
  blocked: number;
  phone: string;
  key: string;
  consent: ConsentWord | undefined;
  byButton: boolean;
  answered: MessageKey | undefined;
  now: Date;
}

async function receive(
  trx: Trx,
  house: House,
  event: StoredEvent,
  inbound: InboundEvent,
): Promise<Letter | undefined> {
  const { workspace_id: workspaceId, sender_id: senderId } = event;
  const now = house.clock();
  const person = { ...inbound.from, name: inbound.name };
  const contact = await findOrCreatePerson(trx, workspaceId, person, now);
  const contactId = contact.id;
  const answered = await findAnswered(
    trx,
    { workspaceId, senderId, contactId, replyTo: inbound.replyTo },
    now,
  );
  const { consent, byButton } = consentIn(inbound);
  const id = await insertInbound(trx, {
    workspaceId,
    senderId,
    contactId,
    providerId: idOf(inbound),
    text: inbound.text,
    campaignId: answered?.campaignId,
    consent,
    at: inbound.at,
    receivedAt: event.received_at,
  });
  if (id === undefined) return undefined;
  if (answered) await markReplied(trx, answered, inbound.at);
  const { phone, blocked, phone_key: key } = contact;
  return {
    id,
    workspaceId,
    senderId,
    contactId,
    blocked,
    phone,
    key,
    consent,
    byButton,
    answered,
    now,
  };
}

/** An edited message bears the id of what it was before. */
function idOf({ content, providerId, at }: InboundEvent): string {
  return content === 'edit' ? `${providerId}:${at.getTime()}` : providerId;
}

const saying: ReadonlySet<InboundContent> = new Set(['text', 'button', 'list', 'edit']);

/** Only words that somebody writes or presses say yes or no; what stands under a picture does not. */
function consentIn({ content = 'text', text, payload }: InboundEvent) {
  if (!saying.has(content)) return { byButton: false, consent: undefined };
  const byButton = payload !== undefined && readConsentWord(payload) !== undefined;
  return { byButton, consent: readConsentWord(byButton ? payload : text) };
}

/** Confirmed once: only whoever opens the suppression plans the confirmation, under a key of its own. */
async function obeyStop(trx: Trx, letter: Letter): Promise<void> {
  const opened = await openSuppression(trx, {
    workspaceId: letter.workspaceId,
    phone: letter.phone,
    key: letter.key,
    kind: 'whatsapp',
    source: letter.byButton ? 'button' : 'word',
    campaignId: letter.answered?.campaignId,
    at: letter.now,
  });
  if (opened === undefined) return;
  await say(trx, letter, 'consent', `consent:${opened}`, stopConfirmation);
}

/** A word lifts what a word did; a blacklist or an operator's entry stays. */
async function obeyStart(trx: Trx, letter: Letter): Promise<void> {
  const lifted = await liftSuppression(trx, {
    workspaceId: letter.workspaceId,
    key: letter.key,
    kind: 'whatsapp',
    by: 'word',
    at: letter.now,
    onlySources: ['word', 'button'],
  });
  if (!lifted) return;
  await say(trx, letter, 'reply', `start:${letter.id}`, startConfirmation);
}

/** Once per campaign, else once a day, and never to one of our own numbers. */
async function answer(trx: Trx, letter: Letter): Promise<void> {
  const { workspaceId, contactId, answered, now } = letter;
  const { auto_reply_enabled, auto_reply_text } = await readReplySettings(trx, workspaceId);
  if (!auto_reply_enabled || auto_reply_text === '') return;
  if (blockedReason(letter.blocked, 'reply') !== undefined) return;
  if (await isOwnNumber(trx, letter.phone)) return;
  const since = new Date(now.getTime() - dayMs);
  if (await hasTakenOver(trx, contactId, since)) return;
  if ((await countReplies(trx, workspaceId, contactId, since)) >= repliesPerDayMax) return;

  const scope = answered ? String(answered.campaignId) : now.toISOString().slice(0, 10);
  await say(trx, letter, 'reply', `reply:${scope}:${contactId}`, auto_reply_text);
}

async function say(
  trx: Trx,
  { workspaceId, contactId, phone, senderId, now }: Letter,
  purpose: 'reply' | 'consent',
  key: string,
  body: string,
): Promise<void> {
  await insertDirectMessage(trx, {
    workspaceId,
    key,
    contactId,
    address: phone,
    purpose,
    body,
    senderId,
    dueAt: now,
  });
}
