import { z } from 'zod';
import type { BridgeEvent, EchoEvent } from '../bridge.ts';
import { saidIn } from './message-kinds.ts';
import { readSystem } from './read-person.ts';
import { bsuid, digits, id, moment, perhaps, personOf } from './shapes.ts';

/** What somebody wrote, pressed or sent to a number; undefined for what was said in a group. */
export function readMessage(given: unknown, writer: unknown): BridgeEvent | undefined {
  const message = Message.safeParse(given).data;
  if (!message || message.group_id !== undefined) return undefined;
  if (message.type === 'system') return readSystem(given);
  const contact = Writer.safeParse(writer).data;
  const from = personOf(message.from ?? contact?.wa_id, message.from_user_id ?? contact?.user_id);
  const said = saidIn(message.type, given);
  if (!from || !said) return undefined;
  const name = contact?.profile?.name;
  return {
    kind: 'inbound',
    providerId: message.id,
    from,
    at: message.timestamp,
    ...(name !== undefined && { name }),
    ...(message.context && { replyTo: message.context.id }),
    ...said,
  };
}

/** What a person has typed on the phone that shares this number with us, whatever kind it is. */
export function readEcho(given: unknown): EchoEvent | undefined {
  const message = Echo.safeParse(given).data;
  const to = message && personOf(message.to, message.to_user_id);
  if (!message || !to) return undefined;
  const text = saidIn(message.type, given)?.text ?? '';
  return { kind: 'echo', providerId: message.id, to, text, at: message.timestamp };
}

const Message = z.object({
  id,
  /** Missing for people who hide their number. */
  from: perhaps(digits),
  from_user_id: perhaps(bsuid),
  timestamp: moment,
  type: z.string(),
  context: perhaps(z.object({ id })),
  group_id: z.unknown().optional(),
});

const Echo = z.object({
  id,
  to: perhaps(digits),
  to_user_id: perhaps(bsuid),
  timestamp: moment,
  type: z.string(),
});

const Writer = z.object({
  wa_id: perhaps(digits),
  user_id: perhaps(bsuid),
  profile: perhaps(z.object({ name: z.string().max(500) })),
});
