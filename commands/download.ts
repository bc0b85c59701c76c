import { type Filter, GrammyError } from 'grammy';
import { Refusal } from '../src/errors.ts';
import type { OperatorContext } from './context.ts';

type DocumentContext = Filter<OperatorContext, 'message:document'>;

const telegram = 'https://api.telegram.org';
const downloadMaxMs = 120_000;

/** The bytes of a file that was dropped into the chat. Throws a Refusal when Telegram does not hand them over. */
export async function download(ctx: DocumentContext, fileName: string): Promise<Uint8Array> {
  const { token, options } = ctx.api;
  const path = await findPath(ctx);
  if (path !== undefined) {
    const response = await fetch(`${options?.apiRoot ?? telegram}/file/bot${token}/${path}`, {
      signal: AbortSignal.timeout(downloadMaxMs),
    });
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
  }
  throw new Refusal('unavailable', ctx.t.downloadFailed(fileName));
}

async function findPath(ctx: DocumentContext): Promise<string | undefined> {
  try {
    return (await ctx.getFile()).file_path;
  } catch (error) {
    if (error instanceof GrammyError) return undefined;
    throw error;
  }
}
