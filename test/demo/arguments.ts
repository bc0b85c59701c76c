import { parseArgs } from 'node:util';
import { Refusal } from '../../src/errors.ts';

export interface Arguments {
  /** Go on with the data of a demo that was killed. */
  resume: boolean;
  /** Kill Herald and this process once WhatsApp took so many messages. */
  killAt: number | undefined;
}

/** @throws Refusal with how to write them */
export function readArguments(given: readonly string[]): Arguments {
  const { resume, 'kill-at': killAt } = parsed(given);
  if (killAt !== undefined && !/^[1-9]\d{0,8}$/.test(killAt))
    throw new Refusal('invalid_input', usage);
  return { resume, killAt: killAt === undefined ? undefined : Number(killAt) };
}

const usage = 'Usage: npm run demo -- [--resume] [--kill-at <number of messages>]';

function parsed(given: readonly string[]) {
  try {
    return parseArgs({
      args: [...given],
      options: { resume: { type: 'boolean', default: false }, 'kill-at': { type: 'string' } },
    }).values;
  } catch {
    throw new Refusal('invalid_input', usage);
  }
}
