import { stopConfirmation } from '../../../src/domain/reply-texts.ts';
import type { PhoneView } from '../../../src/sandbox/phones/views.ts';
import type { Evidence } from './evidence.ts';

/** Whether whoever wrote was heard: a STOP obeyed for good, any other answer counted and answered once. */
export function answersAreObeyed(evidence: Evidence): string[] {
  return [stopsAreKept, nobodyElseIsOut, answeredOnce, repliesAreNoted].flatMap((rule) =>
    rule(evidence),
  );
}

/** By what the phone is, not by reading its words: Herald's own way of reading is under test. */
function saidStop(talk: PhoneView): boolean {
  return talk.behaviour.does === 'stops' && hasSpoken(talk);
}

function hasSpoken({ messages }: PhoneView): boolean {
  return messages.some(({ direction }) => direction === 'out');
}

function stopsAreKept({ talks, optedOut }: Evidence): string[] {
  const out = new Set(optedOut);
  return talks
    .filter((talk) => saidStop(talk) && !out.has(talk.phone))
    .map(({ phone }) => `${phone} said STOP and is not opted out.`);
}

function nobodyElseIsOut({ talks, optedOut }: Evidence): string[] {
  const stopped = new Set(talks.filter(saidStop).map(({ phone }) => phone));
  return optedOut
    .filter((phone) => !stopped.has(phone))
    .map((phone) => `${phone} is opted out and never said STOP.`);
}

/** After its first word a phone gets one message, which is Herald's answer to it. */
function answeredOnce({ talks, autoReply, wasKilled }: Evidence): string[] {
  return talks.filter(hasSpoken).flatMap((talk) => faultsAfter(talk, autoReply, wasKilled));
}

function faultsAfter(talk: PhoneView, autoReply: string, wasKilled: boolean): string[] {
  const [answer, what] = saidStop(talk)
    ? [stopConfirmation, 'the confirmation of its STOP']
    : [autoReply, 'the auto-reply'];
  const spokeAt = talk.messages.findIndex(({ direction }) => direction === 'out');
  const later = talk.messages.slice(spokeAt).filter(({ direction }) => direction === 'in');
  const times = later.filter(({ text }) => text === answer).length;

  const others = later.filter(({ text }) => text !== answer);
  const isRight = times === 1 || (times === 0 && wasKilled);
  return [
    ...(isRight ? [] : [`${talk.phone} got ${what} ${times} times.`]),
    ...others.map(
      ({ text }) => `${talk.phone} got one more message after it had written: "${text}".`,
    ),
  ];
}

function repliesAreNoted({ talks, rows }: Evidence): string[] {
  const spoke = new Set(talks.filter(hasSpoken).map(({ phone }) => phone));
  return rows
    .filter(({ phone, replied_at }) => spoke.has(phone) !== (replied_at !== null))
    .map(({ phone, replied_at }) =>
      replied_at === null
        ? `${phone} answered, and its row does not know.`
        : `${phone} never answered, but its row says so.`,
    );
}
