import { Composer } from 'grammy';
import { invoke } from '../src/operations/invoke.ts';
import { listOperators } from '../src/operations/operators/list.ts';
import type { OperatorContext } from './context.ts';
import { linesOf, send } from './view.ts';

export const team = new Composer<OperatorContext>();

team.command('team', async (ctx) => {
  const { operators } = await invoke(ctx.caller, listOperators, {});
  const lines = operators.map((operator) => ctx.t.teamLine(operator));
  await send(ctx, { text: linesOf(ctx.t.team(operators.length), ...lines) });
});
