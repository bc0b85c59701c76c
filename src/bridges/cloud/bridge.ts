import { z } from 'zod';
import { CloudNumber } from '../../domain/cloud-number.ts';
import { wordsOf } from '../../domain/outbound.ts';
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
import { type Limits, type Sealer, usualLimits, type Wire, type Wires } from '../wire.ts';
import { outcomeOf } from './answer.ts';
import { cloudWires } from './line.ts';
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

/** WhatsApp's own Cloud API, as far as text goes. */
export function createCloudBridge({
  vault,
  limits = usualLimits,
}: CloudBridgeOptions): CloudBridge {
  const wires = cloudWires(vault, limits);
  return {
    name: 'cloud',
    minimumIntervalMs: 0,
    // WhatsApp takes one message in six seconds to one person.
    personIntervalMs: 6_000,
    ratePerSecond: ({ tier, throughput }) => cloudPace(textOr(tier), textOr(throughput)),
    setUp: (given) => setUp(vault, given),
    connect: (sender) => connect(wires, sender),
    send: (sender, message, gate) => send(wires, sender, message, gate),
    read: readCloudItem,
    close: () => wires.destroy(),
  };
}

function setUp(vault: Sealer, given: unknown): NumberSetUp {
  const read = CloudNumber.safeParse(given);
  if (!read.success) throw new Refusal('invalid_input', z.prettifyError(read.error));
  const { access_token, app_secret, verify_token, ...open } = read.data;
  const sealed = vault.seal({ access_token, app_secret, verify_token });
  return { numberKey: open.phone_number_id, config: { ...open, sealed } };
}

async function connect(wires: Wires, sender: BridgeSender): Promise<Connection> {
  const wire = openWire(wires, sender);
  return wire
    ? lookUpNumber(wire, sender.numberKey)
    : { status: 'disconnected', reason: unreadable };
}

async function send(
  wires: Wires,
  sender: BridgeSender,
  message: Outbound,
  gate: Gate,
): Promise<Outcome> {
  const wire = openWire(wires, sender);
  if (!wire) {
    return { kind: 'refused', class: 'stop_sender', code: 'credentials', text: unreadable };
  }
  return outcomeOf(await wire.post(`/${sender.numberKey}/messages`, bodyOf(message), gate));
}

const unreadable =
  'The stored credentials cannot be read, as after a change of SECRET_KEY. Call connect_whatsapp with them again.';

/** Undefined when the credentials cannot be read: that is the number's fault, and no other number's. */
function openWire(wires: Wires, sender: BridgeSender): Wire | undefined {
  try {
    return wires.of(sender);
  } catch {
    return undefined;
  }
}

function bodyOf({ to, content, token }: Outbound): object {
  return {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    to: to.replace(/^\+/, ''),
    type: 'text',
    text: { body: wordsOf(content), preview_url: false },
    biz_opaque_callback_data: token,
  };
}

function textOr(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
