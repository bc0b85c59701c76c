/** What the moments of all messages say about the pace; times in milliseconds, in order. */
export interface Figures {
  /** Messages in the busiest second, wherever it begins. */
  busiestSecond: number;
  /** Messages a second between the first second and the kill, and from a second after the new owner began. */
  meanBefore: number;
  meanAfter: number;
  /** The silence around the kill. */
  gapMs: number;
}

const secondMs = 1000;

export function figuresOf(times: readonly number[], killedAtMs: number): Figures {
  const before = times.filter((at) => at <= killedAtMs);
  const after = times.filter((at) => at > killedAtMs);
  // What is on its way at the kill still arrives; the silence begins after it.
  const longest = longestGap([...before.slice(-1), ...after]);
  return {
    busiestSecond: busiest(times),
    meanBefore: mean(before),
    meanAfter: mean(times.filter((at) => at >= longest.untilMs)),
    gapMs: longest.ms,
  };
}

function busiest(times: readonly number[]): number {
  let most = 0;
  for (let first = 0, last = 0; last < times.length; last += 1) {
    while ((times[last] ?? 0) - (times[first] ?? 0) >= secondMs) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

/** Without the first second, in which a new owner's first windows still come. */
function mean(times: readonly number[]): number {
  const settled = times.filter((at) => at >= (times[0] ?? 0) + secondMs);
  const [first = 0, last = 0] = [settled.at(0), settled.at(-1)];
  return ((settled.length - 1) / (last - first)) * secondMs;
}

function longestGap(times: readonly number[]): { ms: number; untilMs: number } {
  let longest = { ms: 0, untilMs: times.at(-1) ?? 0 };
  for (const [i, at] of times.entries()) {
    const ms = at - (times[i - 1] ?? at);
    if (ms > longest.ms) longest = { ms, untilMs: at };
  }
  return longest;
}
