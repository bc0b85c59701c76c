import { Buffer } from 'node:buffer';
import { Composer, type Filter, InputFile } from 'grammy';
import { Refusal } from '../src/errors.ts';
import { importContacts } from '../src/operations/imports/import.ts';
import { invoke } from '../src/operations/invoke.ts';
import type { OperatorContext } from './context.ts';
import { enterDialog } from './dialogs/enter.ts';
import { download } from './download.ts';
import { onPress } from './press.ts';
import { rewriteAt, type View } from './view.ts';
import { importView, restOfBadLines } from './views/import.ts';

/** What Telegram lets a bot download. */
const fileBytesMax = 20 * 1024 * 1024;
const fileNameMax = 200;
const csvName = /\.(csv|tsv|txt)$/i;

/** A file that is dropped into the chat is imported. */
export const importing = new Composer<OperatorContext>();

importing.on('message:document', async (ctx) => {
  const { file_name: file = 'file', file_size = 0 } = ctx.message.document;
  if (file_size > fileBytesMax) return ctx.reply(ctx.t.fileTooLarge(file));
  if (!csvName.test(file)) return ctx.reply(ctx.t.notCsv(file));
  return importFile(ctx, file);
});

importing.use(
  onPress('make-list', async (ctx, press) => {
    await enterDialog(ctx, 'nameList', press.import, press.name);
    await ctx.answerCallbackQuery();
  }),
);

type DocumentContext = Filter<OperatorContext, 'message:document'>;

/** One message tells how far it is, and in the end what came of it. */
async function importFile(ctx: DocumentContext, file: string): Promise<void> {
  const { api, chat, t } = ctx;
  const { message_id } = await ctx.reply(t.reading(file));
  const tell = (view: View) => rewriteAt(api, chat.id, message_id, view);
  try {
    const bytes = await download(ctx, file);
    await tell({ text: t.importing(file) });
    const imported = await invoke(ctx.caller, importContacts, {
      file_name: file.slice(-fileNameMax),
      content_base64: Buffer.from(bytes).toString('base64'),
    });
    await tell(importView(t, file, imported));
    const rest = restOfBadLines(t, imported);
    if (rest !== undefined) await ctx.replyWithDocument(new InputFile(rest, t.badLinesFile));
  } catch (error) {
    await tell({ text: error instanceof Refusal ? error.message : t.importFailed(file) });
    if (!(error instanceof Refusal)) throw error;
  }
}
