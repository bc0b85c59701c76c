import { describe, expect, test } from 'vitest';
import {
  believes,
  type Restriction,
  restrictionOnceLinked,
  runningRestriction,
  storedRestriction,
  stricter,
} from '../../src/domain/sender.ts';

const now = new Date('2026-03-01T10:00:00Z');
const later = new Date('2026-03-02T10:00:00Z');
const before = new Date('2026-03-01T09:00:00Z');

function restriction(kind: Restriction['kind'], until?: Date): Restriction {
  return { kind, reason: `because of ${kind}`, ...(until && { until }) };
}

describe('what a bridge says of a number', () => {
  const running = { status: 'connected', halted_at: null } as const;
  const stopped = { status: 'disconnected', halted_at: now } as const;

  test.each([
    ['connected', running, { status: 'connected' }, true],
    ['disconnected', running, { status: 'disconnected' }, true],
    ['logged out, as it has to be scanned again', running, { status: 'qr_pending' }, true],
    ['a code that comes after the scan', running, { status: 'qr_pending', qr: '2@a' }, false],
    ['connected, of one that was stopped', stopped, { status: 'connected' }, false],
    ['a code, of one that was stopped', stopped, { status: 'qr_pending', qr: '2@a' }, false],
    [
      'a code, of one that waits',
      { status: 'qr_pending', halted_at: null },
      { status: 'qr_pending', qr: '2@a' },
      true,
    ],
  ] as const)('counts or not: %s', (_, number, news, counts) => {
    expect(believes(number, news)).toBe(counts);
  });
});

describe('news of a restriction', () => {
  test.each([
    ['none', undefined, restriction('slowed'), 'news'],
    ['a milder one', restriction('slowed', later), restriction('campaigns', later), 'news'],
    ['the same', restriction('campaigns', later), restriction('campaigns'), 'news'],
    ['a stricter one that runs', restriction('all', later), restriction('slowed'), 'known'],
    ['a stricter one without an end', restriction('campaigns'), restriction('new_chats'), 'known'],
    ['a stricter one that is over', restriction('all', before), restriction('slowed'), 'news'],
  ] as const)('after %s', (_, known, news, winner) => {
    expect(stricter(known, news, now)).toBe(winner === 'news' ? news : known);
  });

  test('is forgotten when the number is linked again, unless it has an end that is to come', () => {
    const running = restriction('new_chats', later);

    expect(restrictionOnceLinked(restriction('all'), undefined, now)).toBeNull();
    expect(restrictionOnceLinked(restriction('all', before), undefined, now)).toBeNull();
    expect(restrictionOnceLinked(running, undefined, now)).toBe(running);
    expect(restrictionOnceLinked(running, restriction('slowed'), now)).toBe(running);
    expect(restrictionOnceLinked(undefined, running, now)).toBe(running);
  });

  test('is read as it was stored, while it runs', () => {
    const running = restriction('slowed', later);
    const stored = JSON.parse(JSON.stringify(storedRestriction(running)));

    expect(runningRestriction(stored, now)).toEqual(running);
    expect(runningRestriction(stored, later)).toBeUndefined();
    expect(runningRestriction(null, now)).toBeUndefined();
  });
});
