import type { Bridge, BridgeSender, SessionControl } from '../../bridges/bridge.ts';
import type { House } from '../../context.ts';
import type { Sender } from '../../database/senders.ts';
import { Refusal } from '../../errors.ts';

/** A bridge by its name. Throws Refusal where this Herald has no such bridge. */
export function requireBridge({ bridges }: House, name: string): Bridge {
  if (bridges.names.includes(name)) return bridges.get(name);
  throw new Refusal(
    'invalid_input',
    `There is no bridge "${name}". There is: ${bridges.names.join(', ')}.`,
    { bridges: bridges.names },
  );
}

/** A number as its bridge knows it. */
export function addressOf({ id, number_key, config }: Sender): BridgeSender {
  return { senderId: id, numberKey: number_key, config: config ?? {} };
}

/**
 * What the number's bridge can do besides sending. Throws Refusal, with the words for it, where it
 * cannot.
 */
export function skillOf<Name extends keyof SessionControl>(
  house: House,
  { bridge: name }: Sender,
  skill: Name,
  words: string,
): SessionControl[Name] {
  const able = requireBridge(house, name).session?.[skill];
  if (able) return able;
  throw new Refusal('wrong_state', `The ${name} bridge cannot ${words}.`);
}

/** Asks a number's bridge. What it refuses comes as it says it; its silence becomes a Refusal of ours. */
export async function ask<Answer>(
  house: House,
  sender: Sender,
  question: (number: BridgeSender) => Promise<Answer>,
): Promise<Answer> {
  try {
    return await question(addressOf(sender));
  } catch (error) {
    if (error instanceof Refusal) throw error;
    house.log.warn({ err: error, senderId: sender.id }, 'a bridge does not answer');
    throw new Refusal(
      'unavailable',
      `The ${sender.bridge} bridge does not answer. Try again later.`,
    );
  }
}
