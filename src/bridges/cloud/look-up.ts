import { z } from 'zod';
import { Refusal } from '../../errors.ts';
import type { BridgeSender, Connection } from '../bridge.ts';
import type { Wire } from '../wire.ts';
import { askGraph } from './ask.ts';

const fields = [
  'display_phone_number',
  'verified_name',
  'quality_rating',
  'throughput',
  'name_status',
  'status',
  'whatsapp_business_manager_messaging_limit',
].join();

/**
 * Asks WhatsApp about the number, which also proves the credentials. A refusal is an answer: the
 * number is not connected, and why. Throws when WhatsApp cannot say at the moment.
 */
export async function lookUpNumber(wire: Wire, { numberKey }: BridgeSender): Promise<Connection> {
  try {
    const number = NumberBody.safeParse(
      await askGraph(wire, 'GET', `/${numberKey}?fields=${fields}`),
    );
    if (!number.success) throw new Error('WhatsApp answers with something that is no number.');
    return connectionOf(number.data);
  } catch (error) {
    if (error instanceof Refusal) return { status: 'disconnected', reason: error.message };
    throw error;
  }
}

/** Has WhatsApp post this account's events to the app's webhook; false when it did not agree. */
export async function subscribeToEvents(wire: Wire, { config }: BridgeSender): Promise<boolean> {
  try {
    await askGraph(wire, 'POST', `/${String(config.waba_id)}/subscribed_apps`, {});
    return true;
  } catch {
    // The number sends all the same, and whoever set the app up by hand needs none of this.
    return false;
  }
}

const word = z.string().max(200).optional().catch(undefined);

const NumberBody = z.object({
  display_phone_number: z.string(),
  verified_name: word,
  quality_rating: word,
  name_status: word,
  status: word,
  whatsapp_business_manager_messaging_limit: word,
  throughput: z
    .object({ level: z.string().max(200) })
    .optional()
    .catch(undefined),
});
type NumberBody = z.infer<typeof NumberBody>;

/** What a number can be that will send nothing, whatever the token may. */
const gone: readonly string[] = ['BANNED', 'DELETED', 'DISCONNECTED', 'MIGRATED'];

function connectionOf(number: NumberBody): Connection {
  const phoneDigits = number.display_phone_number.replace(/\D/g, '');
  const isGone = number.status !== undefined && gone.includes(number.status);
  return {
    status: isGone ? 'disconnected' : 'connected',
    ...(isGone && { reason: `WhatsApp says that the number is ${number.status}.` }),
    ...(/^\d{6,15}$/.test(phoneDigits) && { phone: `+${phoneDigits}` }),
    facts: factsOf(number),
  };
}

/** Null where WhatsApp does not tell, so that what it told before is not believed for ever. */
function factsOf(number: NumberBody) {
  return {
    verified_name: number.verified_name ?? null,
    quality_rating: number.quality_rating ?? null,
    throughput: number.throughput?.level ?? null,
    name_status: number.name_status ?? null,
    messaging_limit: number.whatsapp_business_manager_messaging_limit ?? null,
  };
}
