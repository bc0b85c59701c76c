import { describe, expect, test } from 'vitest';
import { Refusal } from '../../src/errors.ts';
import { readArguments } from './arguments.ts';

describe('the arguments of the demo', () => {
  test.each([
    [[], { resume: false, killAt: undefined, bridge: undefined }],
    [['--resume'], { resume: true, killAt: undefined, bridge: undefined }],
    [['--kill-at', '120'], { resume: false, killAt: 120, bridge: undefined }],
    [['--resume', '--kill-at=7'], { resume: true, killAt: 7, bridge: undefined }],
    [['--bridge', 'waha'], { resume: false, killAt: undefined, bridge: 'waha' }],
  ])('%j are read', (given, expected) => {
    expect(readArguments(given)).toEqual(expected);
  });

  test.each([
    [['--kill-at']],
    [['--kill-at', '0']],
    [['--kill-at', 'soon']],
    [['again']],
    [['-x']],
    [['--bridge']],
    [['--bridge', 'sandbox']],
    [['--bridge', 'cloud', '--resume']],
    [['--bridge', 'cloud', '--kill-at', '7']],
  ])('%j are refused with the usage', (given) => {
    expect(() => readArguments(given)).toThrow(Refusal);
    expect(() => readArguments(given)).toThrow('Usage: npm run demo');
  });
});
