/** No payload of WhatsApp's is nested half as deep; the database gives up at some thousand levels. */
const depthMax = 24;

const unstorable = /[\0\p{Cs}]/u;

/**
 * JSON as the database can hold it. It takes neither NUL nor halves of surrogate pairs, also not
 * escaped; whoever signs may send them, and refusing one item would hold up its siblings for days.
 */
export function storableJson(value: unknown): unknown {
  // Nearly everything is storable as it came, and looking costs a third of copying.
  return isStorable(value, 0) ? value : mended(value, 0);
}

function isStorable(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return !unstorable.test(value);
  if (typeof value !== 'object' || value === null) return true;
  if (depth >= depthMax) return false;
  if (Array.isArray(value)) return value.every((inner) => isStorable(inner, depth + 1));
  for (const [key, inner] of Object.entries(value)) {
    if (unstorable.test(key) || !isStorable(inner, depth + 1)) return false;
  }
  return true;
}

function mended(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return storableText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= depthMax) return '(nested too deeply)';
  if (Array.isArray(value)) return value.map((inner) => mended(inner, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [storableText(key), mended(inner, depth + 1)]),
  );
}

/** Text as the database can hold it, and no longer than anybody reads. */
export function storableText(text: string, charsMax = Number.POSITIVE_INFINITY): string {
  return text.slice(0, charsMax).replace(/[\0\p{Cs}]/gu, '\ufffd');
}
