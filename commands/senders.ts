import { Composer } from 'grammy';
import { invoke } from '../src/operations/invoke.ts';
import { getWhatsappStatus } from '../src/operations/senders/status.ts';
import type { OperatorContext } from './context.ts';
import { linesOf, send } from './view.ts';

export const senders = new Composer<OperatorContext>();

senders.command('senders', async (ctx) => {
  const { t, caller } = ctx;
  const { sessions } = await invoke(caller, getWhatsappStatus, {});
  const lines = sessions.map((sender) =>
    t.senderLine({
      name: sender.label ?? sender.channel_id,
      phone: sender.phone ?? t.notLinked,
      status: t.senderStates[sender.status],
      enabled: sender.mass_marketing_enabled,
    }),
  );
  await send(ctx, { text: linesOf(t.senders(sessions.length), ...lines) });
});
