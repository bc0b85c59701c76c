import { z } from 'zod';
import type { Bridge, Connection } from '../../bridges/bridge.ts';
import type { House } from '../../context.ts';
import {
  findDisconnectedSender,
  insertSandboxSender,
  putDescribedSender,
  type Sender,
  type SenderChanges,
} from '../../database/senders.ts';
import type { Trx } from '../../database/tables.ts';
import { CloudNumber } from '../../domain/cloud-number.ts';
import { Refusal } from '../../errors.ts';
import { adds } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { line } from '../text.ts';
import { changeSender } from './require.ts';
import { Label, SessionFacts, sessionFacts } from './shapes.ts';

export const connectWhatsapp = defineOperation({
  name: 'connect_whatsapp',
  summary:
    'Link a WhatsApp number. A number that is disconnected is linked again, unless force_new asks ' +
    'for another one. The bridge cloud wants a config; a number that has one already gets the new ' +
    'one. The answer holds a QR code when somebody has to scan it.',
  scope: 'settings:write',
  annotations: adds,
  input: z.strictObject({
    label: Label.optional().describe('What the number is called here.'),
    force_new: z.boolean().default(false).describe('Add a number even when one could be relinked.'),
    bridge: line(40).default('sandbox').describe('The way to WhatsApp.'),
    config: CloudNumber.optional().describe(
      'For the bridge cloud. What is secret in it is kept encrypted and never shown again.',
    ),
  }),
  output: SessionFacts.extend({
    qr: z.string().nullable().describe('What the QR code to be scanned says; null when linked.'),
  }),

  async steps({ house, transaction, workspaceId }, { label, force_new, bridge: name, config }) {
    const bridge = requireBridge(house, name);
    const described = config && describe(bridge, config);
    const sender = await transaction(async (trx) => {
      if (described) return putDescribed(trx, workspaceId, described);
      const known = force_new ? undefined : await findDisconnectedSender(trx, workspaceId, name);
      return known ?? addUndescribed(trx, workspaceId, bridge, label);
    });
    const connection = await connect(house, bridge, sender);
    const changes = { ...changesBy(sender, connection), ...(label !== undefined && { label }) };
    const saved = await transaction((trx) => save(trx, sender, changes));
    if (connection instanceof Error) {
      throw new Refusal(
        'unavailable',
        `The ${name} bridge does not answer. Session ${saved.id} is kept: call connect_whatsapp again later.`,
      );
    }
    return { ...sessionFacts(saved), qr: saved.qr };
  },
});

function requireBridge({ bridges }: House, name: string): Bridge {
  if (bridges.names.includes(name)) return bridges.get(name);
  throw new Refusal(
    'invalid_input',
    `There is no bridge "${name}". There is: ${bridges.names.join(', ')}.`,
    { bridges: bridges.names },
  );
}

function describe(bridge: Bridge, config: CloudNumber) {
  if (bridge.setUp) return { bridge: bridge.name, ...bridge.setUp(config) };
  throw new Refusal(
    'invalid_input',
    `config: the ${bridge.name} bridge takes none. Leave it out, or name another bridge.`,
  );
}

async function putDescribed(
  trx: Trx,
  workspaceId: number,
  described: ReturnType<typeof describe>,
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
async function connect(house: House, bridge: Bridge, sender: Sender): Promise<Connection | Error> {
  try {
    return await bridge.connect({
      senderId: sender.id,
      numberKey: sender.number_key,
      config: sender.config ?? {},
    });
  } catch (error) {
    house.log.warn({ err: error, senderId: sender.id }, 'a bridge could not link a number');
    return error instanceof Error ? error : new Error(String(error));
  }
}

function changesBy({ config }: Sender, connection: Connection | Error): SenderChanges {
  if (connection instanceof Error) {
    return { status: 'disconnected', status_reason: 'The bridge did not answer.' };
  }
  const { status, qr = null, phone, reason = null, facts } = connection;
  return {
    status,
    qr,
    status_reason: reason,
    ...(phone !== undefined && { phone }),
    ...(facts && { config: { ...config, ...facts } }),
  };
}

function save(trx: Trx, { workspace_id, id }: Sender, changes: SenderChanges): Promise<Sender> {
  return changeSender(trx, workspace_id, { column: 'id', value: id }, changes);
}
