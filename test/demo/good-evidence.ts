import { stopConfirmation } from '../../src/domain/reply-texts.ts';
import type { Deed } from '../../src/sandbox/phones/behaviour.ts';
import type { PhoneMessage } from '../../src/sandbox/phones/book.ts';
import type { PhoneTally } from '../../src/sandbox/phones/tally.ts';
import type { PhoneView } from '../../src/sandbox/phones/views.ts';
import type { Campaign, Evidence, Row, State } from './check/evidence.ts';

/** Evidence that may be spoiled in one place, by the names of the people in it. */
export interface Planted extends Evidence {
  people: string[];
  rows: Row[];
  optedOut: string[];
  tally: Record<string, PhoneTally>;
  talks: PhoneView[];
  counts: Campaign['counts'];
  row(who: Person): Row;
  phone(who: Person): PhoneTally;
  talk(who: Person): PhoneMessage[];
  /** The phone got one more message. */
  hear(who: Person, text: string): void;
  /** WhatsApp took the campaign's message for this phone so many times. */
  take(phone: string, times?: number): void;
}

type Person = keyof typeof phoneOf;

/** One person for each way in which a message can end. */
export const phoneOf = {
  reads: '+34600000001',
  leavesUnread: '+34600000002',
  isOff: '+34600000003',
  failsLater: '+34600000004',
  refused: '+34600000005',
  skipped: '+34600000006',
  drops: '+34600000007',
  answers: '+34600000008',
  stops: '+34600000009',
  forgotten: '+34600000010',
} as const;

const campaignWords = 'Spring sale';
const autoReply = 'Thanks, we will be in touch.';

/** A campaign to nine people in which everything adds up, except for what a test plants. */
export function goodEvidence(plant: (planted: Planted) => void = () => {}): Planted {
  const planted = plantable();
  plant(planted);
  return planted;
}

function plantable(): Planted {
  const rows = [
    row(phoneOf.reads, 'read'),
    row(phoneOf.leavesUnread, 'delivered'),
    row(phoneOf.isOff, 'sent'),
    { ...row(phoneOf.failsLater, 'failed'), error_code: 'undeliverable' },
    { ...row(phoneOf.refused, 'failed'), accepted_at: null, error_code: 'blocked' },
    row(phoneOf.skipped, 'skipped'),
    row(phoneOf.drops, 'unknown'),
    { ...row(phoneOf.answers, 'read'), replied_at: at },
    { ...row(phoneOf.stops, 'read'), replied_at: at },
  ];
  const tally: Record<string, PhoneTally> = {
    [phoneOf.reads]: shows(campaignWords),
    [phoneOf.leavesUnread]: shows(campaignWords),
    [phoneOf.isOff]: { ...shows(), taken: 1 },
    [phoneOf.failsLater]: { ...shows(), taken: 1 },
    [phoneOf.answers]: shows(campaignWords, autoReply),
    [phoneOf.stops]: shows(campaignWords, stopConfirmation),
  };
  const talks = [
    talk(phoneOf.reads, 'reads', [got(campaignWords)]),
    talk(phoneOf.answers, 'answers', [got(campaignWords), said('Who is this?'), got(autoReply)]),
    talk(phoneOf.stops, 'stops', [got(campaignWords), said('BAJA'), got(stopConfirmation)]),
  ];
  const counts = {
    planned: 9,
    sent: 5,
    delivered: 4,
    read: 3,
    replied: 2,
    failed: 2,
    skipped: 1,
    unknown: 1,
  };
  const messagesOf = (who: Person) => the(talks, phoneOf[who]).messages;
  return {
    campaign: { ...campaign, counts },
    counts,
    peopleInFile: rows.length,
    people: rows.map(({ phone }) => phone),
    rows,
    optedOut: [phoneOf.stops],
    autoReply,
    tally,
    talks,
    campaignWords,
    wasKilled: false,
    row: (who) => the(rows, phoneOf[who]),
    phone: (who) => tally[phoneOf[who]] ?? shows(),
    talk: messagesOf,
    hear: (who, text) => messagesOf(who).push(got(text)),
    take(phone, times = 1) {
      tally[phone] = shows(...Array.from({ length: times }, () => campaignWords));
    },
  };
}

const at = '2026-11-20T10:00:00.000Z';

const campaign: Omit<Campaign, 'counts'> = {
  campaign_id: 1,
  uuid: '00000000-0000-4000-8000-000000000001',
  name: 'Spring',
  status: 'completed',
  status_reason: null,
  moves: ['archive'],
  message_text: campaignWords,
  list_id: 1,
  session_ids: [1],
  send_interval_seconds: null,
  include_unsubscribe_link: true,
  unknown_policy: 'assume_sent',
  segment_filters: null,
  on_missing_variable: 'skip',
  archive_after_send: false,
  template_id: null,
  media_url: null,
  media_type: null,
  media_filename: null,
  is_recurring: false,
  recurring_cron: null,
  translate_by_prefix: false,
  scheduled_at: null,
  created_by: 'token 1 (demo)',
  created_at: at,
  updated_at: at,
  started_at: at,
  finished_at: at,
  is_planned: true,
  waiting: 0,
};

function row(phone: string, status: State): Row {
  const wasTaken = status !== 'skipped' && status !== 'unknown';
  return {
    contact_id: Number(phone.slice(-2)),
    message_id: Number(phone.slice(-2)),
    phone,
    name: null,
    session_id: 1,
    status,
    attempt: 1,
    reason: null,
    error_code: null,
    error_text: null,
    settled_as: null,
    due_at: at,
    accepted_at: wasTaken ? at : null,
    sent_at: null,
    delivered_at: null,
    read_at: null,
    replied_at: null,
    ended_at: null,
  };
}

function shows(...texts: string[]): PhoneTally {
  const times = new Map<string, number>();
  for (const text of texts) times.set(text, (times.get(text) ?? 0) + 1);
  return {
    taken: texts.length,
    arrived: texts.length,
    tokens: {},
    texts: Object.fromEntries(times),
  };
}

function talk(phone: string, does: Deed, messages: PhoneMessage[]): PhoneView {
  const behaviour = { does, repeats: false, reorders: false };
  return { phone, state: 'reachable', behaviour, messages };
}

function got(text: string): PhoneMessage {
  return { id: text, direction: 'in', number: '+34910000001', text, at };
}

function said(text: string): PhoneMessage {
  return { ...got(text), direction: 'out' };
}

function the<T extends { phone: string }>(things: readonly T[], phone: string): T {
  const found = things.find((thing) => thing.phone === phone);
  if (found === undefined) throw new Error(`Nothing about ${phone} in the evidence.`);
  return found;
}
