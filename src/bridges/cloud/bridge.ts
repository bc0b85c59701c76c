import { CloudNumber } from '../../domain/cloud-number.ts';
import { readInput } from '../../domain/read-input.ts';
import { cloudPace } from '../../domain/tiers.ts';
import { Refusal } from '../../errors.ts';
import type { Bridge, BridgeSender, Connection, NumberSetUp, SessionControl } from '../bridge.ts';
import { type Limits, type Sealer, usualLimits, type Wire, type Wires } from '../wire.ts';
import { cloudWires } from './line.ts';
import { lookUpNumber, subscribeToEvents } from './look-up.ts';
import { fetchMedia } from './media.ts';
import { readCloudItem } from './parse.ts';
import { readProfile, saveProfile } from './profile.ts';
import { sendMessage } from './send.ts';
import { listTemplates } from './templates.ts';
import { Uploads } from './uploads.ts';

export interface CloudBridgeOptions {
  vault: Sealer;
  limits?: Limits;
  nowMs?: () => number;
}

export interface CloudBridge extends Bridge {
  /** Cuts off what is still unanswered, and leaves it in doubt. */
  close(): Promise<void>;
}

/** WhatsApp's own Cloud API. */
export function createCloudBridge({
  vault,
  limits = usualLimits,
  nowMs = Date.now,
}: CloudBridgeOptions): CloudBridge {
  const wires = cloudWires(vault, limits);
  const uploads = new Uploads(nowMs);
  return {
    name: 'cloud',
    campaignInterval: { defaultSeconds: 0, minimumSeconds: 0, jitter: 0.2 },
    conversationWindowMs: 24 * 3_600_000,
    minimumIntervalMs: 0,
    // WhatsApp takes one message in six seconds to one person.
    personIntervalMs: 6_000,
    ratePerSecond: ({ tier, throughput }) => cloudPace(textOr(tier), textOr(throughput)),
    setUp: (given) => setUp(vault, given),
    connect: (sender) => connect(wires, sender),
    async send(sender, message, gate) {
      const wire = openWire(wires, sender);
      if (wire) return sendMessage(wire, uploads, sender, message, gate);
      return { kind: 'refused', class: 'stop_sender', code: 'credentials', text: unreadable };
    },
    read: readCloudItem,
    fetchMedia: async (sender, file) => fetchMedia(needWire(wires, sender), sender, file),
    session: sessionControl(wires),
    templates: { list: async (sender) => listTemplates(needWire(wires, sender), sender) },
    close: () => wires.destroy(),
  };
}

function setUp(vault: Sealer, given: unknown): NumberSetUp {
  const described = readInput(CloudNumber, given, 'config');
  const { access_token, app_secret, verify_token, ...open } = described;
  const sealed = vault.seal({ access_token, app_secret, verify_token });
  return { numberKey: open.phone_number_id, config: { ...open, sealed } };
}

/**
 * There is no session to log out of, so nothing here disconnects or removes one: to deregister
 * takes a PIN and days to undo. A picture would need the app's id; chats and numbers cannot be asked for.
 */
function sessionControl(wires: Wires): Partial<SessionControl> {
  return {
    status: (sender) => lookUp(wires, sender),
    reconnect: (sender) => connect(wires, sender),
    profile: async (sender) => readProfile(needWire(wires, sender), sender),
    saveProfile: async (sender, changes) => saveProfile(needWire(wires, sender), sender, changes),
  };
}

async function lookUp(wires: Wires, sender: BridgeSender): Promise<Connection> {
  const wire = openWire(wires, sender);
  return wire ? lookUpNumber(wire, sender) : { status: 'disconnected', reason: unreadable };
}

async function connect(wires: Wires, sender: BridgeSender): Promise<Connection> {
  const connection = await lookUp(wires, sender);
  if (connection.status !== 'connected') return connection;
  const subscribed = await subscribeToEvents(needWire(wires, sender), sender);
  return { ...connection, facts: { ...connection.facts, subscribed } };
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

function needWire(wires: Wires, sender: BridgeSender): Wire {
  const wire = openWire(wires, sender);
  if (wire) return wire;
  throw new Refusal('wrong_state', unreadable);
}

function textOr(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
