import { Composer } from 'grammy';
import type { OperatorContext } from './context.ts';
import { commandList } from './texts/en.ts';

export const help = new Composer<OperatorContext>();

help.command('help', (ctx) => ctx.reply(ctx.t.help(commandList)));
