import type { Logger } from 'pino';
import { readCredentials } from '../bridges/waha/line.ts';
import type { WahaSecret } from '../bridges/waha/secrets.ts';
import type { Sealer } from '../bridges/wire.ts';
import { findConfigs } from '../database/senders.ts';
import type { Database } from '../database/tables.ts';

/** Opens what proves that WAHA is calling, for each number of the house. One that cannot be opened keeps no other from its own. */
export function wahaSecrets(db: Database, vault: Sealer, log: Logger) {
  return async (): Promise<WahaSecret[]> => {
    const numbers = await findConfigs(db, 'waha');
    return numbers.flatMap(({ numberKey, config }) => {
      try {
        const { webhook_secret: webhookSecret } = readCredentials(vault, config?.sealed);
        return [{ numberKey, session: String(config?.session), webhookSecret }];
      } catch (error) {
        log.error({ err: error, numberKey }, 'the credentials of a number cannot be read');
        return [];
      }
    });
  };
}
