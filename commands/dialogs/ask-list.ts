import { invoke } from '../../src/operations/invoke.ts';
import { listContactLists } from '../../src/operations/lists/list.ts';
import type { OperatorContext } from '../context.ts';
import { pageOf, pageRow } from '../paging.ts';
import { type Button, keyboardOf, rewrite, type View } from '../view.ts';
import { ask, say } from './ask.ts';
import { outside, type Talk } from './outside.ts';

const listsPerPage = 8;

/** The list that is chosen; undefined when there is none to choose, which is said. */
export async function askList(talk: Talk): Promise<number | undefined> {
  const hasLists = await outside(talk, async ({ caller }) => {
    return (await invoke(caller, listContactLists, {})).lists.length > 0;
  });
  if (!hasLists) {
    await say(talk, ({ t }) => ({ text: `${t.noListYet}\n\n${t.importHelp}` }));
    return undefined;
  }
  return ask<number>(talk, {
    view: (ctx) => listChoice(ctx, 1),
    async press(ctx, press) {
      if (press.kind === 'list-page') await rewrite(ctx, await listChoice(ctx, press.page));
      return press.kind === 'pick-list' ? press.list : undefined;
    },
  });
}

/** The newest lists first: whoever has just imported one means that. */
async function listChoice({ caller, t }: OperatorContext, wanted: number): Promise<View> {
  const { lists } = await invoke(caller, listContactLists, {});
  const newest = [...lists].sort((one, other) => other.list_id - one.list_id);
  const shown = pageOf(newest, wanted, listsPerPage);
  const choices = shown.rows.map(({ list_id, name, contacts }): Button[] => [
    [t.listChoice(name, contacts ?? 0), { kind: 'pick-list', list: list_id }],
  ]);
  const turning = pageRow(t, shown, (page) => ({ kind: 'list-page', page }));
  return { text: t.askList, keyboard: keyboardOf(...choices, turning) };
}
