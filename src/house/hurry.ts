import type { Bridge } from '../bridges/bridge.ts';

/**
 * A bridge that asks for the same distances between messages, each `speed` times shorter: a demo
 * would take a quarter of an hour over a dozen people on an unofficial bridge.
 *
 * No clock runs faster. The pace, the lease and the gate compare moments of one timepiece, and the
 * lease's end and the next owner's silence are by the database's clock, which nobody can hurry: a
 * faster timepiece would have its owner believe in a lease that is over. Here only lengths change,
 * before anybody adds them to a moment, so what must not be late is not touched. An interval that
 * a campaign asks for itself is not the bridge's, and stays.
 */
export function hurried(bridge: Bridge, speed: number): Bridge {
  if (speed === 1) return bridge;
  const { campaignInterval: interval, minimumIntervalMs, personIntervalMs } = bridge;
  return {
    ...bridge,
    minimumIntervalMs: minimumIntervalMs / speed,
    personIntervalMs: personIntervalMs / speed,
    ...(interval && {
      campaignInterval: {
        ...interval,
        defaultSeconds: interval.defaultSeconds / speed,
        minimumSeconds: interval.minimumSeconds / speed,
      },
    }),
  };
}
