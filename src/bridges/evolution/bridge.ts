import { EvolutionNumber, evolutionNumberKey } from '../../domain/evolution-number.ts';
import { readInput } from '../../domain/read-input.ts';
import { Refusal } from '../../errors.ts';
import type { Bridge, BridgeSender, Gate, NumberSetUp, Outbound, Outcome } from '../bridge.ts';
import { type Limits, type Sealer, usualLimits } from '../wire.ts';
import { outcomeOf } from './answer.ts';
import { letterOf } from './letter.ts';
import { evolutionLines, type Line, type Lines, pathOf } from './line.ts';
import { link } from './linking.ts';
import { fetchMedia } from './media.ts';
import { readEvolutionItem } from './parse.ts';
import { evolutionSession } from './session.ts';

export interface EvolutionBridgeOptions {
  vault: Sealer;
  limits?: Limits;
  /** The address of /webhooks/evolution as an Evolution API can reach it. */
  webhookUrl?: string | undefined;
  /** Between two questions for a QR code that is not there yet. */
  pollMs?: number;
}

export interface EvolutionBridge extends Bridge {
  /** Cuts off what is still unanswered, and leaves it in doubt. */
  close(): Promise<void>;
}

/** Evolution API: a server of one's own that plays a linked device of a personal number, or passes on to the Cloud API. */
export function createEvolutionBridge({
  vault,
  limits = usualLimits,
  webhookUrl,
  pollMs = 1_500,
}: EvolutionBridgeOptions): EvolutionBridge {
  const lines = evolutionLines(vault, limits);
  const linking = { webhookUrl, pollMs };
  const lineOf = (sender: BridgeSender) => {
    const line = openLine(lines, sender);
    if (line) return line;
    throw new Refusal('wrong_state', unreadable);
  };
  return {
    name: 'evolution',
    risks,
    notice,
    campaignInterval: { defaultSeconds: 30, minimumSeconds: 10, jitter: 1 },
    timelockAfterErrors: 3,
    minimumIntervalMs: 3_000,
    personIntervalMs: 0,
    // What paces it is the interval: WhatsApp tells nobody what a personal number may send.
    ratePerSecond: () => Number.POSITIVE_INFINITY,
    setUp: (given) => setUp(vault, given),
    async connect(sender, pairingPhone) {
      const line = openLine(lines, sender);
      return line
        ? link(line, linking, pairingPhone)
        : { status: 'disconnected', reason: unreadable };
    },
    session: evolutionSession(lineOf, linking),
    send: (sender, message, gate) => send(openLine(lines, sender), sender, message, gate),
    read: readEvolutionItem,
    fetchMedia: async (sender, file) => fetchMedia(lineOf(sender), file),
    close: () => lines.destroy(),
  };
}

const risks =
  'Evolution API links a number as if it were a phone’s web browser, which WhatsApp’s terms do not allow for sending to many. ' +
  'The number can be restricted or banned without warning: use one that the business can do without.';

/** Its licence (Apache 2.0 with conditions, 1b) wants whoever runs a system with it to be told. */
const notice =
  'This number uses Evolution API, software of the Evolution Foundation under a licence of its own.';

const unreadable =
  'The stored credentials cannot be read, as after a change of SECRET_KEY. Call connect_whatsapp with them again.';

function setUp(vault: Sealer, given: unknown): NumberSetUp {
  const described = readInput(EvolutionNumber, given, 'config');
  const { api_key, webhook_secret, ...open } = described;
  const sealed = vault.seal({ api_key, webhook_secret });
  return { numberKey: evolutionNumberKey(open), config: { ...open, sealed } };
}

async function send(
  line: Line | undefined,
  { config }: BridgeSender,
  message: Outbound,
  gate: Gate,
): Promise<Outcome> {
  if (!line) {
    return { kind: 'refused', class: 'stop_sender', code: 'credentials', text: unreadable };
  }
  const letter = letterOf(message, config.integration);
  if ('misfit' in letter) {
    return { kind: 'refused', class: 'our_bug', code: 'misfit', text: letter.misfit };
  }
  return outcomeOf(await line.wire.post(pathOf(letter.path, line), letter.body, gate));
}

/** Undefined when the credentials cannot be read: that is the number's fault, and no other number's. */
function openLine(lines: Lines, sender: BridgeSender): Line | undefined {
  try {
    return lines.of(sender);
  } catch {
    return undefined;
  }
}
