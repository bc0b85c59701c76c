import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Caller } from '../context.ts';
import { Refusal } from '../errors.ts';
import type { AnyOperation, Preview } from '../operations/define.ts';
import { invoke, rehearse, tryOut } from '../operations/invoke.ts';
import type { Toolbox } from './tools.ts';

/** What an agent is told instead of an answer: nothing has happened yet. */
export interface Question {
  requires_confirmation: true;
  tool: string;
  /** What the tool does, in words. */
  would: string;
  /** What it would do it to. */
  preview: unknown;
  /** Given back, the call runs only while the preview still holds. */
  preview_token: string;
  how: string;
}

/** How a call says that it is meant. */
export const confirmFields = {
  confirm: z.boolean().optional().describe('True when a person has agreed to exactly this.'),
  preview_token: z
    .string()
    .max(100)
    .optional()
    .describe('From the answer that asked: the call runs only if nothing has changed since.'),
};
const Confirming = z.object(confirmFields);

/** The parameters of a call without those that confirm it. Operations that only read know no such thing. */
export function splitConfirming(
  { annotations }: AnyOperation,
  given: Readonly<Record<string, unknown>>,
): { input: Record<string, unknown>; confirming: z.infer<typeof Confirming> } {
  if (annotations.readOnly) return { input: given, confirming: {} };
  const { confirm, preview_token, ...input } = given;
  const read = Confirming.safeParse({ confirm, preview_token });
  if (read.success) return { input, confirming: read.data };
  throw new Refusal('invalid_input', 'confirm is true or false, and preview_token a text.');
}

/**
 * What has to be asked before this call runs; undefined when it may. Throws Refusal for a call that would be
 * refused anyway, so that nobody is asked in vain.
 */
export async function questionBefore(
  caller: Caller,
  tools: Toolbox,
  operation: AnyOperation,
  given: Readonly<Record<string, unknown>>,
  { confirm, preview_token: shown }: z.infer<typeof Confirming>,
): Promise<Question | undefined> {
  // A preview_token binds also where nobody would be asked, and where confirm is given too.
  if (shown === undefined && (confirm || !mayAsk(caller, operation))) return undefined;
  const { input, isRepeat } = await rehearse(caller, operation, given);
  if (isRepeat || (shown === undefined && !asksFirst(caller, operation, input))) return undefined;

  await tryOut(caller, operation, input);
  if (shown !== undefined) refuseForeignToken(operation, shown);
  const preview = await previewOf(caller, tools, operation.confirmation?.preview, given);
  const token = tokenOf(operation, input, preview);
  if (shown === token) return undefined;
  return ask(operation, preview ?? { parameters: given }, token, shown !== undefined);
}

function ask(
  { name, summary }: AnyOperation,
  preview: unknown,
  preview_token: string,
  isStale: boolean,
): Question {
  const changed = isStale ? 'Something has changed since that preview. ' : '';
  return {
    requires_confirmation: true,
    tool: name,
    would: summary,
    preview,
    preview_token,
    how: `${changed}Nothing has happened yet. Ask the person, then call ${name} again with confirm: true, or with this preview_token to run it only if nothing has changed.`,
  };
}

/** Whether there is any call of this operation that this caller is asked about. */
function mayAsk({ confirms = 'destructive' }: Caller, operation: AnyOperation): boolean {
  if (confirms === 'never') return false;
  return (
    operation.confirmation !== undefined || (confirms === 'always' && Boolean(operation.sends))
  );
}

function asksFirst(caller: Caller, operation: AnyOperation, input: unknown): boolean {
  if (!mayAsk(caller, operation)) return false;
  const { confirmation, sends } = operation;
  if (confirmation && (confirmation.when?.(Object(input)) ?? true)) return true;
  if (caller.confirms !== 'always') return false;
  return sends === true || (sends?.(Object(input)) ?? false);
}

/** Undefined where nothing shows more than the parameters of the call do. */
async function previewOf(
  caller: Caller,
  tools: Toolbox,
  preview: Preview | undefined,
  given: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  const operation = preview && tools.find(preview.operation);
  if (!operation) return undefined;
  try {
    const answer = await invoke(caller, operation, pick(given, preview.given));
    return preview.shown ? pick(Object(answer), preview.shown) : answer;
  } catch (error) {
    // Some may do a thing and have no right to look at it.
    if (error instanceof Refusal && error.code === 'not_allowed') return undefined;
    throw error;
  }
}

function pick(from: Readonly<Record<string, unknown>>, names: readonly string[]) {
  return Object.fromEntries(names.flatMap((name) => (name in from ? [[name, from[name]]] : [])));
}

/**
 * The same call with the same preview has the same token, so that nothing has to be kept. It begins with
 * the name of its tool, so that one of another tool can be told from one that no longer holds.
 */
function tokenOf({ name }: AnyOperation, input: unknown, preview: unknown): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([input, preview]))
    .digest('hex');
  return `${name}.${hash.slice(0, 32)}`;
}

function refuseForeignToken({ name }: AnyOperation, token: string): void {
  if (token.startsWith(`${name}.`)) return;
  throw new Refusal(
    'invalid_input',
    `This preview_token is none of ${name}: give the one that ${name} answered with, or none to be asked.`,
  );
}
