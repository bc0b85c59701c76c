import type { Logger } from 'pino';
import { readCredentials } from '../bridges/evolution/line.ts';
import type { EvolutionSecrets } from '../bridges/evolution/secrets.ts';
import type { Sealer } from '../bridges/wire.ts';
import { findConfigs } from '../database/senders.ts';
import type { Database } from '../database/tables.ts';

/** Opens what proves that an Evolution API is calling, for each number of the house. One that cannot be opened keeps no other from its own. */
export function evolutionSecrets(db: Database, vault: Sealer, log: Logger) {
  return async (): Promise<EvolutionSecrets[]> => {
    const numbers = await findConfigs(db, 'evolution');
    return numbers.flatMap(({ numberKey, config }) => {
      try {
        const { webhook_secret } = readCredentials(vault, config?.sealed);
        return [{ numberKey, instance: String(config?.instance), webhookSecret: webhook_secret }];
      } catch (error) {
        log.error({ err: error, numberKey }, 'the credentials of a number cannot be read');
        return [];
      }
    });
  };
}
