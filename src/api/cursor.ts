import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';

/** So many tools fit into one answer; clients that don't know cursors see them all. */
const pageMax = 200;

/**
 * The part of a list that a cursor asks for. A cursor is the name of the last item of the page before:
 * one from an older Herald still holds when items were added since.
 */
export function pageAfter<T extends { name: string }>(
  items: readonly T[],
  cursor: string | undefined,
  max = pageMax,
): { page: T[]; nextCursor?: string } {
  const from = cursor === undefined ? 0 : items.findIndex(({ name }) => name === cursor) + 1;
  if (cursor !== undefined && from === 0) {
    throw new ProtocolError(
      ProtocolErrorCode.InvalidParams,
      'This cursor is none of this list: give the nextCursor of the page before, or none.',
    );
  }
  const page = items.slice(from, from + max);
  const last = page.at(-1);
  return from + max < items.length && last ? { page, nextCursor: last.name } : { page };
}
