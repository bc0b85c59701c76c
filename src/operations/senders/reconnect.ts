import { z } from 'zod';
import { sets } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { SenderRef } from '../refs.ts';
import { ask, skillOf } from './ask.ts';
import { chooseSender } from './choose.ts';
import { changesBy, LinkFacts, linkFacts } from './linking.ts';
import { changeFound } from './require.ts';

export const reconnectWhatsapp = defineOperation({
  name: 'reconnect_whatsapp',
  summary:
    'Bring a WhatsApp number back that was stopped, by itself, by its bridge or by somebody. The ' +
    'answer holds a QR code when it has to be scanned anew.',
  scope: 'settings:write',
  annotations: sets,
  input: z.strictObject({
    session_id: SenderRef.optional().describe(
      'From get_whatsapp_status. Needed when more than one number can be meant.',
    ),
  }),
  output: LinkFacts,

  async steps(context, { session_id }) {
    const { house, transaction, now } = context;
    const sender = await chooseSender(context, session_id, ['disconnected', 'qr_pending']);
    const reconnect = skillOf(house, sender, 'reconnect', 'connect a number again');
    const connection = await ask(house, sender, reconnect);
    const changes = changesBy(sender, connection, now);
    return linkFacts(
      house,
      await transaction((trx) => changeFound(trx, sender, changes)),
      connection,
    );
  },
});
