/** Names of what opens a door. An id of a token (`token_id`) opens none. */
const secretKey = /token(?!_id$)|secret|password|api_?key|authorization|credential|^code$/i;
const textMax = 500;
const itemsMax = 20;

/**
 * An input as the audit keeps it: what was asked, without secrets, and without the thousand
 * contacts or the file that came with it.
 */
export function redact(value: unknown): object {
  const kept = shorten(value);
  return typeof kept === 'object' && kept !== null ? kept : { value: kept };
}

function shorten(value: unknown): unknown {
  if (typeof value === 'string') return shortenText(value);
  if (value instanceof Uint8Array) return `(${value.byteLength} bytes)`;
  if (Array.isArray(value)) {
    const kept = value.slice(0, itemsMax).map(shorten);
    return value.length <= itemsMax ? kept : [...kept, `… (${value.length} in all)`];
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      storable(key),
      secretKey.test(key) ? '(hidden)' : shorten(inner),
    ]),
  );
}

/** Cutting may leave half a character at the end, which `storable` then replaces. */
function shortenText(text: string): string {
  if (text.length <= textMax) return storable(text);
  return `${storable(text.slice(0, textMax))}… (${text.length} chars)`;
}

/** NUL and halves of surrogate pairs are refused by the database, and a refused input may hold any of them. */
export function storable(text: string): string {
  return text.replace(/[\0\p{Cs}]/gu, '\ufffd');
}
