import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodePress, encodePress, type Press, shorten } from '../../commands/callback.ts';

const written: [string, Press][] = [
  ['pause:12', { kind: 'pause', campaign: 12 }],
  ['cancel-yes:2147483647', { kind: 'cancel-yes', campaign: 2_147_483_647 }],
  ['pick-sender:all', { kind: 'pick-sender', sender: 'all' }],
  ['pick-sender:3', { kind: 'pick-sender', sender: 3 }],
  ['when:later', { kind: 'when', when: 'later' }],
  ['call-it', { kind: 'call-it' }],
  ['make-list:7:people: north', { kind: 'make-list', import: 7, name: 'people: north' }],
  ['run:help:', { kind: 'run', command: 'help', words: '' }],
  ['optouts:blacklist:2', { kind: 'optouts', which: 'blacklist', page: 2 }],
  ['invite:viewer', { kind: 'invite', role: 'viewer' }],
];

describe('the data of a button', () => {
  test.each(written)('%s is written and read', (data, press) => {
    expect(encodePress(press)).toBe(data);
    expect(decodePress(data)).toEqual(press);
  });

  test.each([
    ['nothing', ''],
    ['a kind that nobody knows', 'explode:1'],
    ['a name that every object inherits', 'constructor'],
    ['a value too few', 'pause'],
    ['a value too many', 'call-it:1'],
    ['a value in the way of another', 'pause:1:2'],
    ['no id', 'pause:x'],
    ['an id of 0', 'pause:0'],
    ['an id that no table can hold', 'pause:2147483648'],
    ['half an id', 'pause:1.5'],
    ['a choice that is none', 'when:never'],
    ['a command that is none', 'run:explode:'],
  ])('that is %s means nothing', (_, data) => {
    expect(decodePress(data)).toBeUndefined();
  });

  test('is never longer than Telegram allows', () => {
    const press = { kind: 'make-list', import: 2_147_483_647, name: 'ñ'.repeat(22) } as const;
    expect(() => encodePress(press)).toThrow('too long');
  });

  test('holds any name that was shortened to fit', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (name) => {
        const short = shorten(name, 40);
        fc.pre(short !== '');
        const press = { kind: 'make-list', import: 2_147_483_647, name: short } as const;
        expect(decodePress(encodePress(press))).toEqual(press);
        expect(name.startsWith(short)).toBe(true);
      }),
    );
  });
});
