import { Composer } from 'grammy';
import { listContacts } from '../src/operations/contacts/list.ts';
import { invoke } from '../src/operations/invoke.ts';
import type { OperatorContext } from './context.ts';

export const contacts = new Composer<OperatorContext>();

contacts.command('contacts', async (ctx) => {
  const { total } = await invoke(ctx.caller, listContacts, {});
  await ctx.reply(ctx.t.contacts(total));
});
