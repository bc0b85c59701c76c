import { describe, expect, test } from 'vitest';
import { goodEvidence } from './good-evidence.ts';
import { ProgressDisplay, progressLine } from './progress.ts';

describe('the progress of the demo', () => {
  test('is a bar with a percentage and every count', () => {
    const { campaign } = goodEvidence();
    expect(progressLine({ ...campaign, waiting: 3 })).toBe(
      `${'█'.repeat(20)}${'░'.repeat(10)}  66 % completed: planned 9 · sent 5 · delivered 4 · ` +
        'read 3 · replied 2 · failed 2 · skipped 1 · unknown 1',
    );
  });

  test('is nothing yet while nobody is planned, and all of it when nobody waits', () => {
    const { campaign, counts } = goodEvidence();
    const fresh = { ...campaign, counts: { ...counts, planned: 0 } };
    expect(progressLine(fresh)).toContain(`${'░'.repeat(30)}   0 %`);
    expect(progressLine(campaign)).toContain(`${'█'.repeat(30)} 100 %`);
  });

  test('is drawn over itself on a terminal, and never wraps', () => {
    const { screen, out } = terminal({ isTTY: true, columns: 8 });
    const display = new ProgressDisplay(out);
    display.show('one of many');
    display.show('two');
    display.end();
    expect(screen.join('')).toBe('\r\u001b[2Kone of \r\u001b[2Ktwo\n');
  });

  test('is a line a second elsewhere, and the last one in any case', () => {
    const { screen, out } = terminal({ isTTY: false, columns: 0 });
    let nowMs = 0;
    const display = new ProgressDisplay(out, () => nowMs);
    for (const line of ['at 0', 'at 400', 'at 800', 'at 1200', 'at 1600']) {
      display.show(line);
      nowMs += 400;
    }
    display.end();
    expect(screen).toEqual(['at 0\n', 'at 1200\n', 'at 1600\n']);
  });
});

function terminal(kind: { isTTY: boolean; columns: number }) {
  const screen: string[] = [];
  return { screen, out: { ...kind, write: (text: string) => screen.push(text) > 0 } };
}
