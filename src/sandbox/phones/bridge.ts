import type { Bridge, BridgeSender, Gate, Outbound, Outcome } from '../../bridges/bridge.ts';
import { type SandboxFailureCode, sandboxFailures } from '../../bridges/sandbox/errors.ts';
import { parseSandboxItem } from '../../bridges/sandbox/parse.ts';
import { type Behaviour, planOf } from './behaviour.ts';
import { drawBetween } from './draw.ts';
import type { Life } from './life.ts';
import type { Pauses } from './pauses.ts';
import { connectionOf, sandboxSession } from './session.ts';

export interface PhonesBridgeOptions {
  life: Life;
  pauses: Pauses;
  seed: string;
  behaviourOf(phone: string): Behaviour;
}

/** The port's side of the simulated world: a bridge whose WhatsApp is in this process. */
export function createPhonesBridge(options: PhonesBridgeOptions): Bridge {
  return {
    name: 'sandbox',
    minimumIntervalMs: 0,
    personIntervalMs: 0,
    ratePerSecond: ({ rate_per_second: rate }) => (typeof rate === 'number' ? rate : 80),
    send: (sender, message, gate) => send(options, sender, message, gate),
    read: parseSandboxItem,
    async connect(sender) {
      const { numberKey } = sender;
      options.life.meetNumber(numberKey);
      if (!options.life.ownNumber(numberKey).isLinked) {
        options.life.changeNumber(numberKey, { isLinked: true });
      }
      const qr = `herald-sandbox:${numberKey} (a simulated phone scans)`;
      return { ...connectionOf(options.life, sender), qr };
    },
    session: sandboxSession(options.life),
  };
}

async function send(
  { life, pauses, seed, behaviourOf }: PhonesBridgeOptions,
  { numberKey }: BridgeSender,
  message: Outbound,
  gate: Gate,
): Promise<Outcome> {
  // Nothing waits from the gate to the journal: what passed it is on record before anyone hears of it.
  if (pauses.ended) return notWritten('closed', 'The simulated world has ended.');
  if (!gate()) return notWritten('gate_closed', 'The gate was closed in the last moment.');

  const latencyMs = drawBetween(15, 60, seed, message.token, 'latency');
  const refusal = life.refuse(message.to);
  if (refusal) {
    await pauses.pause(latencyMs);
    return refused(refusal);
  }

  const behaviour = behaviourOf(message.to);
  const { answer, reaches } = planOf(behaviour);
  if (reaches === 'nobody') {
    await pauses.pause(latencyMs);
    return unclear('connection_lost', 'The connection broke.');
  }

  const providerId = life.take(numberKey, message);
  await pauses.pause(latencyMs);
  if (answer === 'timeout') {
    await pauses.pause(timeoutMs);
    return unclear('timeout', 'Nobody answered in time.');
  }
  // Long enough for the first status to be told before.
  if (behaviour.reorders) await pauses.pause(lateAnswerMs);
  return { kind: 'accepted', providerId };
}

const timeoutMs = 5_000;
const lateAnswerMs = 800;

const texts: Record<SandboxFailureCode, string> = {
  not_on_whatsapp: 'This phone is not on WhatsApp.',
  undeliverable: 'The phone could not be reached.',
  blocked: 'This person has blocked the number.',
  rate_limited: 'Too many messages in a short time.',
  session_down: 'The number is not connected.',
  temporarily_unavailable: 'WhatsApp is busy. Try again in a moment.',
};

function refused(code: SandboxFailureCode): Outcome {
  return { kind: 'refused', class: sandboxFailures[code], code, text: texts[code] };
}

function unclear(code: string, text: string): Outcome {
  return { kind: 'unclear', code, text };
}

function notWritten(code: string, text: string): Outcome {
  return { kind: 'not_written', code, text };
}
