import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from './errors.ts';

/** One key per purpose, all from SECRET_KEY: whoever learns one of them has learned no other. */
export interface Keys {
  optOut: string;
  sandboxWebhook: string;
  sandboxBotToken: string;
  telegramWebhook: string;
}

/** The labels are part of every link that was ever sent: a changed one makes those links worthless. */
export function deriveKeys(secretKey: string): Keys {
  const derive = (label: string) =>
    Buffer.from(hkdfSync('sha256', secretKey, '', `herald ${label}`, 32)).toString('base64url');
  return {
    optOut: derive('opt-out links'),
    sandboxWebhook: derive('sandbox webhook'),
    sandboxBotToken: `100:${derive('simulated bot token')}`,
    telegramWebhook: derive('telegram webhook'),
  };
}

/** SECRET_KEY where it is set; else a random one, made once and kept in the data directory. */
export async function readSecretKey(configured: string | undefined, dataDir: string) {
  if (configured !== undefined) return configured;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const path = join(dataDir, 'secret.key');
  return (await makeKeyFile(path)) ?? readKeyFile(path);
}

export interface OptOutTarget {
  workspaceId: number;
  contactId: number;
  campaignId: number;
}

/** `<payload>.<mac>`: names who opts out of what, and cannot be made up. It never expires, as messages do not. */
export function signOptOut(key: string, target: OptOutTarget): string {
  const ids = [target.workspaceId, target.contactId, target.campaignId].join('.');
  const payload = Buffer.from(ids).toString('base64url');
  return `${payload}.${macOf(key, payload)}`;
}

/** Undefined for whatever this key did not sign. */
export function readOptOut(key: string, token: string): OptOutTarget | undefined {
  const [, payload, mac] = /^([\w-]{1,80})\.([\w-]{22})$/.exec(token) ?? [];
  if (payload === undefined || mac === undefined) return undefined;
  // Compared as text: several spellings of base64 decode to the same bytes.
  if (!timingSafeEqual(Buffer.from(mac), Buffer.from(macOf(key, payload)))) return undefined;

  const ids = Buffer.from(payload, 'base64url').toString().split('.').map(Number);
  const [workspaceId, contactId, campaignId] = ids;
  if (workspaceId === undefined || contactId === undefined || campaignId === undefined) {
    return undefined;
  }
  return { workspaceId, contactId, campaignId };
}

/** 128 bits: beyond guessing, and short enough for a message. */
function macOf(key: string, payload: string): string {
  const digest = createHmac('sha256', key).update(payload).digest();
  return digest.subarray(0, 16).toString('base64url');
}

/** Undefined when there is one already; of two processes that start at once, one makes it. */
async function makeKeyFile(path: string): Promise<string | undefined> {
  const key = randomBytes(32).toString('base64url');
  try {
    const file = await open(path, 'wx', 0o600);
    await file.writeFile(`${key}\n`);
    await file.sync();
    await file.close();
    return key;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return undefined;
    throw error;
  }
}

async function readKeyFile(path: string): Promise<string> {
  const key = /^([\w-]{43})\n$/.exec(await readFile(path, 'utf8'))?.[1];
  if (key !== undefined) return key;
  throw new Refusal(
    'unavailable',
    `${path} does not hold a whole key. Restore it from a backup, or remove it: Herald makes a new one, and opt-out links that were already sent stop working.`,
  );
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
