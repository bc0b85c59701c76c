import { describe, expect, test } from 'vitest';
import { Refusal } from '../../src/errors.ts';
import { readArguments } from './arguments.ts';

describe('the arguments of the demo', () => {
  test.each([
    [[], { resume: false, killAt: undefined }],
    [['--resume'], { resume: true, killAt: undefined }],
    [['--kill-at', '120'], { resume: false, killAt: 120 }],
    [['--resume', '--kill-at=7'], { resume: true, killAt: 7 }],
  ])('%j are read', (given, expected) => {
    expect(readArguments(given)).toEqual(expected);
  });

  test.each([
    [['--kill-at']],
    [['--kill-at', '0']],
    [['--kill-at', 'soon']],
    [['again']],
    [['-x']],
  ])('%j are refused with the usage', (given) => {
    expect(() => readArguments(given)).toThrow(Refusal);
    expect(() => readArguments(given)).toThrow('Usage: npm run demo');
  });
});
