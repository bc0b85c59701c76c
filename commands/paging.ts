import type { Press } from './callback.ts';
import type { Texts } from './texts/en.ts';
import type { Button } from './view.ts';

export interface Page<T> {
  rows: T[];
  page: number;
  pages: number;
  total: number;
}

/** One page of what is all there. A page beyond the last is the last: lists shrink while buttons stay. */
export function pageOf<T>(all: readonly T[], wanted: number, rowsPerPage: number): Page<T> {
  const pages = pagesOf(all.length, rowsPerPage);
  const page = Math.min(wanted, pages);
  const rows = all.slice((page - 1) * rowsPerPage, page * rowsPerPage);
  return { rows, page, pages, total: all.length };
}

/** How many rows a page of an operation has. */
const operationPageRows = 50;

/** One page of what an operation lists in larger pages; a page of ours lies whole within one of its. */
export async function pageFrom<T>(
  fetch: (operationPage: number) => Promise<{ rows: T[]; total: number }>,
  wanted: number,
  rowsPerPage: number,
): Promise<Page<T>> {
  const found = await fetch(Math.ceil((wanted * rowsPerPage) / operationPageRows));
  const { total } = found;
  const pages = pagesOf(total, rowsPerPage);
  if (wanted > pages) return pageFrom(fetch, pages, rowsPerPage);
  const from = ((wanted - 1) * rowsPerPage) % operationPageRows;
  return { rows: found.rows.slice(from, from + rowsPerPage), page: wanted, pages, total };
}

/** The buttons that turn the pages; none where there is only one. */
export function pageRow(
  t: Texts,
  { page, pages }: { page: number; pages: number },
  to: (page: number) => Press,
): Button[] {
  return [
    ...(page > 1 ? [[t.buttons.back, to(page - 1)] satisfies Button] : []),
    ...(page < pages ? [[t.buttons.more, to(page + 1)] satisfies Button] : []),
  ];
}

function pagesOf(total: number, rowsPerPage: number): number {
  return Math.max(1, Math.ceil(total / rowsPerPage));
}
