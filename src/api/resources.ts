import {
  ProtocolError,
  ProtocolErrorCode,
  type ReadResourceResult,
  type Resource,
  ResourceNotFoundError,
} from '@modelcontextprotocol/server';
import type { Caller } from '../context.ts';
import { Refusal } from '../errors.ts';
import { listContacts } from '../operations/contacts/list.ts';
import { invoke } from '../operations/invoke.ts';
import { listContactLists } from '../operations/lists/list.ts';
import { getWhatsappHealth } from '../operations/senders/health.ts';
import { getWorkspace } from '../operations/workspaces/get.ts';
import { somethingWrong } from './answer.ts';
import { describeRules } from './rules.ts';

/** What an agent may read before it does anything. */
export const resources: readonly Resource[] = [
  {
    uri: 'shop://profile',
    name: 'profile',
    title: 'This workspace',
    description:
      'Name and time zone, the WhatsApp numbers and how they stand, and how many contacts, lists and open campaigns there are.',
    mimeType: 'application/json',
  },
  {
    uri: 'herald://rules',
    name: 'rules',
    title: 'How Herald sends',
    description:
      'Who gets a message and who does not, how fast, when, and what has to be confirmed or approved first.',
    mimeType: 'text/markdown',
  },
];

const readers: Readonly<Record<string, (caller: Caller) => Promise<string>>> = {
  'shop://profile': async (caller) => JSON.stringify(await profileOf(caller), null, 2),
  'herald://rules': describeRules,
};

/** Reads through operations, so that a token sees here what it may see anywhere. */
export async function readResource(caller: Caller, uri: string): Promise<ReadResourceResult> {
  const resource = resources.find((one) => one.uri === uri);
  const read = readers[uri];
  if (!resource?.mimeType || !read) throw new ResourceNotFoundError(uri);
  try {
    return { contents: [{ uri, mimeType: resource.mimeType, text: await read(caller) }] };
  } catch (error) {
    if (!(error instanceof Refusal)) throw fault(caller, uri, error);
    throw new ProtocolError(refused, error.message, { code: error.code });
  }
}

/** JSON-RPC leaves these codes to servers; the sentence says the rest. */
const refused = -32_000;

function fault({ house }: Caller, uri: string, error: unknown): ProtocolError {
  house.log.error({ err: error, uri }, 'a resource failed');
  return new ProtocolError(ProtocolErrorCode.InternalError, somethingWrong);
}

async function profileOf(caller: Caller): Promise<object> {
  const { workspace_id, name, timezone } = await invoke(caller, getWorkspace, {});
  const { sessions, problems, campaigns } = await invoke(caller, getWhatsappHealth, {});
  const { total: contacts } = await invoke(caller, listContacts, {});
  const { lists } = await invoke(caller, listContactLists, {});
  const numbers = sessions.map(({ session_id, label, phone, bridge, ...session }) => {
    const { status, status_reason, restriction, mass_marketing_enabled } = session;
    const state = { status, status_reason, restriction, mass_marketing_enabled };
    return { session_id, label, phone, bridge, ...state };
  });
  const counts = { contacts, contact_lists: lists.length, campaigns };
  return { workspace_id, name, timezone, numbers, problems, ...counts };
}
