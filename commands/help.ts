import { Composer } from 'grammy';
import type { OperatorContext } from './context.ts';

export const help = new Composer<OperatorContext>();

help.command('help', (ctx) => ctx.reply(ctx.t.help));
