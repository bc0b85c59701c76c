import { Composer } from 'grammy';
import { invoke } from '../src/operations/invoke.ts';
import { listContactLists } from '../src/operations/lists/list.ts';
import type { OperatorContext } from './context.ts';
import { pageOf, pageRow } from './paging.ts';
import { onPress } from './press.ts';
import { keyboardOf, linesOf, rewrite, send, type View } from './view.ts';

const listsPerPage = 20;

export const lists = new Composer<OperatorContext>();

lists.command('lists', async (ctx) => send(ctx, await listsView(ctx, 1)));

lists.use(
  onPress('lists', async (ctx, { page }) => {
    await rewrite(ctx, await listsView(ctx, page));
    await ctx.answerCallbackQuery();
  }),
);

async function listsView({ caller, t }: OperatorContext, wanted: number): Promise<View> {
  const found = await invoke(caller, listContactLists, {});
  const shown = pageOf(found.lists, wanted, listsPerPage);
  const lines = shown.rows.map(({ list_id: id, name, contacts }) =>
    t.listLine({ id, name, contacts: contacts ?? 0 }),
  );
  return {
    text: linesOf(t.lists(shown.total), ...lines),
    keyboard: keyboardOf(pageRow(t, shown, (page) => ({ kind: 'lists', page }))),
  };
}
