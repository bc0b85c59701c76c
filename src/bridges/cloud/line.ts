import { z } from 'zod';
import type { BridgeSender } from '../bridge.ts';
import { type Limits, type Place, type Sealer, Wires } from '../wire.ts';

/** What is sealed of a number. Throws when this vault cannot open it. */
export function readCredentials(vault: Sealer, sealed: unknown): z.infer<typeof Credentials> {
  return Credentials.parse(vault.open(z.string().parse(sealed)));
}

/** The ways to the Graph API, one for each number. Its paths begin with the id of what they are about. */
export function cloudWires(vault: Sealer, limits: Limits): Wires {
  return new Wires(limits, (sender) => placeOf(vault, sender));
}

const Credentials = z.object({
  access_token: z.string(),
  app_secret: z.string(),
  verify_token: z.string(),
});

const LineConfig = z.object({
  base_url: z.string(),
  api_version: z.string(),
  sealed: z.string(),
});

function placeOf(vault: Sealer, { config }: BridgeSender): Place {
  const { base_url, api_version, sealed } = LineConfig.parse(config);
  const token = readCredentials(vault, sealed).access_token;
  return {
    baseUrl: `${base_url.replace(/\/$/, '')}/${api_version}`,
    headers: { authorization: `Bearer ${token}` },
    secrets: [token],
  };
}
