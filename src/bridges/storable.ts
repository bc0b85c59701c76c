/** No payload of WhatsApp's is nested half as deep; the database gives up at some thousand levels. */
const depthMax = 24;

/**
 * JSON as the database can hold it. It takes neither NUL nor halves of surrogate pairs, also not
 * escaped; whoever signs may send them, and refusing one item would hold up its siblings for days.
 */
export function storableJson(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return storableText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= depthMax) return '(nested too deeply)';
  if (Array.isArray(value)) return value.map((inner) => storableJson(inner, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      storableText(key),
      storableJson(inner, depth + 1),
    ]),
  );
}

/** Text as the database can hold it, and no longer than anybody reads. */
export function storableText(text: string, charsMax = Number.POSITIVE_INFINITY): string {
  return text.slice(0, charsMax).replace(/[\0\p{Cs}]/gu, '\ufffd');
}
