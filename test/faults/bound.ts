import { latencyMs } from './stage.ts';

/** Messages a second of the tier that scenarios are played at. */
export const rate = 80;
/** What a window holds leaves within this time. */
const windowMs = 100;
/** Answers are collected for 20 ms, and written and committed in a few more. */
const flushMs = 30;

/**
 * How many messages one kill may leave in doubt: what was opened, what was on its way, and what
 * was answered and not yet written down.
 */
export const inDoubtPerKill = Math.ceil((rate * (1.5 * windowMs + latencyMs + flushMs)) / 1000);
