import { z } from 'zod';
import { CloudNumber } from '../../domain/cloud-number.ts';
import { cloudPace } from '../../domain/tiers.ts';
import { Refusal } from '../../errors.ts';
import type {
  Bridge,
  BridgeSender,
  Connection,
  Gate,
  NumberSetUp,
  Outbound,
  Outcome,
} from '../bridge.ts';
import { outcomeOf } from './answer.ts';
import { type Limits, type Line, Lines, type Sealer } from './line.ts';
import { lookUpNumber } from './look-up.ts';
import { readCloudItem } from './parse.ts';

export interface CloudBridgeOptions {
  vault: Sealer;
  limits?: Limits;
}

export interface CloudBridge extends Bridge {
  /** Cuts off what is still unanswered, and leaves it in doubt. */
  close(): Promise<void>;
}

const usualLimits: Limits = { connectMs: 5_000, answerMs: 30_000 };

/** WhatsApp's own Cloud API, as far as text goes. */
export function createCloudBridge({
  vault,
  limits = usualLimits,
}: CloudBridgeOptions): CloudBridge {
  const lines = new Lines(vault, limits);
  return {
    name: 'cloud',
    minimumIntervalMs: 0,
    // WhatsApp takes one message in six seconds to one person.
    personIntervalMs: 6_000,
    ratePerSecond: ({ tier, throughput }) => cloudPace(textOr(tier), textOr(throughput)),
    setUp: (given) => setUp(vault, given),
    connect: (sender) => connect(lines, sender),
    send: (sender, message, gate) => send(lines, sender, message, gate, limits.answerMs),
    read: readCloudItem,
    close: () => lines.destroy(),
  };
}

function setUp(vault: Sealer, given: unknown): NumberSetUp {
  const read = CloudNumber.safeParse(given);
  if (!read.success) throw new Refusal('invalid_input', z.prettifyError(read.error));
  const { access_token, app_secret, verify_token, ...open } = read.data;
  const sealed = vault.seal({ access_token, app_secret, verify_token });
  return { numberKey: open.phone_number_id, config: { ...open, sealed } };
}

async function connect(lines: Lines, sender: BridgeSender): Promise<Connection> {
  const line = openLine(lines, sender);
  return line ? lookUpNumber(line) : { status: 'disconnected', reason: unreadable };
}

async function send(
  lines: Lines,
  sender: BridgeSender,
  message: Outbound,
  gate: Gate,
  answerMs: number,
): Promise<Outcome> {
  const line = openLine(lines, sender);
  if (!line) {
    return { kind: 'refused', class: 'stop_sender', code: 'credentials', text: unreadable };
  }
  return outcomeOf(await line.post('/messages', bodyOf(message), gate, answerMs));
}

const unreadable =
  'The stored credentials cannot be read, as after a change of SECRET_KEY. Call connect_whatsapp with them again.';

/** Undefined when the credentials cannot be read: that is the number's fault, and no other number's. */
function openLine(lines: Lines, sender: BridgeSender): Line | undefined {
  try {
    return lines.of(sender);
  } catch {
    return undefined;
  }
}

function bodyOf({ to, text, token }: Outbound): object {
  return {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    to: to.replace(/^\+/, ''),
    type: 'text',
    text: { body: text, preview_url: false },
    biz_opaque_callback_data: token,
  };
}

function textOr(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
