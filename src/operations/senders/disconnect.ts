import { z } from 'zod';
import { sets } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { SenderRef } from '../refs.ts';
import { ask, skillOf } from './ask.ts';
import { chooseSender } from './choose.ts';
import { changeFound } from './require.ts';
import { SessionFacts, sessionFacts } from './shapes.ts';

export const disconnectWhatsapp = defineOperation({
  name: 'disconnect_whatsapp',
  summary:
    'Log a WhatsApp number out. Nothing more is sent from it; what its campaigns had planned waits, ' +
    'or goes out from their other numbers. connect_whatsapp links it again, perhaps with a new QR code.',
  scope: 'settings:write',
  annotations: { ...sets, destructive: true },
  confirmation: { preview: { operation: 'get_whatsapp_status', given: ['session_id'] } },
  input: z.strictObject({
    session_id: SenderRef.optional().describe(
      'From get_whatsapp_status. Needed when more than one number is connected.',
    ),
  }),
  output: SessionFacts,

  async steps(context, { session_id }) {
    const { house, transaction, now } = context;
    const sender = await chooseSender(context, session_id, ['connected', 'qr_pending']);
    const disconnect = skillOf(house, sender, 'disconnect', 'log a number out');
    await ask(house, sender, disconnect);
    const saved = await transaction((trx) =>
      changeFound(trx, sender, {
        ...{ status: 'disconnected', status_reason: 'It was disconnected on purpose.', qr: null },
        // What is still on its way from the bridge must not connect it again.
        halted_at: now,
      }),
    );
    return sessionFacts(house, saved);
  },
});
