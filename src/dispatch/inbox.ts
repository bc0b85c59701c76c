import type { BridgeEvent, StatusEvent } from '../bridges/bridge.ts';
import type { House } from '../context.ts';
import {
  closeEvents,
  lockWaitingEvents,
  payloadOf,
  postponeEvents,
  type StoredEvent,
} from '../database/events.ts';
import { learnNames, renamePerson } from '../database/identities.ts';
import { findByProviderId } from '../database/inbound.ts';
import type { MessageKey } from '../database/message-key.ts';
import { type KnownFact, move } from '../database/move.ts';
import type { Trx } from '../database/tables.ts';
import { afterLateFailure } from '../domain/attempt.ts';
import { type EventLane, nextMatchAt } from '../domain/event.ts';
import type { Fact } from '../domain/message.ts';
import { readToken } from '../domain/token.ts';
import { handleInbound } from './inbound.ts';
import { obeyRefusals } from './opted-out.ts';
import { handleEcho, handlePreference } from './people-news.ts';
import { handleSenderNews } from './sender-news.ts';
import { handleTemplateNews } from './template-news.ts';
import { TimelockSigns } from './timelock-signs.ts';

const personalMax = 50;
const statusesMax = 500;
const triesMax = 5;

export interface InboxTurn {
  read: number;
}

/**
 * Reads what the bridges told us. People first, one event a transaction, so that one that fails
 * holds up nobody; then statuses, in batches.
 */
export async function inboxTurn(house: House, signs = new TimelockSigns()): Promise<InboxTurn> {
  let read = 0;
  for (let i = 0; i < personalMax; i += 1) {
    if (!(await readOne(house, ['inbound', 'sender']))) break;
    read += 1;
  }
  return { read: read + (await readStatuses(house, signs)) };
}

async function readStatuses(house: House, signs: TimelockSigns): Promise<number> {
  try {
    return await house.db.transaction().execute(async (trx) => {
      const events = await lockWaitingEvents(trx, ['status'], house.clock(), statusesMax);
      await handleStatuses(trx, house, events, signs);
      return events.length;
    });
  } catch (error) {
    // One of them is at fault; alone, it takes no other with it.
    house.log.error({ err: error }, 'a batch of statuses failed, reading them one by one');
    return (await readOne(house, ['status'])) ? 1 : 0;
  }
}

async function readOne(house: House, lanes: readonly EventLane[]): Promise<boolean> {
  let taken: StoredEvent | undefined;
  try {
    await house.db.transaction().execute(async (trx) => {
      [taken] = await lockWaitingEvents(trx, lanes, house.clock(), 1);
      if (taken) await handle(trx, house, taken);
    });
  } catch (error) {
    if (!taken) throw error;
    await putAside(house, taken, error);
  }
  return taken !== undefined;
}

async function handle(trx: Trx, house: House, event: StoredEvent): Promise<void> {
  const meaning = meaningOf(house, event);
  switch (meaning?.kind) {
    case 'status':
      return handleStatuses(trx, house, [event]);
    case 'inbound':
      await handleInbound(trx, house, event, meaning);
      break;
    case 'sender':
      await handleSenderNews(trx, house, event, meaning);
      break;
    case 'preference':
      await handlePreference(trx, house, event, meaning);
      break;
    case 'identity':
      await renamePerson(trx, event.workspace_id, meaning.before, meaning.after);
      break;
    case 'echo':
      await handleEcho(trx, house, event, meaning);
      break;
    case 'template':
      await handleTemplateNews(trx, house, event, meaning);
      break;
    case undefined:
  }
  await closeEvents(trx, [event.id], meaning ? 'done' : 'ignored');
}

function meaningOf(house: House, event: StoredEvent): BridgeEvent | undefined {
  return house.bridges.get(event.bridge).read(payloadOf(event));
}

interface ReadStatus {
  event: StoredEvent;
  status: StatusEvent;
}

