import { createHash } from 'node:crypto';
import type { BridgeSender, OutboundContent } from '../bridge.ts';
import { letterOf } from './letter.ts';

/**
 * The id of a text on an engine that takes ours: in the form of WhatsApp's own, and the same for
 * the same message however often it is asked for. The words belong to it, so that a house that
 * starts again from an empty database does not use the ids of another campaign, whose messages
 * WhatsApp would drop as repeats.
 */
export function chosenId(
  { numberKey, config }: BridgeSender,
  { token, content }: { token: string; content: OutboundContent },
): string | undefined {
  const letter = letterOf(content);
  if (letter.media || !takesIds(config)) return undefined;
  const named = JSON.stringify([numberKey, token, letter.text]);
  const digest = createHash('sha256').update(named).digest('hex');
  return `3EB0${digest.slice(0, 18).toUpperCase()}`;
}

/** An older WAHA ignores the field, and an id that was not taken must not be relied on. */
function takesIds({ engine, version }: BridgeSender['config']): boolean {
  return (engine === 'NOWEB' || engine === 'GOWS') && isSince(version, [2026, 4, 3]);
}

function isSince(version: unknown, wanted: readonly number[]): boolean {
  const numbers = /^(\d{4})\.(\d{1,2})\.(\d{1,3})/.exec(String(version))?.slice(1).map(Number);
  if (!numbers) return false;
  const at = wanted.findIndex((number, i) => numbers[i] !== number);
  return at === -1 || (numbers[at] ?? 0) > (wanted[at] ?? 0);
}
