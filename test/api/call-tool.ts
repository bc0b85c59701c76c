import type { HttpWorld } from './herald.ts';

/** What a tool answers over MCP. */
export interface Answer {
  isError?: boolean;
  content: { text: string }[];
  structuredContent: Record<string, unknown> & { [id in 'campaign_id' | 'list_id']: number };
}

/** Calls a tool by a bare POST, as a program does. */
export async function callTool(
  herald: HttpWorld,
  name: string,
  args: object,
  token = herald.token,
): Promise<Answer> {
  const response = await herald.app.request('/mcp', {
    method: 'POST',
    headers: {
      host: 'localhost:8080',
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
    },
    body: JSON.stringify({
      ...{ jsonrpc: '2.0', id: 1, method: 'tools/call' },
      params: { name, arguments: args },
    }),
  });
  return ((await response.json()) as { result: Answer }).result;
}

/** The same of a call that must go well. Throws what went wrong. */
export async function toolDone(herald: HttpWorld, name: string, args: object, token?: string) {
  const { isError, content, structuredContent } = await callTool(herald, name, args, token);
  if (isError) throw new Error(content[0]?.text);
  return structuredContent;
}
