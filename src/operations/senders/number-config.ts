import { z } from 'zod';
import { CloudNumber } from '../../domain/cloud-number.ts';
import { EvolutionNumber } from '../../domain/evolution-number.ts';
import { WahaNumber } from '../../domain/waha-number.ts';

/**
 * What a bridge has to know of a number. Each bridge reads its own and says what is wrong with it,
 * as a union of all would complain about the fields of the others; the schema that callers see
 * shows all of them.
 */
export const NumberConfig = z.looseObject({}).meta({
  description:
    'For the bridges cloud, waha and evolution, each with fields of its own. What is secret in it is kept encrypted and never shown again.',
  anyOf: [
    shown('For the bridge cloud', CloudNumber),
    shown('For the bridge waha', WahaNumber),
    shown('For the bridge evolution', EvolutionNumber),
  ],
});

function shown(title: string, schema: z.ZodType): object {
  const { $schema, ...json } = z.toJSONSchema(schema, { io: 'input' });
  return { title, ...json };
}
