import { z } from 'zod';
import type { BridgeSender } from '../bridge.ts';
import { type Limits, type Place, type Sealer, type Wire, Wires } from '../wire.ts';

/** What is sealed of a number. Throws when this vault cannot open it. */
export function readCredentials(vault: Sealer, sealed: unknown): z.infer<typeof Credentials> {
  return Credentials.parse(vault.open(z.string().parse(sealed)));
}

/** A number's WAHA server, and what it calls the number. */
export interface WahaLine {
  wire: Wire;
  session: string;
  webhookSecret: string;
}

/** The ways to the WAHA servers, one for each number. */
export class WahaLines {
  readonly #vault: Sealer;
  readonly #wires: Wires;

  constructor(vault: Sealer, limits: Limits) {
    this.#vault = vault;
    this.#wires = new Wires(limits, (sender) => placeOf(vault, sender));
  }

  /** Undefined when the credentials cannot be read: that is the number's fault, and no other number's. */
  of(sender: BridgeSender): WahaLine | undefined {
    try {
      const { session, sealed } = LineConfig.parse(sender.config);
      const { webhook_secret: webhookSecret } = readCredentials(this.#vault, sealed);
      return { wire: this.#wires.of(sender), session, webhookSecret };
    } catch {
      return undefined;
    }
  }

  destroy(): Promise<void> {
    return this.#wires.destroy();
  }
}

export const unreadable =
  'The stored credentials cannot be read, as after a change of SECRET_KEY. Call connect_whatsapp with them again.';

const Credentials = z.object({ api_key: z.string(), webhook_secret: z.string() });
const LineConfig = z.object({ base_url: z.string(), session: z.string(), sealed: z.string() });

/** WAHA describes the whole message in its answer, with a small picture; a failure repeats the whole request. */
const sentBytesMax = 32 * 1024 * 1024;

function placeOf(vault: Sealer, { config }: BridgeSender): Place {
  const { base_url, sealed } = LineConfig.parse(config);
  const { api_key, webhook_secret } = readCredentials(vault, sealed);
  return {
    baseUrl: base_url,
    headers: { 'x-api-key': api_key },
    secrets: [api_key, webhook_secret],
    sentBytesMax,
  };
}
