import type { FormattedString } from '@grammyjs/parse-mode';
import { Composer, InputFile } from 'grammy';
import { invoke } from '../src/operations/invoke.ts';
import { acknowledgeSenderRisks } from '../src/operations/senders/acknowledge.ts';
import { disconnectWhatsapp } from '../src/operations/senders/disconnect.ts';
import { getWhatsappQr } from '../src/operations/senders/qr.ts';
import { reconnectWhatsapp } from '../src/operations/senders/reconnect.ts';
import type { SessionFacts } from '../src/operations/senders/shapes.ts';
import { getWhatsappStatus } from '../src/operations/senders/status.ts';
import type { OperatorContext } from './context.ts';
import { onPress } from './press.ts';
import type { Texts } from './texts/en.ts';
import { type Button, keyboardOf, linesOf, rewrite, send, type View } from './view.ts';

/** The WhatsApp numbers: how each of them is, and what can be done about it. */
export const senders = new Composer<OperatorContext>();

senders.command('senders', async (ctx) => send(ctx, await sendersView(ctx)));

senders.use(
  onPress('senders', async (ctx) => {
    await rewrite(ctx, await sendersView(ctx));
    await ctx.answerCallbackQuery();
  }),
  onPress('sender-link', async (ctx, { sender: session_id }) => {
    const { status } = await invoke(ctx.caller, reconnectWhatsapp, { session_id });
    await rewrite(ctx, await sendersView(ctx));
    await ctx.answerCallbackQuery(ctx.t.senderStates[status]);
    if (status === 'qr_pending') await showQr(ctx, session_id);
  }),
  onPress('sender-qr', async (ctx, { sender }) => {
    await ctx.answerCallbackQuery();
    await showQr(ctx, sender);
  }),
  // Asks first: what a number has planned does not go out without it.
  onPress('sender-unlink', async (ctx, { sender }) => {
    await rewrite(ctx, reallyUnlink(ctx.t, sender));
    await ctx.answerCallbackQuery();
  }),
  onPress('sender-unlink-yes', async (ctx, { sender: session_id }) => {
    const { status } = await invoke(ctx.caller, disconnectWhatsapp, { session_id });
    await rewrite(ctx, await sendersView(ctx));
    await ctx.answerCallbackQuery(ctx.t.senderStates[status]);
  }),
  onPress('sender-risks', async (ctx, { sender: session_id }) => {
    await invoke(ctx.caller, acknowledgeSenderRisks, { session_id });
    await rewrite(ctx, await sendersView(ctx));
    await ctx.answerCallbackQuery(ctx.t.risksAcknowledged);
  }),
);

async function sendersView({ caller, t }: OperatorContext): Promise<View> {
  const { sessions } = await invoke(caller, getWhatsappStatus, {});
  const lines = sessions.flatMap((session) => linesAbout(t, session));
  const rows = sessions.map((session) => buttonsOf(t, session));
  return { text: linesOf(t.senders(sessions.length), ...lines), keyboard: keyboardOf(...rows) };
}

function linesAbout(t: Texts, session: SessionFacts): (string | FormattedString)[] {
  const { phone, bridge, status, status_reason, restriction, risks, notice } = session;
  const line = t.senderLine({
    name: nameOf(session),
    phone: phone ?? t.notLinked,
    bridge,
    status: t.senderStates[status],
    enabled: session.mass_marketing_enabled,
  });
  const asked = session.risks_acknowledged ? null : risks;
  return [
    line,
    ...(status_reason === null ? [] : [t.senderReason(status_reason)]),
    ...(restriction ? [t.senderRestriction(restriction.kind, restriction.reason)] : []),
    ...(asked === null ? [] : [t.warning(asked)]),
    ...(notice === null ? [] : [t.senderReason(notice)]),
  ];
}

function buttonsOf({ buttons }: Texts, session: SessionFacts): Button[] {
  const { session_id: sender, status, risks_acknowledged } = session;
  const name = nameOf(session);
  const changes: Record<SessionFacts['status'], Button[]> = {
    connected: [[buttons.unlink(name), { kind: 'sender-unlink', sender }]],
    disconnected: [[buttons.relink(name), { kind: 'sender-link', sender }]],
    qr_pending: [[buttons.showQr(name), { kind: 'sender-qr', sender }]],
  };
  const accept: Button[] = [[buttons.acknowledgeRisks, { kind: 'sender-risks', sender }]];
  return [...changes[status], ...(risks_acknowledged ? [] : accept)];
}

function reallyUnlink(t: Texts, sender: number): View {
  return {
    text: t.reallyUnlink,
    keyboard: keyboardOf([
      [t.buttons.yesUnlink, { kind: 'sender-unlink-yes', sender }],
      [t.buttons.noGoOn, { kind: 'senders' }],
    ]),
  };
}

/** Asked anew, as codes last some seconds; perhaps somebody has scanned one meanwhile. */
async function showQr(ctx: OperatorContext, session_id: number): Promise<void> {
  const { status, qr_png } = await invoke(ctx.caller, getWhatsappQr, { session_id });
  const keyboard = keyboardOf([
    [ctx.t.buttons.nextQr, { kind: 'sender-qr', sender: session_id }],
    [ctx.t.buttons.showSenders, { kind: 'run', command: 'senders', words: '' }],
  ]);
  if (qr_png === null) await send(ctx, { text: ctx.t.noQr(ctx.t.senderStates[status]), keyboard });
  else {
    const picture = new InputFile(Buffer.from(qr_png, 'base64'), 'qr.png');
    await ctx.replyWithPhoto(picture, { caption: ctx.t.scanQr, reply_markup: keyboard });
  }
}

function nameOf({ label, channel_id }: SessionFacts): string {
  return label ?? channel_id;
}
