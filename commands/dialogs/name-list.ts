import type { Context } from 'grammy';
import { createListFromImport } from '../../src/operations/imports/create-list.ts';
import { invoke } from '../../src/operations/invoke.ts';
import { keyboardOf, send } from '../view.ts';
import { ask } from './ask.ts';
import { outside, type Talk } from './outside.ts';
import { readName } from './read-name.ts';

const nameMax = 100;

/** Asks what the list of an import is called, suggesting the name of the file, and makes it. */
export async function nameList(talk: Talk, _: Context, importId: number, suggested: string) {
  const name = await ask<string>(talk, {
    view: ({ t }) => ({
      text: t.askListName,
      keyboard: keyboardOf([[t.buttons.callIt(suggested), { kind: 'call-it' }]]),
    }),
    words: ({ t }, text) => readName(t, text, nameMax),
    press: (_ctx, { kind }) => (kind === 'call-it' ? suggested : undefined),
  });

  await outside(talk, async (ctx) => {
    const list = await invoke(ctx.caller, createListFromImport, { import_id: importId, name });
    const { list_id: id, contacts } = list;
    const keyboard = keyboardOf([[ctx.t.buttons.newCampaignWithList, { kind: 'new', list: id }]]);
    await send(ctx, { text: ctx.t.listMade({ id, name: list.name, contacts }), keyboard });
  });
}
