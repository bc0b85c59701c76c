import type { Logger } from 'pino';
import { readCredentials } from '../bridges/cloud/line.ts';
import type { NumberSecrets } from '../bridges/cloud/secrets.ts';
import type { Sealer } from '../bridges/wire.ts';
import { findConfigs } from '../database/senders.ts';
import type { Database } from '../database/tables.ts';

/** Opens what proves that WhatsApp is calling, for each number of the house. One that cannot be opened keeps no other from its own. */
export function cloudSecrets(db: Database, vault: Sealer, log: Logger) {
  return async (): Promise<NumberSecrets[]> => {
    const numbers = await findConfigs(db, 'cloud');
    return numbers.flatMap(({ numberKey, phone, config }) => {
      try {
        const { app_secret, verify_token } = readCredentials(vault, config?.sealed);
        const wabaId = String(config?.waba_id);
        return [{ numberKey, phone, wabaId, appSecret: app_secret, verifyToken: verify_token }];
      } catch (error) {
        log.error({ err: error, numberKey }, 'the credentials of a number cannot be read');
        return [];
      }
    });
  };
}
