import type { Campaign } from './check/evidence.ts';

const blocks = 30;

/** How far a campaign is, in one line. */
export function progressLine({ counts, waiting, status }: Campaign): string {
  const share = counts.planned === 0 ? 0 : (counts.planned - waiting) / counts.planned;
  // Rounded down: a bar that is full says that nobody waits any more.
  const full = Math.floor(share * blocks);
  const bar = '█'.repeat(full) + '░'.repeat(blocks - full);
  const percent = `${Math.floor(share * 100)}`.padStart(3);
  const numbers = Object.entries(counts).map(([name, n]) => `${name} ${n}`);
  return `${bar} ${percent} % ${status}: ${numbers.join(' · ')}`;
}

const lineEveryMs = 1000;

/** Draws a line over itself on a terminal; elsewhere, such as in a log file, writes one a second. */
export class ProgressDisplay {
  readonly #out: Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>;
  readonly #nowMs: () => number;
  #drawnAtMs = Number.NEGATIVE_INFINITY;
  #latest = '';
  #written = '';

  constructor(
    out: Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>,
    nowMs: () => number = () => performance.now(),
  ) {
    this.#out = out;
    this.#nowMs = nowMs;
  }

  show(line: string): void {
    this.#latest = line;
    if (this.#out.isTTY) this.#redraw(line);
    else if (this.#nowMs() - this.#drawnAtMs >= lineEveryMs) this.#write(line);
  }

  /** The last line stays, whatever was shown last. */
  end(): void {
    if (this.#out.isTTY) this.#out.write('\n');
    else if (this.#written !== this.#latest) this.#write(this.#latest);
  }

  /** A line that wrapped could not be drawn over. */
  #redraw(line: string): void {
    this.#out.write(`\r\u001b[2K${line.slice(0, this.#out.columns - 1)}`);
  }

  #write(line: string): void {
    this.#drawnAtMs = this.#nowMs();
    this.#written = line;
    this.#out.write(`${line}\n`);
  }
}
