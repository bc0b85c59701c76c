import { b, fmt } from '@grammyjs/parse-mode';
import type { Format } from './format.ts';

/** What the bot says without being asked, in English. */
export function alerts({ number, time }: Format) {
  const messages = (n: number) => `${number(n)} ${n === 1 ? 'message' : 'messages'}`;
  return {
    campaignPaused: (name: string, reason: string) =>
      fmt`${b}${name}${b} has stopped.\n${reason}\nWhoever has not got it yet gets it when you resume it.`,
    senderStopped: (name: string, reason: string) =>
      fmt`The number ${b}${name}${b} sends nothing more${reason === '' ? '.' : `: ${reason}`}\nWhat it had planned waits, or goes out from the campaign’s other numbers. /senders shows it.`,
    senderRestricted: (name: string, restriction: string, reason: string, until?: string) =>
      fmt`The number ${b}${name}${b} ${restricted[restriction] ?? 'is restricted'}${until === undefined ? '' : ` until ${time(until)}`}: ${reason}`,
    unknownToDecide: (name: string, unknown: number, silent: number) =>
      fmt`${b}${name}${b}: of ${messages(unknown)} nobody can tell whether ${unknown === 1 ? 'it' : 'they'} left. ${
        silent === 0
          ? 'Nothing speaks against it.'
          : `Of ${number(silent)} nothing was heard, while everybody around them has a receipt: ${silent === 1 ? 'that one' : 'those'} probably did not.`
      }\nSent again, some people may get it twice. What shall I take them for?`,
  };
}

/** What a restricted number does. */
export const restricted: Readonly<Record<string, string>> = {
  slowed: 'sends at half its pace',
  new_chats: 'may write only to people with whom there is a chat already',
  campaigns: 'sends no campaigns',
  all: 'sends nothing',
};

/** What became of a decision about doubtful messages. */
export function resolved({ number }: Format) {
  const became = { sent: 'taken for sent', failed: 'taken for failed', resend: 'planned again' };
  return (n: number, as: keyof typeof became) =>
    n === 0
      ? 'There is nothing to decide any more.'
      : `${number(n)} ${n === 1 ? 'is' : 'are'} ${became[as]}.`;
}
