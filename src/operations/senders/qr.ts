import QRCode from 'qrcode';
import { z } from 'zod';
import type { Connection } from '../../bridges/bridge.ts';
import { hearSenderStatus, saveSenderFacts } from '../../database/sender-status.ts';
import type { Sender } from '../../database/senders.ts';
import type { Trx } from '../../database/tables.ts';
import { senderStatuses } from '../../domain/sender.ts';
import { sets } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { SenderRef } from '../refs.ts';
import { ask, skillOf } from './ask.ts';
import { chooseSender } from './choose.ts';
import { requireSender } from './require.ts';

export const getWhatsappQr = defineOperation({
  name: 'get_whatsapp_qr',
  summary:
    'Show the QR code that links a number: somebody scans it in WhatsApp on its phone, under ' +
    '"Linked devices". Codes last some seconds, and each call asks for the newest. A number that ' +
    'is linked already has none.',
  scope: 'settings:write',
  // What the bridge answers is kept, so that a number counts as linked even if no webhook gets here.
  annotations: sets,
  input: z.strictObject({
    session_id: SenderRef.optional().describe(
      'From get_whatsapp_status. Needed when more than one number waits to be scanned.',
    ),
  }),
  output: z.object({
    session_id: z.int(),
    status: z.enum(senderStatuses),
    status_reason: z.string().nullable(),
    qr: z.string().nullable().describe('What the code says; null when there is none.'),
    qr_png: z.string().nullable().describe('The code as a picture: PNG in base64.'),
  }),
  file: { content: 'qr_png' },

  async steps(context, { session_id }) {
    const { house, transaction, now } = context;
    const chosen = await chooseSender(context, session_id, ['qr_pending', 'disconnected']);
    const look = skillOf(house, chosen, 'status', 'say how a number is');
    const connection = await ask(house, chosen, look);
    const { id, status, status_reason, qr } = await transaction((trx) =>
      hear(trx, chosen, connection, now),
    );
    const shown = status === 'qr_pending' ? qr : null;
    const qr_png = shown === null ? null : await pngOf(shown);
    return { session_id: id, status, status_reason, qr: shown, qr_png };
  },
});

/** As if the bridge had told it by itself: it lifts no stop. */
async function hear(
  trx: Trx,
  { id: senderId, workspace_id: workspaceId }: Sender,
  { status, reason, qr, phone, facts }: Connection,
  now: Date,
): Promise<Sender> {
  const sender = { senderId, workspaceId };
  // The status is fresh, unlike a code that comes late by webhook: so it counts without its code.
  const isHeard = await hearSenderStatus(trx, sender, { status, reason }, now);
  await saveSenderFacts(trx, sender, { facts, phone, ...(isHeard && { qr: qr ?? null }) });
  return requireSender(trx, workspaceId, { column: 'id', value: senderId });
}

/** Large enough for a phone's camera, small enough for a chat. */
async function pngOf(text: string): Promise<string> {
  return (await QRCode.toBuffer(text, { type: 'png', scale: 6 })).toString('base64');
}
