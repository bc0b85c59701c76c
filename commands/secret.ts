/** An error as it may be logged. */
export interface LoggedError {
  name: string;
  message: string;
  stack?: string;
}

export type Describe = (error: unknown) => LoggedError;

/** Network errors carry the address that was called, and in Telegram's addresses stands the bot's token. */
export function describeWithout(token: string): Describe {
  const hide = (text: string) => text.replaceAll(token, '(token)');

  return (error) => {
    if (!(error instanceof Error)) return { name: 'Error', message: hide(String(error)) };
    // grammY wraps: BotError and HttpError keep what went wrong in `error`.
    const inner = 'error' in error && error.error instanceof Error ? error.error : error.cause;
    const because = inner instanceof Error ? `: ${inner.message}` : '';
    return {
      name: error.name,
      message: hide(error.message + because),
      ...(error.stack !== undefined && { stack: hide(error.stack) }),
    };
  };
}
