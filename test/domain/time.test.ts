import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkZone, describeDuration, formatTime, parseTime } from '../../src/domain/time.ts';
import { Refusal } from '../../src/errors.ts';

describe('parseTime', () => {
  test.each([
    ['2026-11-27T09:00:00Z', '2026-11-27T09:00:00.000Z'],
    ['2026-11-27T09:00:00.250Z', '2026-11-27T09:00:00.250Z'],
    ['2026-11-27T09:00:00+01:00', '2026-11-27T08:00:00.000Z'],
    ['2026-11-27T09:00:00-0330', '2026-11-27T12:30:00.000Z'],
    ['2026-11-27 09:00+05:45', '2026-11-27T03:15:00.000Z'],
  ])('takes %s as its offset says, whatever the zone', (text, moment) => {
    expect(parseTime(text, 'America/Bogota').toISOString()).toBe(moment);
  });

  test.each([
    '2026-11-27T09:00:00',
    '2026-11-27T09:00',
    '2026-11-27 09:00:00',
    '2026-11-27 09:00',
    ' 2026-11-27 09:00 ',
  ])('takes "%s" on the clocks of the zone', (text) => {
    expect(parseTime(text, 'Europe/Madrid').toISOString()).toBe('2026-11-27T08:00:00.000Z');
    expect(parseTime(text, 'Asia/Kathmandu').toISOString()).toBe('2026-11-27T03:15:00.000Z');
  });

  test.each([
    ['Europe/Madrid', '2026-03-29T02:30', '2026-03-29T01:30:00.000Z', 'to 03:30'],
    ['America/New_York', '2026-03-08T02:00', '2026-03-08T07:00:00.000Z', 'to 03:00'],
    ['Australia/Lord_Howe', '2026-10-04T02:10', '2026-10-03T15:40:00.000Z', 'to 02:40'],
    ['Pacific/Apia', '2011-12-30T12:00', '2011-12-30T22:00:00.000Z', 'by a whole day'],
  ])('in %s moves %s, which the clocks skip, to %s (%s)', (zone, text, moment) => {
    expect(parseTime(text, zone).toISOString()).toBe(moment);
  });

  test.each([
    ['Europe/Madrid', '2026-10-25T02:30', '2026-10-25T00:30:00.000Z'],
    ['America/New_York', '2026-11-01T01:00', '2026-11-01T05:00:00.000Z'],
    ['Australia/Lord_Howe', '2026-04-05T01:45', '2026-04-04T14:45:00.000Z'],
  ])('in %s takes the first %s of the two that the clocks show', (zone, text, moment) => {
    expect(parseTime(text, zone).toISOString()).toBe(moment);
  });

  test.each([
    '',
    'tomorrow',
    '2026-11-27',
    '27/11/2026 09:00',
    '2026-11-27T9:00',
    '2026-02-30T09:00',
    '2026-02-29 09:00',
    '2026-13-01T09:00Z',
    '2026-11-27T24:00',
    '2026-11-27T09:60',
    '2026-11-27T09:00:60',
    '2026-11-27T09:00:00+25:00',
    '2026-11-27T09:00:00 CET',
    '+012026-11-27T09:00:00Z',
  ])('refuses "%s" and shows the right form', (text) => {
    expect(() => parseTime(text, 'UTC')).toThrow(Refusal);
    expect(() => parseTime(text, 'UTC')).toThrow('Write it like 2026-11-27T09:00:00');
  });

  test('finds the moment again from what the clocks of any zone show', () => {
    const zones = [
      'UTC',
      'Europe/Madrid',
      'America/Sao_Paulo',
      'America/St_Johns',
      'Asia/Kolkata',
      'Asia/Kathmandu',
      'Australia/Lord_Howe',
      'Australia/Sydney',
      'Pacific/Chatham',
      'Africa/Casablanca',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: Date.UTC(1990, 0) / 1000, max: Date.UTC(2040, 0) / 1000 }),
        (zone, seconds) => {
          const moment = new Date(seconds * 1000);
          const found = parseTime(shownIn(zone, moment), zone);
          if (found.getTime() === moment.getTime()) return;
          // Only the second showing of an hour leads elsewhere: to the first one.
          expect(shownIn(zone, found)).toBe(shownIn(zone, moment));
          expect(found.getTime()).toBeLessThan(moment.getTime());
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('checkZone', () => {
  test.each(['UTC', 'Europe/Madrid', 'America/Argentina/Buenos_Aires'])('knows %s', (zone) => {
    expect(() => checkZone(zone)).not.toThrow();
  });

  test.each(['', 'Mars/Olympus', 'Madrid', '__proto__'])('refuses "%s"', (zone) => {
    expect(() => checkZone(zone)).toThrow(Refusal);
    expect(() => parseTime('2026-11-27 09:00', zone)).toThrow('There is no time zone');
  });
});

describe('formatTime', () => {
  const moment = new Date('2026-11-27T08:00:00Z');

  test('speaks the language and names the zone', () => {
    expect(formatTime(moment, 'Europe/Madrid', 'es')).toMatch(/27 nov 2026, 9:00.CET/);
    expect(formatTime(moment, 'Asia/Kolkata', 'en')).toMatch(/Nov 27, 2026, 1:30.PM GMT\+5:30/);
  });

  test('refuses a zone that does not exist', () => {
    expect(() => formatTime(moment, 'Mars/Olympus', 'en')).toThrow(Refusal);
  });
});

describe('describeDuration', () => {
  test.each([
    [-5, '0 s'],
    [400, '0 s'],
    [40_000, '40 s'],
    [60_000, '1 min'],
    [754_000, '12 min 34 s'],
    [3_599_600, '1 h'],
    [7_500_000, '2 h 5 min'],
    [7_529_000, '2 h 5 min'],
    [86_399_000, '1 d'],
    [273_600_000, '3 d 4 h'],
  ])('says of %d ms: %s', (ms, words) => {
    expect(describeDuration(ms)).toBe(words);
  });

  test('writes the units as a language abbreviates them', () => {
    expect(describeDuration(7_500_000, 'de')).toBe('2 Std. 5 Min.');
    expect(describeDuration(40_000, 'ru')).toMatch(/40.с/);
  });
});

/** What a wall clock shows: "2026-11-27 09:00:00". */
function shownIn(zone: string, moment: Date): string {
  return moment.toLocaleString('sv-SE', { timeZone: zone });
}
