/** So many calls may come at once. */
const batchMax = 100;

/**
 * A JSON-RPC batch, one call after the other, so that a later one finds what an earlier one made. Each has
 * an answer of its own, and a call that is none spoils no other; notifications get none.
 *
 * @param serve answers one call: with JSON, or 202 and nothing
 */
export async function serveBatch(
  calls: readonly unknown[],
  serve: (call: unknown) => Promise<Response>,
): Promise<Response> {
  if (calls.length === 0) return refuse('A batch has at least one call.');
  if (calls.length > batchMax) return refuse(`A batch may have ${batchMax} calls at most.`);
  const answers: unknown[] = [];
  for (const call of calls) {
    const response = Array.isArray(call) ? refuse('A batch holds no batches.') : await serve(call);
    if (response.status !== 202) answers.push(await response.json());
  }
  return answers.length > 0 ? Response.json(answers) : new Response(null, { status: 202 });
}

function refuse(message: string): Response {
  const error = { code: -32_600, message };
  return Response.json({ jsonrpc: '2.0', error, id: null }, { status: 400 });
}
