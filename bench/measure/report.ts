import { parseArgs } from 'node:util';
import { machine } from './machine.ts';

export type Size = 'small' | 'full';

/** `--full` asks for the size that the README quotes; without it a run takes a minute or less. */
export function sizeAsked(): Size {
  const { values } = parseArgs({ options: { full: { type: 'boolean' } }, strict: false });
  return values.full ? 'full' : 'small';
}

export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** The last line of every benchmark: everything it measured as JSON, for whoever keeps a history. */
export function sayResult(bench: string, size: Size, figures: object): void {
  say(
    JSON.stringify({ bench, size, at: new Date().toISOString(), machine: machine(), ...figures }),
  );
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The value below which a share of all values lies, by nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
