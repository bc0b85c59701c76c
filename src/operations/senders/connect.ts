import { z } from 'zod';
import type { Bridge, Connection } from '../../bridges/bridge.ts';
import type { House } from '../../context.ts';
import {
  type DescribedSender,
  findUnlinkedSender,
  insertSandboxSender,
  putDescribedSender,
  type Sender,
} from '../../database/senders.ts';
import type { Trx } from '../../database/tables.ts';
import { readPhone } from '../../domain/phone.ts';
import { Refusal } from '../../errors.ts';
import { adds } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { line, Phone } from '../text.ts';
import { addressOf, requireBridge } from './ask.ts';
import { changesBy, LinkFacts, linkFacts } from './linking.ts';
import { NumberConfig } from './number-config.ts';
import { changeFound } from './require.ts';
import { Label } from './shapes.ts';

const bridgeNames = ['cloud', 'waha', 'evolution', 'sandbox'];

export const connectWhatsapp = defineOperation({
  name: 'connect_whatsapp',
  summary:
    'Link a WhatsApp number. A number that is not connected is linked again, unless force_new asks ' +
    'for another one. All bridges but the sandbox want a config; a number that has one already ' +
    'gets the new one. The answer holds a QR code when somebody has to scan it; get_whatsapp_qr ' +
    'shows it as a picture.',
  scope: 'settings:write',
  annotations: adds,
  input: z.strictObject({
    label: Label.optional().describe('What the number is called here.'),
    force_new: z.boolean().default(false).describe('Add a number even when one could be relinked.'),
    bridge: line(40)
      .default('sandbox')
      .meta({ enum: bridgeNames, description: 'The way to WhatsApp.' }),
    config: NumberConfig.optional(),
    pairing_phone: Phone.optional().describe(
      'The number itself, like +34600000001, for a code to be typed on the phone instead of a QR code.',
    ),
  }),
  output: LinkFacts,

  async steps({ house, transaction, workspaceId, now }, input) {
    const { label, force_new, bridge: name, config } = input;
    const bridge = requireBridge(house, name);
    const pairingPhone = readPairingPhone(bridge, input.pairing_phone);
    const described = config && describe(bridge, config);
    const sender = await transaction(async (trx) => {
      if (described) return putDescribed(trx, workspaceId, described);
      const known = force_new ? undefined : await findUnlinkedSender(trx, workspaceId, name);
      return known ?? addUndescribed(trx, workspaceId, bridge, label);
    });
    const connection = await connect(house, bridge, sender, pairingPhone);
    const changes = {
      ...(label !== undefined && { label }),
      ...changesOf(sender, connection, now),
    };
    const saved = await transaction((trx) => changeFound(trx, sender, changes));
    if (connection instanceof Error) throw refusalFor(saved, connection);
    return linkFacts(house, saved, connection);
  },
});

function readPairingPhone(bridge: Bridge, typed: string | undefined): string | undefined {
  if (typed === undefined) return undefined;
  if (bridge.session?.pairingCode) return readPhone(typed).phone;
  throw new Refusal(
    'invalid_input',
    `pairing_phone: the ${bridge.name} bridge links without a code. Leave it out.`,
  );
}

function describe(bridge: Bridge, config: object): DescribedSender {
  if (bridge.setUp) return { bridge: bridge.name, ...bridge.setUp(config) };
  throw new Refusal(
    'invalid_input',
    `config: the ${bridge.name} bridge takes none. Leave it out, or name another bridge.`,
  );
}

async function putDescribed(
  trx: Trx,
  workspaceId: number,
  described: DescribedSender,
): Promise<Sender> {
  const sender = await putDescribedSender(trx, workspaceId, described);
  if (sender) return sender;
  throw new Refusal('conflict', `Number ${described.numberKey} is connected elsewhere in Herald.`);
}

/** The sandbox makes its numbers up, so it is the one bridge that needs nothing more than a name. */
function addUndescribed(
  trx: Trx,
  workspaceId: number,
  bridge: Bridge,
  label: string | undefined,
): Promise<Sender> {
  if (!bridge.setUp) return insertSandboxSender(trx, workspaceId, label);
  throw new Refusal('invalid_input', `config is missing: the ${bridge.name} bridge needs it.`);
}

/** The bridge's answer, or what went wrong with asking. */
async function connect(
  house: House,
  bridge: Bridge,
  sender: Sender,
  pairingPhone: string | undefined,
): Promise<Connection | Error> {
  try {
    return await bridge.connect(addressOf(sender), pairingPhone);
  } catch (error) {
    house.log.warn({ err: error, senderId: sender.id }, 'a bridge could not link a number');
    return error instanceof Error ? error : new Error(String(error));
  }
}

function changesOf(sender: Sender, connection: Connection | Error, now: Date) {
  if (!(connection instanceof Error)) return changesBy(sender, connection, now);
  const reason = connection instanceof Refusal ? connection.message : 'The bridge did not answer.';
  return { status: 'disconnected', status_reason: reason } as const;
}

function refusalFor({ id, bridge }: Sender, error: Error): Refusal {
  const kept = `Session ${id} is kept: call connect_whatsapp again later.`;
  return error instanceof Refusal
    ? new Refusal(error.code, `${error.message} ${kept}`, error.details)
    : new Refusal('unavailable', `The ${bridge} bridge does not answer. ${kept}`);
}
