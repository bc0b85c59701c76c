import { parseArgs } from 'node:util';
import { Refusal } from '../../src/errors.ts';
import { type BridgeName, fakeBridges } from './bridge/fake.ts';

export interface Arguments {
  /** Go on with the data of a demo that was killed. */
  resume: boolean;
  /** Kill Herald and this process once WhatsApp took so many messages. */
  killAt: number | undefined;
  /** Play with a dozen people at this bridge's fake server, and not with the simulated phones. */
  bridge: BridgeName | undefined;
}

/** @throws Refusal with how to write them */
export function readArguments(given: readonly string[]): Arguments {
  const { resume, 'kill-at': killAt, bridge } = parsed(given);
  if (killAt !== undefined && !/^[1-9]\d{0,8}$/.test(killAt)) throw misread();
  if (bridge === undefined) {
    return { resume, killAt: killAt === undefined ? undefined : Number(killAt), bridge };
  }
  // A fake server forgets with the demo that started it what people got.
  if (!isBridge(bridge) || resume || killAt !== undefined) throw misread();
  return { resume, killAt, bridge };
}

const usage = `Usage: npm run demo -- [--resume] [--kill-at <number of messages>], or npm run demo -- --bridge ${Object.keys(fakeBridges).join('|')}`;

function misread(): Refusal {
  return new Refusal('invalid_input', usage);
}

function isBridge(name: string): name is BridgeName {
  return Object.hasOwn(fakeBridges, name);
}

function parsed(given: readonly string[]) {
  try {
    return parseArgs({
      args: [...given],
      options: {
        resume: { type: 'boolean', default: false },
        'kill-at': { type: 'string' },
        bridge: { type: 'string' },
      },
    }).values;
  } catch {
    throw misread();
  }
}
