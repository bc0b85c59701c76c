/**
 * Why Herald said no. The list is closed: every surface maps each of them once
 * (HTTP status, JSON-RPC answer, Telegram reply).
 */
export const refusalCodes = [
  'invalid_input',
  'not_found',
  'not_allowed',
  'wrong_state',
  'conflict',
  'too_large',
  'unavailable',
  'confirmation_required',
] as const;

export type RefusalCode = (typeof refusalCodes)[number];

/**
 * The one kind of error that a caller may read. Its message is a sentence that says
 * what is wrong and what to do instead; it holds no secret and no stack. Everything
 * else that is thrown is a fault of ours: logged whole, shown as "something went wrong".
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: RefusalCode;
  /** Facts for programs, such as the state a campaign is in and the moves that are open. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: RefusalCode, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }
}
