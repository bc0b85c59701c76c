import { z } from 'zod';
import { checkZone } from './domain/time.ts';

/** What a process does. One process may do all of it, or many share it between them. */
export const roles = ['http', 'bot', 'dispatch'] as const;
export type Role = (typeof roles)[number];

const csv = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

const zone = z.string().refine(isZone, 'is no IANA time zone such as Europe/Madrid');

const environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  DATA_DIR: z.string().default('./data'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  SECRET_KEY: z.string().min(32, 'needs at least 32 characters').optional(),
  API_TOKEN: z.string().min(20, 'needs at least 20 characters').optional(),
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^\d+:[\w-]{20,}$/, 'does not look like a token from @BotFather (123456:ABC…)')
    .optional(),
  TELEGRAM_API_ROOT: z.url({ protocol: /^https?$/ }).optional(),
  TELEGRAM_ADMIN_IDS: csv
    .pipe(z.array(z.string().regex(/^\d+$/, 'is a list of numeric Telegram user ids')))
    .default([])
    .transform((list) => list.map(Number)),
  DEFAULT_COUNTRY: z
    .string()
    .regex(/^[A-Z]{2}$/, 'is a two-letter country such as ES')
    .optional(),
  TIMEZONE: zone.default('UTC'),
  ROLES: csv
    .pipe(z.array(z.enum(roles)).min(1))
    .default([...roles])
    .transform((list) => new Set(list)),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  SANDBOX_SPEED: z.coerce.number().positive().max(10_000).default(1),
  SANDBOX_SEED: z.string().default('herald'),
  DEMO_SPEED: z.coerce.number().min(1).max(100).default(1),
});

export type Config = ReturnType<typeof readConfig>;

/**
 * The environment, checked once and frozen; nothing else reads process.env.
 * Throws one Error that names every variable that is wrong. An empty variable counts as absent,
 * as people write `DATABASE_URL=` to switch something off.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>) {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const read = environment.safeParse(given);
  if (!read.success) throw new Error(describeProblems(read.error));
  refuseHalfSetDatabase(given);
  refuseHasteInEarnest(read.data);

  const {
    data: { PUBLIC_URL, ...data },
  } = read;
  return Object.freeze({
    ...data,
    /** Without a trailing slash; undefined until the port is known when PORT is 0. */
    PUBLIC_URL: PUBLIC_URL?.replace(/\/+$/, ''),
    /** No real Telegram token: the simulated Telegram takes its place. */
    telegramIsSimulated: data.TELEGRAM_BOT_TOKEN === undefined,
  });
}

function describeProblems(error: z.ZodError): string {
  const lines = error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  return `Herald can't start with this configuration:\n${lines.join('\n')}\nEvery variable is described in .env.example.`;
}

/** Someone who sets PGHOST believes that Herald uses it; falling back to the embedded database would hide that. */
function refuseHalfSetDatabase(env: Readonly<Record<string, string | undefined>>): void {
  const stray = ['PGHOST', 'PGDATABASE', 'PGUSER'].filter((name) => env[name] !== undefined);
  if (env.DATABASE_URL !== undefined || stray.length === 0) return;
  throw new Error(
    `Herald can't start: ${stray.join(', ')} set but DATABASE_URL is not. Herald reads only DATABASE_URL; set it, or unset ${stray.join(', ')} to use the embedded database.`,
  );
}

/** Whoever sends too fast loses the number, so haste is for a Herald that nobody works with. */
function refuseHasteInEarnest(data: z.output<typeof environment>): void {
  const real = (['TELEGRAM_BOT_TOKEN', 'DATABASE_URL', 'PUBLIC_URL'] as const).filter(
    (name) => data[name] !== undefined,
  );
  if (data.DEMO_SPEED === 1 || real.length === 0) return;
  throw new Error(
    `Herald can't start: DEMO_SPEED shortens the distances between messages, and is only for demos. Unset it, or unset ${real.join(', ')}.`,
  );
}

function isZone(name: string): boolean {
  try {
    checkZone(name);
    return true;
  } catch {
    return false;
  }
}
