const hidden = '(hidden)';

/**
 * A post without its keys: Evolution puts the instance's token into each one, and the global key
 * into those that tell of its own errors. They are hidden wherever they stand, and wherever else
 * they are quoted; an address loses its user and password. Files and pictures go, too: nobody
 * reads them here, and they would fill the database.
 */
export function withoutSecrets(post: unknown): unknown {
  const secrets = [...new Set(secretsIn(post, 0))];
  return redact(post, secrets, 0);
}

const secretName = /^(?:(?:global|instance)?[_-]?api[_-]?key|authorization|jwt_key|token|hash)$/i;
const addressName = /^(?:server_?url|destination|webhook_?url)$/i;
const heavyName = /^(?:base64|jpegThumbnail|thumbnail)$/i;

/** A short one, or one of digits, would be found in people's words and numbers, which must stay as they are. */
const quotable = /^(?!\d*$).{16,}$/;

/** What is nested deeper is not kept at all. */
const depthMax = 30;

function secretsIn(value: unknown, depth: number): string[] {
  if (typeof value !== 'object' || value === null || depth > depthMax) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    if (!secretName.test(name)) return secretsIn(inner, depth + 1);
    return typeof inner === 'string' && quotable.test(inner) ? [inner] : [];
  });
}

function redact(value: unknown, secrets: readonly string[], depth: number): unknown {
  if (typeof value === 'string') {
    return secrets.reduce((text, secret) => text.replaceAll(secret, hidden), value);
  }
  if (typeof value !== 'object' || value === null) return value;
  if (depth > depthMax) return '(nested too deeply)';
  if (Array.isArray(value)) return value.map((inner) => redact(inner, secrets, depth + 1));
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => {
      if (heavyName.test(name)) return [];
      if (secretName.test(name)) return [[name, hidden]];
      const kept = redact(inner, secrets, depth + 1);
      return [[name, addressName.test(name) ? withoutUser(kept) : kept]];
    }),
  );
}

function withoutUser(address: unknown): unknown {
  return typeof address === 'string' ? address.replace(/^(\w+:\/\/)?[^/]*@/, '$1') : address;
}
