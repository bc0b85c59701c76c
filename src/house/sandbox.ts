import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Context, Hono } from 'hono';
import type { Logger } from 'pino';
import type { Bridge } from '../bridges/bridge.ts';
import type { Config } from '../config.ts';
import { lockDirectory } from '../database/directory-lock.ts';
import { Refusal } from '../errors.ts';
import type { Keys } from '../keys.ts';
import { localOnly } from '../sandbox/local-only.ts';
import { sandboxPage } from '../sandbox/page/page.ts';
import { createSandboxPhones } from '../sandbox/phones/world.ts';
import {
  createSandboxTelegram,
  type SandboxTelegram,
} from '../sandbox/telegram/sandbox-telegram.ts';

export interface SandboxOptions {
  config: Config;
  keys: Keys;
  log: Logger;
  /** This process as it reaches itself, such as http://127.0.0.1:8080. */
  ownUrl: string;
}

export interface Sandbox {
  /** Its WhatsApp. */
  bridge: Bridge;
  /** The page at `/` and everything under `/sandbox`, for whoever sits at this machine. */
  doors: Hono;
  close(): Promise<void>;
}

/** The simulated phones, and a simulated Telegram unless a real token is set. */
export async function openSandbox({ config, keys, log, ownUrl }: SandboxOptions): Promise<Sandbox> {
  const { directory, unlock } = await claimDirectory(join(config.DATA_DIR, 'sandbox'), log);
  const phones = createSandboxPhones({
    webhookUrl: `${ownUrl}/webhooks/sandbox`,
    secret: keys.sandboxWebhook,
    ...(directory !== undefined && { journalPath: join(directory, 'phones.jsonl') }),
    speed: config.SANDBOX_SPEED,
    seed: config.SANDBOX_SEED,
  });
  const telegram = config.telegramIsSimulated
    ? createSandboxTelegram({
        token: keys.sandboxBotToken,
        ...(directory !== undefined && {
          journalPath: join(directory, 'telegram.jsonl'),
          filesDir: join(directory, 'files'),
        }),
      })
    : undefined;

  return {
    bridge: phones.bridge,
    doors: openDoors(phones.doors, telegram),
    async close() {
      telegram?.close();
      await phones.close();
      await unlock();
    },
  };
}

/** Where a bot finds the simulated Telegram below this Herald's own address. */
export const botApiPath = '/sandbox/bot-api';

/** Long enough for an owner that was just killed, and no nuisance where another process lives on. */
const lockWaitMs = 1000;

/** Several processes on one database may share a data directory; a journal has one writer, and the others remember nothing. */
async function claimDirectory(directory: string, log: Logger) {
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    return { directory, unlock: await lockDirectory(directory, lockWaitMs) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    log.info('another process keeps the sandbox’s memory: this one forgets it at its end');
    return { directory: undefined, unlock: async () => {} };
  }
}

function openDoors(phones: Hono, telegram: SandboxTelegram | undefined): Hono {
  const page = sandboxPage();
  const doors = new Hono();
  doors.use('/sandbox/*', guard);
  doors.route('/sandbox/phones', phones);
  if (telegram) doors.route('/sandbox/telegram', telegram.doors);
  if (telegram) doors.route(botApiPath, telegram.botApi);
  doors.get('/sandbox/:asset', (c) => page.fetch(c.req.raw));
  // Strangers are not refused here: the next handler tells them what this is.
  doors.get('/', async (c, next) => ((await isLocal(c)) ? page.fetch(c.req.raw) : next()));
  return doors;
}

const guard = localOnly();

async function isLocal(c: Context): Promise<boolean> {
  let isLetIn = false;
  await guard(c, async () => {
    isLetIn = true;
  });
  return isLetIn;
}
