import { z } from 'zod';
import type { Answer } from './answer.ts';
import { ask, refusalOf, tryAsk } from './ask.ts';
import { personOf } from './jids.ts';
import type { Line } from './line.ts';

/** What the server tells of an instance. Its token is in the same answer and is not read. */
export interface Instance {
  integration?: string;
  /** E.164, of the number that was linked last. */
  phone?: string;
  profileName?: string;
}

/** Undefined when the server has none of that name. */
export async function findInstance(line: Line): Promise<Instance | undefined> {
  const query = new URLSearchParams({ instanceName: line.instance });
  const answer = await tryAsk(line, 'GET', `/instance/fetchInstances?${query}`);
  if (answer.status === 404) return undefined;
  if (!answer.isFine) throw refusalOf(answer);
  const listed = Listed.safeParse(answer.json).data ?? [];
  const found = listed.map(readListed).find((one) => one?.name === line.instance);
  return found && tellingOf(found);
}

/** It waits for the first QR code before it answers. */
const createMs = 25_000;

/** Makes the instance. The first QR code comes with the answer, or later; once there is one, no code to be typed is given. */
export async function createInstance(
  line: Line,
  { webhookUrl, showsQr }: { webhookUrl: string | undefined; showsQr: boolean },
): Promise<Answer> {
  const body = {
    instanceName: line.instance,
    integration: 'WHATSAPP-BAILEYS',
    qrcode: showsQr,
    groupsIgnore: true,
    rejectCall: false,
    readMessages: false,
    alwaysOnline: false,
    ...(webhookUrl !== undefined && { webhook: webhookOf(line, webhookUrl) }),
  };
  const answer = await tryAsk(line, 'POST', '/instance/create', body, createMs);
  if (answer.isFine) return answer;
  throw refusalOf(answer);
}

export async function setWebhook(line: Line, webhookUrl: string): Promise<void> {
  await ask(line, 'POST', '/webhook/set', { webhook: webhookOf(line, webhookUrl) });
}

/** Events of one address, without files in them: those would be most of the traffic, and are asked for one by one. */
function webhookOf({ webhookSecret }: Line, url: string): object {
  return {
    enabled: true,
    url,
    byEvents: false,
    base64: false,
    headers: { authorization: webhookSecret },
    events: [
      'QRCODE_UPDATED',
      'CONNECTION_UPDATE',
      'STATUS_INSTANCE',
      'MESSAGES_UPSERT',
      'MESSAGES_UPDATE',
      'MESSAGES_EDITED',
      'MESSAGES_DELETE',
      'SEND_MESSAGE',
    ],
  };
}

const Listed = z.union([z.array(z.unknown()), z.unknown().transform((one) => [one])]);
const word = z.string().min(1).max(200).optional().catch(undefined);
const Described = z.object({
  name: z.string(),
  integration: word,
  ownerJid: word,
  profileName: word,
});
const DescribedV1 = z
  .object({ instance: z.object({ instanceName: z.string(), owner: word, profileName: word }) })
  .transform(({ instance: { instanceName, owner, profileName } }) => ({
    name: instanceName,
    integration: undefined,
    ownerJid: owner,
    profileName,
  }));
type Described = z.infer<typeof Described>;

function readListed(one: unknown): Described | undefined {
  return Described.safeParse(one).data ?? DescribedV1.safeParse(one).data;
}

function tellingOf({ integration, ownerJid, profileName }: Described): Instance {
  const { phone } = personOf(ownerJid) ?? {};
  return {
    ...(integration !== undefined && { integration }),
    ...(phone !== undefined && { phone }),
    ...(profileName !== undefined && { profileName }),
  };
}
