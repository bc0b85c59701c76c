import type { BridgeEvent } from '../bridge.ts';
import { readChange, readNumberError } from './read-change.ts';
import { readEcho, readMessage } from './read-message.ts';
import { readIdUpdate, readPreference } from './read-person.ts';
import { readStatus } from './read-status.ts';

/** What a stored item means; undefined when it is of a type or shape that this version does not know. */
export function readCloudItem(payload: unknown): BridgeEvent | undefined {
  if (typeof payload !== 'object' || payload === null) return undefined;
  if ('status' in payload) return readStatus(payload.status);
  if ('message' in payload) {
    return readMessage(payload.message, 'contact' in payload ? payload.contact : undefined);
  }
  if ('echo' in payload) return readEcho(payload.echo);
  if ('preference' in payload) return readPreference(payload.preference);
  if ('idUpdate' in payload) return readIdUpdate(payload.idUpdate);
  const at = momentOf(payload);
  if (at && 'error' in payload) return readNumberError(payload.error, at);
  if (at && 'change' in payload) return readChange(payload.change, at);
  return undefined;
}

function momentOf(payload: object): Date | undefined {
  if (!('at' in payload) || typeof payload.at !== 'string') return undefined;
  const at = new Date(payload.at);
  return Number.isNaN(at.getTime()) ? undefined : at;
}
