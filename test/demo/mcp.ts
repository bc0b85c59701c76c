import type { z } from 'zod';
import { postJson } from './http.ts';

/**
 * Herald's tools as a program without any library calls them. The operation that a call names as
 * its type says what is in the answer; nothing of it is loaded here.
 */
export class Mcp {
  readonly #url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  async call<Operation extends { output: z.ZodType }>(
    name: string,
    args: object = {},
  ): Promise<z.infer<Operation['output']>> {
    const params = { name, arguments: args };
    const request = { jsonrpc: '2.0', id: 1, method: 'tools/call', params };
    const { result, error } = await postJson<Answer<z.infer<Operation['output']>>>(
      this.#url,
      request,
      this.#token,
    );
    if (result === undefined) throw new Error(`${name}: ${error?.message ?? 'no answer'}`);
    if (result.isError) throw new Error(`${name}: ${result.content[0]?.text ?? 'no reason'}`);
    return result.structuredContent;
  }

  /** Everything that a tool shows in pages. */
  async callAll<Operation extends { output: z.ZodType<{ total: number }> }, Item>(
    name: string,
    args: object,
    itemsOf: (page: z.infer<Operation['output']>) => readonly Item[],
  ): Promise<Item[]> {
    const items: Item[] = [];
    for (let page = 1; ; page += 1) {
      const answer = await this.call<Operation>(name, { ...args, page });
      const found = itemsOf(answer);
      items.push(...found);
      if (found.length === 0 || items.length >= answer.total) return items;
    }
  }
}

interface Answer<Output> {
  result?: { structuredContent: Output; isError?: boolean; content: { text?: string }[] };
  error?: { message: string };
}
