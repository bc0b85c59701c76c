import type { HonoRequest } from 'hono';
import { BotApiError, badRequest } from './api-error.ts';
import type { Call } from './methods/method.ts';
import { readForm } from './multipart.ts';
import { readBytes } from './read-bytes.ts';

/** What Telegram lets a bot upload, and the form around it. */
const requestBytesMax = 50 * 1024 * 1024 + 64 * 1024;

/** Collects a call's parameters from wherever a bot may put them: the query, a JSON body, a form. */
export async function readCall(request: HonoRequest): Promise<Call> {
  const gone = request.raw.signal;
  const { fields, files } = await readBody(request);
  return { fields: { ...request.query(), ...fields }, files, gone };
}

async function readBody(request: HonoRequest): Promise<Pick<Call, 'fields' | 'files'>> {
  const contentType = request.header('content-type') ?? '';
  const body = await readBytes(request.raw, requestBytesMax);
  if (body === undefined) throw new BotApiError(413, 'Request Entity Too Large');
  if (body.length === 0) return { fields: {}, files: new Map() };

  if (/^multipart\/form-data/i.test(contentType)) {
    const form = orRefuse(() => readForm(body, contentType), "can't parse multipart form");
    return { fields: Object.fromEntries(form.fields), files: form.files };
  }
  if (/^application\/x-www-form-urlencoded/i.test(contentType)) {
    return { fields: Object.fromEntries(new URLSearchParams(body.toString())), files: new Map() };
  }
  const value: unknown = orRefuse(
    () => JSON.parse(body.toString()),
    "can't parse request body as JSON",
  );
  if (typeof value !== 'object' || value === null) throw badRequest('object expected');
  return { fields: { ...value }, files: new Map() };
}

function orRefuse<T>(read: () => T, reason: string): T {
  try {
    return read();
  } catch {
    throw badRequest(reason);
  }
}
