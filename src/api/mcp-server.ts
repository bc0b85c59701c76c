import {
  type CallToolResult,
  ProtocolError,
  ProtocolErrorCode,
  Server,
} from '@modelcontextprotocol/server';
import type { Caller } from '../context.ts';
import { Refusal } from '../errors.ts';
import type { AnyOperation } from '../operations/define.ts';
import { invoke } from '../operations/invoke.ts';
import { somethingWrong } from './answer.ts';
import { type Question, questionBefore, splitConfirming } from './confirm.ts';
import { pageAfter } from './cursor.ts';
import { readResource, resources } from './resources.ts';
import type { Toolbox } from './tools.ts';

/** The SDK's server for one request of one caller: it holds nothing, so making it is cheap. */
export function createMcpServer(caller: Caller, tools: Toolbox): Server {
  const server = new Server(
    { name: 'herald', version: '0.1.0' },
    { capabilities: { tools: {}, resources: {} }, instructions },
  );
  server.setRequestHandler('tools/list', ({ params }) => {
    const { page, ...next } = pageAfter(tools.list, params?.cursor);
    return { tools: page, ...next };
  });
  server.setRequestHandler('tools/call', ({ params }) =>
    callTool(caller, tools, params.name, params.arguments ?? {}),
  );
  server.setRequestHandler('resources/list', ({ params }) => {
    const { page, ...next } = pageAfter(resources, params?.cursor);
    return { resources: page, ...next };
  });
  server.setRequestHandler('resources/templates/list', () => ({ resourceTemplates: [] }));
  server.setRequestHandler('resources/read', ({ params }) => readResource(caller, params.uri));
  return server;
}

const instructions =
  'Herald runs WhatsApp campaigns: fill a contact list, create a campaign for it, start it, watch ' +
  'it. Ids come from the list_… tools. People who opted out are left out by themselves. The resource ' +
  'herald://rules says how Herald sends, shop://profile what there is.';

async function callTool(
  caller: Caller,
  tools: Toolbox,
  name: string,
  given: Readonly<Record<string, unknown>>,
): Promise<CallToolResult> {
  const operation = tools.find(name);
  if (!operation) {
    throw new ProtocolError(
      ProtocolErrorCode.InvalidParams,
      `There is no tool "${name}". tools/list shows those there are.`,
    );
  }
  try {
    const { input, confirming } = splitConfirming(operation, tools.spell(operation, given));
    const question = await questionBefore(caller, tools, operation, input, confirming);
    if (question) return ask(question);
    const output = await invoke(caller, operation, input);
    return success(operation, JSON.parse(JSON.stringify(output)));
  } catch (error) {
    return failure(caller, name, error);
  }
}

/** Marked as an error, since it is not the answer that the tool promises: clients check that. */
function ask(question: Question): CallToolResult {
  const text = JSON.stringify(question);
  return { content: [{ type: 'text', text }], structuredContent: { ...question }, isError: true };
}

/** A picture or a sound is shown as one; the letters of a file stay out of the text that an agent reads. */
function success({ file }: AnyOperation, output: Record<string, unknown>): CallToolResult {
  const { [file?.content ?? '']: data, ...words } = output;
  const content: CallToolResult['content'] = [{ type: 'text', text: JSON.stringify(words) }];
  const mimeType = file?.mimeType === undefined ? 'image/png' : String(output[file.mimeType]);
  const type = shownAs(mimeType);
  if (typeof data === 'string' && type) content.push({ type, data, mimeType });
  return { content, structuredContent: output };
}

/** Undefined for what clients cannot show; programs find it in the structured content. */
function shownAs(mimeType: string): 'image' | 'audio' | undefined {
  if (/^image\/(png|jpeg|gif|webp)$/.test(mimeType)) return 'image';
  return mimeType.startsWith('audio/') ? 'audio' : undefined;
}

/** What went wrong is the answer to the call, so that the agent reads it and mends its next one. */
function failure({ house }: Caller, tool: string, error: unknown): CallToolResult {
  if (!(error instanceof Refusal)) {
    house.log.error({ err: error, tool }, 'a tool failed');
    return { content: [{ type: 'text', text: somethingWrong }], isError: true };
  }
  const { code, message, details } = error;
  return {
    content: [{ type: 'text', text: message }],
    isError: true,
    _meta: { 'herald/refusal': { code, details } },
  };
}
