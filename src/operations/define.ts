import type { z } from 'zod';
import type { Context, House, Scope } from '../context.ts';
import type { Trx } from '../database/tables.ts';

/** What a surface shows of an operation. */
export interface OperationCard {
  /** What the seed documents call it, in snake_case. */
  name: string;
  summary: string;
  scope: Scope;
  annotations: Annotations;
  input: z.ZodType;
  output: z.ZodType;
  /** What it answers is shown once and kept nowhere. */
  secretAnswer?: true;
  /** Set where an agent is asked first whether it really wants that. Only MCP asks; in Telegram a button does. */
  confirmation?: Confirmation;
  /** Which calls make messages leave, now or later: every one, or those with such an input. Some agents are asked before these too. */
  sends?: true | ((input: Readonly<Record<string, unknown>>) => boolean);
  /** Where the output holds a file, which some surfaces show as one. */
  file?: FileFields;
}

export interface FileFields {
  /** The field that holds it, in base64. */
  content: string;
  /** The field that holds its MIME type; it is a PNG where there is none. */
  mimeType?: string;
}

export interface Confirmation {
  /** Which calls; absent: every one. */
  when?(input: Readonly<Record<string, unknown>>): boolean;
  /** What is shown of what would happen. */
  preview: Preview;
}

/** An operation that only reads, asked with some of the call's own parameters. */
export interface Preview {
  operation: string;
  given: readonly string[];
  /** What of its answer is shown, and must still be so when it is confirmed; absent: all of it. */
  shown?: readonly string[];
}

/**
 * One thing that a caller can ask Herald to do. Every surface reads the same definition: MCP
 * lists it, REST binds it, the Telegram commands invoke it.
 */
export interface Operation<Input, Output> extends OperationCard {
  input: z.ZodType<Input>;
  output: z.ZodType<Output>;
  /** Runs inside one transaction that `invoke` opened. */
  handler?(context: Context, input: Input): Promise<Output>;
  /** Runs between transactions of its own: for what takes long or talks to a bridge. Exactly one of the two is given. */
  steps?(context: StepsContext, input: Input): Promise<Output>;
}

/** Any operation, as a registry holds it: `invoke` makes sure that each gets the input it asked for. */
export type AnyOperation = Operation<unknown, unknown>;

export interface Annotations {
  readOnly: boolean;
  destructive: boolean;
  idempotent: boolean;
}

/** As Context, but with transactions that the operation opens itself; no call to the outside happens inside one. */
export interface StepsContext extends Omit<Context, 'trx'> {
  transaction<T>(work: (trx: Trx) => Promise<T>): Promise<T>;
  house: House;
}

/** Keeps the types of input and output; there is nothing else to it. */
export function defineOperation<Input, Output>(
  operation: Operation<Input, Output>,
): Operation<Input, Output> {
  return operation;
}
