import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { commandsFor } from './commands.ts';
import { fileAnswer } from './file-answer.ts';
import { downloadBytesMax } from './methods/table.ts';
import { type Form, readForm } from './multipart.ts';
import { textLengthMax } from './parameters.ts';
import { press, say, upload } from './person.ts';
import { readBytes } from './read-bytes.ts';
import { toView } from './view.ts';
import { ownerId } from './wire.ts';
import type { World } from './world.ts';

/** A JSON body, or the form around an uploaded file. */
const formBytesMax = 64 * 1024;
const waitSecondsMax = 50;
const messagesShownMax = 500;

/**
 * The person's side, for the page and for tests: what one would do with thumbs on a phone.
 * Who may come in is the mount's business (`localOnly`).
 */
export function createDoors(world: World, closing: AbortSignal): Hono {
  const app = new Hono();

  app.use(async (c, next) => {
    if (closing.aborted) return refuse(c, 503, 'The simulated Telegram is closed.');
    await next();
    return undefined;
  });

  app.post('/say', async (c) => {
    const { chat, text } = sayBody.parse(await json(c));
    return c.json({ message_id: say(world, chat, text).message_id });
  });

  app.post('/press', async (c) => {
    const { chat, message_id, data } = pressBody.parse(await json(c));
    const id = press(world, chat, message_id, data);
    if (id === undefined) return refuse(c, 404, 'That message has no such button.');
    return c.json({ callback_query_id: id });
  });

  app.post('/upload', async (c) => {
    const { fields, file } = await uploadForm(c);
    const { chat, caption } = uploadFields.parse(fields);
    return c.json({ message_id: upload(world, chat, file, caption).message_id });
  });

  app.get('/chat', async (c) => {
    const { chat, after, wait } = chatQuery.parse(c.req.query());
    const over = AbortSignal.any([c.req.raw.signal, closing]);
    // Any difference counts: after a restart without a journal the numbers begin again.
    if (after === world.store.state.counters.revision) {
      await world.store.bell.heard(over, wait * 1000);
    }
    return c.json(chatView(world, chat));
  });

  app.get('/commands', (c) => {
    const { chat } = chatQuery.parse(c.req.query());
    return c.json({ commands: commandsFor(world.store.state, chat) });
  });

  app.get('/files/:id', (c) => {
    const file = world.store.state.files.get(c.req.param('id'));
    const bytes = file && world.files.read(file.file_id);
    if (!file || !bytes) return refuse(c, 404, 'There is no such file.');
    return fileAnswer(file, bytes);
  });

  app.all('*', (c) => refuse(c, 404, 'There is no such door.'));
  app.onError((error, c) => {
    if (error instanceof z.ZodError) return refuse(c, 400, sentence(error));
    if (error instanceof DoorError) return refuse(c, error.status, error.message);
    throw error;
  });
  return app;
}

const chat = z.coerce.number().pipe(z.int().positive()).default(ownerId);

const sayBody = z.object({ chat, text: z.string().trim().min(1).max(textLengthMax) });
const pressBody = z.object({ chat, message_id: z.int(), data: z.string() });
const uploadFields = z.object({ chat, caption: z.string().max(1024).optional() });
const chatQuery = z.object({
  chat,
  after: z.coerce.number().pipe(z.int()).optional(),
  wait: z.coerce.number().min(0).max(waitSecondsMax).default(0),
});

class DoorError extends Error {
  readonly status: 400 | 404 | 413;
  constructor(status: 400 | 404 | 413, sentence: string) {
    super(sentence);
    this.status = status;
  }
}

function sentence({ issues: [issue] }: z.ZodError): string {
  const place = issue?.path.join('.') || 'body';
  return `The ${place} is wrong: ${issue?.message ?? 'it cannot be read'}.`;
}

function refuse(c: Context, status: 400 | 404 | 413 | 503, error: string) {
  return c.json({ error }, status);
}

async function json(c: Context): Promise<unknown> {
  const body = await readBytes(c.req.raw, formBytesMax);
  if (body === undefined) throw new DoorError(413, 'The body is too large.');
  try {
    return JSON.parse(body.toString());
  } catch {
    throw new DoorError(400, 'The body is not JSON.');
  }
}

async function uploadForm(c: Context) {
  const body = await readBytes(c.req.raw, downloadBytesMax + formBytesMax);
  const { fields, files } = body ? formOf(body, c) : tooLarge();

  const file = files.get('file');
  if (file === undefined) throw new DoorError(400, 'The form has no file named "file".');
  if (file.bytes.length > downloadBytesMax) tooLarge();
  return { fields: Object.fromEntries(fields), file };
}

function formOf(body: Buffer, c: Context): Form {
  try {
    return readForm(body, c.req.header('content-type') ?? '');
  } catch {
    throw new DoorError(400, 'The body is not a multipart form.');
  }
}

function tooLarge(): never {
  throw new DoorError(413, 'A file may have 20 MB at most, as with every Telegram bot.');
}

function chatView({ store: { state }, toasts }: World, chat: number) {
  const messages = [...(state.chats.get(chat)?.values() ?? [])];
  return {
    chat,
    revision: state.counters.revision,
    messages: messages.slice(-messagesShownMax).map(toView),
    toasts: toasts.filter((toast) => toast.chat === chat),
  };
}
