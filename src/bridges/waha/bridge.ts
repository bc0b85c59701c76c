import { readInput } from '../../domain/read-input.ts';
import { WahaNumber, wahaNumberKey } from '../../domain/waha-number.ts';
import type { Bridge, BridgeSender, Gate, NumberSetUp, Outbound, Outcome } from '../bridge.ts';
import { type Limits, type Sealer, usualLimits } from '../wire.ts';
import { Addresses } from './addresses.ts';
import { outcomeOf } from './answer.ts';
import { chosenId } from './chosen-id.ts';
import { letterOf, requestOf } from './letter.ts';
import { unreadable, WahaLines } from './line.ts';
import { fetchMedia } from './media.ts';
import { wahaPeople } from './people.ts';
import { readWahaItem } from './read.ts';
import { openLine, wahaSessions } from './session.ts';

export interface WahaBridgeOptions {
  vault: Sealer;
  limits?: Limits;
  /** Where WAHA reaches this house's /webhooks/waha; without it sessions are not told where to post. */
  webhookUrl?: string | undefined;
  now?: () => Date;
  nowMs?: () => number;
  pause?: (ms: number) => Promise<void>;
}

export interface WahaBridge extends Bridge {
  /** Cuts off what is still unanswered, and leaves it in doubt. */
  close(): Promise<void>;
}

/** Numbers on a WAHA server: an ordinary WhatsApp, linked like a computer and driven by a program. */
export function createWahaBridge({
  vault,
  limits = usualLimits,
  webhookUrl,
  now = () => new Date(),
  nowMs = () => performance.now(),
  pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
}: WahaBridgeOptions): WahaBridge {
  const lines = new WahaLines(vault, limits);
  const addresses = new Addresses(nowMs);
  const { connect, ...session } = wahaSessions({ lines, webhookUrl, now, pause });
  return {
    name: 'waha',
    risks:
      'WAHA drives an ordinary WhatsApp, which WhatsApp’s terms do not allow for campaigns. The number may be restricted or banned at any time, most of all when it writes to people who never wrote to it.',
    minimumIntervalMs: 3_000,
    personIntervalMs: 0,
    ratePerSecond: () => Number.POSITIVE_INFINITY,
    campaignInterval: { defaultSeconds: 30, minimumSeconds: 10, jitter: 1 },
    setUp: (given) => setUp(vault, given),
    connect,
    session: { ...session, ...wahaPeople(lines, addresses) },
    chosenId,
    send: (sender, message, gate) => send(lines, addresses, sender, message, gate),
    read: readWahaItem,
    fetchMedia: async (sender, file) => fetchMedia(openLine(lines, sender), sender, file),
    close: () => lines.destroy(),
  };
}

function setUp(vault: Sealer, given: unknown): NumberSetUp {
  const described = readInput(WahaNumber, given, 'config');
  const { base_url, session, api_key, webhook_secret } = described;
  const sealed = vault.seal({ api_key, webhook_secret });
  return { numberKey: wahaNumberKey(described), config: { base_url, session, sealed } };
}

async function send(
  lines: WahaLines,
  addresses: Addresses,
  sender: BridgeSender,
  message: Outbound,
  gate: Gate,
): Promise<Outcome> {
  const line = lines.of(sender);
  if (!line) {
    return { kind: 'refused', class: 'stop_sender', code: 'credentials', text: unreadable };
  }
  const { to, person, replyTo } = message;
  const found = await addresses.find(sender, line, { ...person, phone: to });
  if ('kind' in found) return found;

  const addressed = { session: line.session, chatId: found.chatId, replyTo };
  const id = chosenId(sender, message);
  const { path, body } = requestOf(letterOf(message.content), { ...addressed, id });
  const outcome = outcomeOf(await line.wire.post(path, body, gate));
  if (outcome.kind !== 'accepted' || !found.person) return outcome;
  return { ...outcome, person: found.person };
}
