import { Composer } from 'grammy';
import type { z } from 'zod';
import type { Caller } from '../src/context.ts';
import { invoke } from '../src/operations/invoke.ts';
import { listBlacklist } from '../src/operations/suppressions/list-blacklist.ts';
import { listWhatsappOptout } from '../src/operations/suppressions/list-optout.ts';
import type { ListedSuppressionFacts } from '../src/operations/suppressions/shapes.ts';
import { getUnsubscribedList } from '../src/operations/suppressions/unsubscribed.ts';
import type { OperatorContext } from './context.ts';
import { pageFrom, pageRow } from './paging.ts';
import { onPress } from './press.ts';
import type { Texts } from './texts/en.ts';
import { type Button, keyboardOf, linesOf, rewrite, send, type View } from './view.ts';

type Suppression = z.output<typeof ListedSuppressionFacts>;
type Which = (typeof kinds)[number];

const kinds = ['whatsapp', 'unsubscribed', 'blacklist'] as const;
const rowsPerPage = 10;

/** Who gets no messages, in three lists of which one is shown. */
export const optOuts = new Composer<OperatorContext>();

optOuts.command('optouts', async (ctx) => send(ctx, await optOutsView(ctx, 'whatsapp', 1)));

optOuts.use(
  onPress('optouts', async (ctx, { which, page }) => {
    await rewrite(ctx, await optOutsView(ctx, which, page));
    await ctx.answerCallbackQuery();
  }),
);

async function optOutsView(ctx: OperatorContext, which: Which, wanted: number): Promise<View> {
  const { t, caller } = ctx;
  const shown = await pageFrom((page) => findOptOuts(caller, which, page), wanted, rowsPerPage);
  const totals = await Promise.all(
    kinds.map(async (kind) => t.optOuts[kind]((await findOptOuts(caller, kind, 1)).total)),
  );
  const lines = shown.rows.map((row) => lineOf(t, row));
  const others = kinds
    .filter((kind) => kind !== which)
    .map((kind): Button => [t.buttons.optOuts[kind], { kind: 'optouts', which: kind, page: 1 }]);
  return {
    text: linesOf(
      ...totals,
      '',
      `${t.buttons.optOuts[which]}:`,
      ...(lines.length === 0 ? [t.nobodyHere] : lines),
      ...(shown.pages > 1 ? ['', t.page(shown.page, shown.pages)] : []),
    ),
    keyboard: keyboardOf(
      pageRow(t, shown, (page) => ({ kind: 'optouts', which, page })),
      others,
    ),
  };
}

function lineOf(t: Texts, { phone, kind, since, source }: Suppression): string {
  const how = t.suppressionSources[source] ?? source;
  return t.optOutLine({ phone, kind: t.suppressionKinds[kind], since, how });
}

async function findOptOuts(
  caller: Caller,
  which: Which,
  page: number,
): Promise<{ rows: Suppression[]; total: number }> {
  if (which === 'whatsapp') {
    const { opted_out, total } = await invoke(caller, listWhatsappOptout, { page });
    return { rows: opted_out, total };
  }
  if (which === 'unsubscribed') {
    const { unsubscribed, total } = await invoke(caller, getUnsubscribedList, {
      page,
      kind: 'marketing',
    });
    return { rows: unsubscribed, total };
  }
  const { blocked, total } = await invoke(caller, listBlacklist, { page });
  return { rows: blocked, total };
}
