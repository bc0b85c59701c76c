/**
 * The documents that programs were written after print calls of tools without their envelope, some with
 * `method` and `params`, some with `name` and `arguments` alone. Posted as they stand they are calls
 * all the same, and want an answer. Everything else is left as it is.
 */
export function withEnvelope(body: unknown): unknown {
  if (!isRecord(body) || Object.hasOwn(body, 'jsonrpc')) return body;
  const envelope = { jsonrpc: '2.0', id: 1 };
  if (body.method === 'tools/call') return { ...envelope, ...body };
  const { method, name, arguments: given } = body;
  const isBare = method === undefined && typeof name === 'string' && isRecord(given);
  return isBare ? { ...envelope, method: 'tools/call', params: { name, arguments: given } } : body;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
