import type { PlainRef } from '../../database/ref.ts';
import { findSenders, type Sender } from '../../database/senders.ts';
import type { SenderStatus } from '../../domain/sender.ts';
import { Refusal } from '../../errors.ts';
import type { StepsContext } from '../define.ts';
import { requireSender } from './require.ts';

/** The number that a caller names, or, named by nobody, the only one that can be meant. */
export function chooseSender(
  { transaction, workspaceId }: StepsContext,
  ref: PlainRef | undefined,
  /** Which numbers are likelier to be meant than others, the likeliest first. */
  likely: readonly SenderStatus[] = [],
): Promise<Sender> {
  return transaction(async (trx) => {
    if (ref) return requireSender(trx, workspaceId, ref);
    return onlyOne(await findSenders(trx, workspaceId), likely);
  });
}

/** Any number that can ask WhatsApp something: which one it is makes no difference. */
export function chooseConnected(
  { transaction, workspaceId }: StepsContext,
  ref: PlainRef | undefined,
): Promise<Sender> {
  return transaction(async (trx) => {
    if (ref) return requireSender(trx, workspaceId, ref);
    const senders = await findSenders(trx, workspaceId);
    return senders.find(({ status }) => status === 'connected') ?? refuseNone();
  });
}

function onlyOne(senders: readonly Sender[], likely: readonly SenderStatus[]): Sender {
  const groups = likely.map((wanted) => senders.filter(({ status }) => status === wanted));
  const meant = groups.find((group) => group.length > 0) ?? senders;
  const [only, other] = meant;
  if (!only) return refuseNone();
  if (!other) return only;
  const names = meant.map(({ id, label, phone }) => `${id} (${label ?? phone ?? 'no name'})`);
  throw new Refusal('invalid_input', `session_id is missing, and it may be ${names.join(' or ')}.`);
}

function refuseNone(): never {
  throw new Refusal('wrong_state', 'No number is connected: connect one with connect_whatsapp.');
}
