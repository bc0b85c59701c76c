import { describe, expect, test } from 'vitest';
import { stopConfirmation } from '../../src/domain/reply-texts.ts';
import { findDiscrepancies } from './check/adds-up.ts';
import type { Evidence } from './check/evidence.ts';
import { goodEvidence, type Planted, phoneOf } from './good-evidence.ts';

describe('the check that a campaign adds up', () => {
  test('finds nothing where nothing is wrong', () => {
    expect(findDiscrepancies(goodEvidence())).toEqual([]);
  });

  test.each<[string, string, (planted: Planted) => void]>([
    [
      'a person who was lost at the import',
      'The file names 9 people, and the list has 8.',
      ({ people }) => people.pop(),
    ],
    [
      'a sum that is not whole',
      'planned is 9, but sent + failed + skipped + unknown is 8.',
      ({ counts }) => {
        counts.sent -= 1;
      },
    ],
    [
      'a count that the rows do not bear out',
      'delivered is 5, but the rows say 4.',
      ({ counts }) => {
        counts.delivered += 1;
      },
    ],
    [
      'a person without a row',
      `${phoneOf.forgotten} has 0 rows in place of one.`,
      ({ people }) => people.push(phoneOf.forgotten),
    ],
    [
      'a person with two rows',
      `${phoneOf.reads} has 2 rows in place of one.`,
      ({ rows, row }) => rows.push({ ...row('reads') }),
    ],
    [
      'a row of somebody who is not on the list',
      `${phoneOf.forgotten} has a row and is not on the list.`,
      ({ row }) => {
        row('skipped').phone = phoneOf.forgotten;
      },
    ],
    [
      'a campaign that was not finished',
      'The campaign is running, not completed.',
      ({ campaign }) => {
        campaign.status = 'running';
      },
    ],
    [
      'a person who still waits',
      `${phoneOf.drops} still waits for its message.`,
      ({ row }) => {
        row('drops').status = 'planned';
      },
    ],
    [
      'a read message that WhatsApp never took',
      `${phoneOf.reads} is read, but WhatsApp took 0 messages for it, not 1.`,
      ({ tally }) => delete tally[phoneOf.reads],
    ],
    [
      'a read message that the phone does not show',
      `${phoneOf.reads} is read, but the phone shows 0 messages, not 1.`,
      ({ phone }) => Object.assign(phone('reads'), { arrived: 0, texts: {} }),
    ],
    [
      'a message on its way that the phone shows already',
      `${phoneOf.isOff} is sent, but the phone shows 1 messages, not 0.`,
      ({ phone }) => Object.assign(phone('isOff'), { arrived: 1, texts: { 'Spring sale': 1 } }),
    ],
    [
      'a refused message that was taken',
      `${phoneOf.refused} is failed, but WhatsApp took 1 messages for it, not 0.`,
      ({ take }) => take(phoneOf.refused),
    ],
    [
      'a message that failed later and was never taken',
      `${phoneOf.failsLater} is failed, but WhatsApp took 0 messages for it, not 1.`,
      ({ tally }) => delete tally[phoneOf.failsLater],
    ],
    [
      'a skipped person who got it',
      `${phoneOf.skipped} is skipped, but WhatsApp took 1 messages for it, not 0.`,
      ({ take }) => take(phoneOf.skipped),
    ],
    [
      'a doubt behind which there are two messages',
      `${phoneOf.drops} is unknown, but WhatsApp took 2 messages for it, not 0 or 1.`,
      ({ take }) => take(phoneOf.drops, 2),
    ],
    [
      'a message that was taken twice',
      `${phoneOf.reads} took the campaign's message 2 times.`,
      ({ take }) => take(phoneOf.reads, 2),
    ],
    [
      'a stranger who got it',
      `${phoneOf.forgotten} took the campaign's message and has no row.`,
      ({ take }) => take(phoneOf.forgotten),
    ],
    [
      'a STOP that nobody heard',
      `${phoneOf.stops} said STOP and is not opted out.`,
      ({ optedOut }) => optedOut.pop(),
    ],
    [
      'an answer that was taken for a STOP',
      `${phoneOf.answers} is opted out and never said STOP.`,
      ({ optedOut }) => optedOut.push(phoneOf.answers),
    ],
    [
      'a STOP that was not confirmed',
      `${phoneOf.stops} got the confirmation of its STOP 0 times.`,
      ({ talk }) => talk('stops').pop(),
    ],
    [
      'a STOP that was confirmed twice',
      `${phoneOf.stops} got the confirmation of its STOP 2 times.`,
      ({ hear }) => hear('stops', stopConfirmation),
    ],
    [
      'a message after a STOP',
      `${phoneOf.stops} got one more message after it had written: "Come back".`,
      ({ hear }) => hear('stops', 'Come back'),
    ],
    [
      'an answer that was left unanswered',
      `${phoneOf.answers} got the auto-reply 0 times.`,
      ({ talk }) => talk('answers').pop(),
    ],
    [
      'an answer that the row does not know',
      `${phoneOf.answers} answered, and its row does not know.`,
      ({ row }) => {
        row('answers').replied_at = null;
      },
    ],
    [
      'an answer that only the row knows',
      `${phoneOf.reads} never answered, but its row says so.`,
      ({ row }) => {
        row('reads').replied_at = '2026-11-20T10:00:00.000Z';
      },
    ],
  ])('finds %s', (_, sentence, plant) => {
    expect(findDiscrepancies(goodEvidence(plant))).toContain(sentence);
  });

  test('leaves a doubt open, whether or not the message arrived', () => {
    const arrived = goodEvidence(({ take }) => take(phoneOf.drops));
    expect(findDiscrepancies(arrived)).toEqual([]);
  });

  test('asks no second confirmation of a Herald that was killed while it sent the first', () => {
    const evidence: Evidence = {
      ...goodEvidence(({ talk }) => talk('stops').pop()),
      wasKilled: true,
    };
    expect(findDiscrepancies(evidence)).toEqual([]);
  });
});
