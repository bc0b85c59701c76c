import { Composer } from 'grammy';
import { type Role, roles } from '../src/domain/roles.ts';
import { invoke } from '../src/operations/invoke.ts';
import { createOperatorInvite } from '../src/operations/operators/invite.ts';
import type { OperatorContext } from './context.ts';
import { onPress } from './press.ts';
import { type Button, keyboardOf, send } from './view.ts';

/** A link that makes an operator of whoever opens it first. */
export const invite = new Composer<OperatorContext>();

invite.command('invite', async (ctx) => {
  const role = roles.find((name) => name === ctx.match.trim().toLowerCase());
  if (role !== undefined) return sayInvitation(ctx, role);
  const choices = roles.map((name): Button[] => [
    [ctx.t.roles[name], { kind: 'invite', role: name }],
  ]);
  return send(ctx, { text: ctx.t.askRole, keyboard: keyboardOf(...choices) });
});

invite.use(
  onPress('invite', async (ctx, { role }) => {
    await sayInvitation(ctx, role);
    await ctx.answerCallbackQuery();
  }),
);

async function sayInvitation(ctx: OperatorContext, role: Role): Promise<void> {
  const { code } = await invoke(ctx.caller, createOperatorInvite, { role });
  await ctx.reply(ctx.t.invitation(role, `https://t.me/${ctx.me.username}?start=${code}`));
}
