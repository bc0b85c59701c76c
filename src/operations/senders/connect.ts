import { z } from 'zod';
import type { Connection } from '../../bridges/bridge.ts';
import type { House } from '../../context.ts';
import {
  findDisconnectedSender,
  insertSandboxSender,
  type Sender,
  type SenderChanges,
} from '../../database/senders.ts';
import type { Trx } from '../../database/tables.ts';
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
    'for another one. The answer holds a QR code when somebody has to scan it.',
  scope: 'settings:write',
  annotations: adds,
  input: z.strictObject({
    label: Label.optional().describe('What the number is called here.'),
    force_new: z.boolean().default(false).describe('Add a number even when one could be relinked.'),
    bridge: line(40).default('sandbox').describe('The way to WhatsApp.'),
  }),
  output: SessionFacts.extend({
    qr: z.string().nullable().describe('What the QR code to be scanned says; null when linked.'),
  }),

  async steps({ house, transaction, workspaceId }, { label, force_new, bridge }) {
    refuseUnknownBridge(house, bridge);
    const sender = await transaction(
      async (trx) =>
        (force_new ? undefined : await findDisconnectedSender(trx, workspaceId, bridge)) ??
        insertSandboxSender(trx, workspaceId, label),
    );
    const connection = await connect(house, sender);
    const changes = { ...changesBy(connection), ...(label !== undefined && { label }) };
    const saved = await transaction((trx) => save(trx, sender, changes));
    if (connection instanceof Error) {
      throw new Refusal(
        'unavailable',
        `The ${bridge} bridge does not answer. Session ${saved.id} is kept: call connect_whatsapp again later.`,
      );
    }
    return { ...sessionFacts(saved), qr: saved.qr };
  },
});

/** The sandbox makes its numbers up, so it is the one bridge that needs nothing more than a name. */
function refuseUnknownBridge({ bridges }: House, bridge: string): void {
  if (bridges.names.includes(bridge)) return;
  throw new Refusal(
    'invalid_input',
    `There is no bridge "${bridge}". There is: ${bridges.names.join(', ')}.`,
    { bridges: bridges.names },
  );
}

/** The bridge's answer, or what went wrong with asking. */
async function connect(house: House, sender: Sender): Promise<Connection | Error> {
  try {
    return await house.bridges.get(sender.bridge).connect({
      senderId: sender.id,
      numberKey: sender.number_key,
      config: sender.config ?? {},
    });
  } catch (error) {
    house.log.warn({ err: error, senderId: sender.id }, 'a bridge could not link a number');
    return error instanceof Error ? error : new Error(String(error));
  }
}

function changesBy(connection: Connection | Error): SenderChanges {
  if (connection instanceof Error) {
    return { status: 'disconnected', status_reason: 'The bridge did not answer.' };
  }
  const { status, qr = null, phone } = connection;
  return { status, qr, status_reason: null, ...(phone !== undefined && { phone }) };
}

function save(trx: Trx, { workspace_id, id }: Sender, changes: SenderChanges): Promise<Sender> {
  return changeSender(trx, workspace_id, { column: 'id', value: id }, changes);
}
