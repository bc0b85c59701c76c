/** What a call brings along, and how it is answered. */
export interface Call {
  method: string;
  /** Like `/chat/archiveChat`. */
  what: string;
  instance: string;
  query: URLSearchParams;
  body: Record<string, unknown>;
}
export interface Answered {
  status: number;
  body: unknown;
}

/** As its error handler writes what was thrown. */
export function refused(status: number, message: unknown): Answered {
  const names: Record<number, string> = {
    400: 'Bad Request',
    401: 'Unauthorized',
    403: 'Forbidden',
    404: 'Not Found',
    500: 'Internal Server Error',
  };
  const error = names[status] ?? 'Error';
  return { status, body: { status, error, response: { message: [message].flat() } } };
}