async function handleStatuses(
  trx: Trx,
  house: House,
  events: readonly StoredEvent[],
  signs?: TimelockSigns,
): Promise<void> {
  const statuses: ReadStatus[] = [];
  const ignored: number[] = [];
  for (const event of events) {
    const meaning = meaningOf(house, event);
    if (meaning?.kind === 'status') statuses.push({ event, status: meaning });
    else ignored.push(event.id);
  }
  await closeEvents(trx, ignored, 'ignored');

  const found = await findMessages(trx, statuses);
  const facts = statuses.flatMap(({ event, status }) => {
    const message = found.get(event.id);
    return message ? [{ ...message, fact: factOf(status, message.attempt, house.clock()) }] : [];
  });
  await move(trx, facts satisfies KnownFact[]);
  await obeyRefusals(trx, facts);
  await learnFrom(trx, house, statuses, found);
  for (const { event, status } of statuses) await signs?.note(trx, house, event, status);

  const read = statuses.map(({ event }) => event);
  const matched = read.filter(({ id }) => found.has(id));
  await closeEvents(trx, idsOf(matched), 'done');
  await lookAgainLater(
    trx,
    house,
    read.filter(({ id }) => !found.has(id)),
  );
}

/** A receipt may call a person by another name than the one we wrote to. */
async function learnFrom(
  trx: Trx,
  { clock }: House,
  statuses: readonly ReadStatus[],
  found: ReadonlyMap<number, FoundMessage>,
): Promise<void> {
  const told = statuses.flatMap(({ event, status: { person } }) => {
    const message = found.get(event.id);
    return message && (person?.lid || person?.bsuid) ? [{ ...message, names: person }] : [];
  });
  await learnNames(trx, told, clock());
}

type FoundMessage = MessageKey & { attempt?: number | undefined };

/** By our own token, which also settles what nobody knew; else by the bridge's id of the message. */
async function findMessages(
  trx: Trx,
  statuses: readonly ReadStatus[],
): Promise<Map<number, FoundMessage>> {
  const found = new Map<number, FoundMessage>();
  const byProvider = new Map<number, ReadStatus[]>();
  for (const read of statuses) {
    const token = read.status.token === undefined ? undefined : readToken(read.status.token);
    if (token) found.set(read.event.id, { workspaceId: read.event.workspace_id, ...token });
    else {
      const group = byProvider.get(read.event.sender_id) ?? [];
      group.push(read);
      byProvider.set(read.event.sender_id, group);
    }
  }
  for (const [senderId, group] of byProvider) {
    const workspaceId = group[0]?.event.workspace_id ?? 0;
    const ids = group.map(({ status }) => status.providerId);
    const messages = await findByProviderId(trx, workspaceId, senderId, ids);
    for (const { event, status } of group) {
      const message = messages.get(status.providerId);
      if (message) found.set(event.id, message);
    }
  }
  return found;
}

function factOf(
  { status, providerId, at, failure }: StatusEvent,
  attempt: number | undefined,
  now: Date,
): Fact {
  if (status === 'failed') {
    if (failure) return afterLateFailure(failure, attempt, at, now);
    return { kind: 'failed', attempt, failure: { reason: 'other' }, at };
  }
  if (status === 'accepted') return { kind: 'accepted', attempt: attempt ?? 1, providerId, at };
  return { kind: status, attempt, providerId, at };
}

async function lookAgainLater(
  trx: Trx,
  { clock }: House,
  events: readonly StoredEvent[],
): Promise<void> {
  const waits = events.flatMap((event) => {
    const nextTryAt = nextMatchAt(event.tries, event.received_at, clock());
    return nextTryAt ? [{ id: event.id, nextTryAt }] : [];
  });
  await postponeEvents(trx, waits, 'unmatched', 'names no message yet');
  const waiting = new Set(waits.map(({ id }) => id));
  const givenUp = events.filter(({ id }) => !waiting.has(id));
  await closeEvents(trx, idsOf(givenUp), 'ignored', 'named no message for 7 days');
}

function idsOf(events: readonly StoredEvent[]): number[] {
  return events.map(({ id }) => id);
}

/** Tried again a few times; then kept as faulty, for a person to look at, instead of standing in the way for ever. */
async function putAside(house: House, event: StoredEvent, error: unknown): Promise<void> {
  house.log.error({ err: error, eventId: event.id }, 'an event failed');
  const note = error instanceof Error ? error.message : String(error);
  await house.db.transaction().execute(async (trx) => {
    if (event.tries + 1 >= triesMax) return closeEvents(trx, [event.id], 'faulty', note);
    const nextTryAt = new Date(house.clock().getTime() + 1000 * 4 ** event.tries);
    return postponeEvents(trx, [{ id: event.id, nextTryAt }], 'new', note);
  });
}
