import type { Filter } from 'grammy';
import { Refusal } from '../src/errors.ts';
import type { OperatorContext } from './context.ts';

const telegram = 'https://api.telegram.org';
const downloadMaxMs = 120_000;

/** The bytes of a file that was dropped into the chat. Throws a Refusal when Telegram does not hand them over. */
export async function download(
  ctx: Filter<OperatorContext, 'message:document'>,
  fileName: string,
): Promise<Uint8Array> {
  const { file_path } = await ctx.getFile();
  const { token, options } = ctx.api;
  const root = options?.apiRoot ?? telegram;
  const response = await fetch(`${root}/file/bot${token}/${file_path}`, {
    signal: AbortSignal.timeout(downloadMaxMs),
  });
  if (response.ok) return new Uint8Array(await response.arrayBuffer());
  throw new Refusal('unavailable', ctx.t.downloadFailed(fileName));
}
