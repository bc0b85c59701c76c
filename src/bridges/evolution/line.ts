import { z } from 'zod';
import type { BridgeSender } from '../bridge.ts';
import { type Limits, type Place, type Sealer, type Wire, Wires } from '../wire.ts';

/** The way to one instance, and what proves to us that it is the one which posts. */
export interface Line {
  wire: Wire;
  instance: string;
  webhookSecret: string;
}

/** The lines of all numbers that were used since the start. `of` throws when the stored credentials cannot be read. */
export interface Lines {
  of(sender: BridgeSender): Line;
  destroy(): Promise<void>;
}

export function evolutionLines(vault: Sealer, limits: Limits): Lines {
  const wires = new Wires(limits, (sender) => placeOf(vault, sender));
  return {
    of(sender) {
      const { instance, sealed } = LineConfig.parse(sender.config);
      const { webhook_secret } = readCredentials(vault, sealed);
      return { wire: wires.of(sender), instance, webhookSecret: webhook_secret };
    },
    destroy: () => wires.destroy(),
  };
}

/** What is sealed of a number. Throws when this vault cannot open it. */
export function readCredentials(vault: Sealer, sealed: unknown): z.infer<typeof Credentials> {
  return Credentials.parse(vault.open(z.string().parse(sealed)));
}

/** `/message/sendText/<instance>` */
export function pathOf(what: string, { instance }: Pick<Line, 'instance'>): string {
  return `${what}/${encodeURIComponent(instance)}`;
}

const Credentials = z.object({ api_key: z.string(), webhook_secret: z.string() });

const LineConfig = z.object({ base_url: z.string(), instance: z.string(), sealed: z.string() });

/** Evolution repeats the message in its answer, with a small picture, and with the whole file where it is set up so. */
const sentBytesMax = 32 * 1024 * 1024;

function placeOf(vault: Sealer, { config }: BridgeSender): Place {
  const { base_url, sealed } = LineConfig.parse(config);
  const { api_key, webhook_secret } = readCredentials(vault, sealed);
  return {
    baseUrl: base_url,
    headers: { apikey: api_key },
    secrets: [api_key, webhook_secret],
    sentBytesMax,
  };
}
