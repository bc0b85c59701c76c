import type { Annotations } from './define.ts';

/** Looks and changes nothing. */
export const looks: Annotations = { readOnly: true, destructive: false, idempotent: true };

/** Makes something new each time. */
export const adds: Annotations = { readOnly: false, destructive: false, idempotent: false };

/** Brings something into a state; a second call finds it there. */
export const sets: Annotations = { readOnly: false, destructive: false, idempotent: true };

/** Takes something away for good; a second call finds it gone. */
export const removes: Annotations = { readOnly: false, destructive: true, idempotent: true };
