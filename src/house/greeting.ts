import type { Config } from '../config.ts';
import type { DefaultToken } from './default-token.ts';

/** The five lines that a person reads at the start, and a sixth where nobody may use the bot yet. */
export function greeting(
  config: Config,
  publicUrl: string,
  token: DefaultToken,
  firstLink: string | undefined,
): string {
  const isHere = config.ROLES.has('http');
  const elsewhere = 'not in this process: ROLES has no http';
  return [
    `Web page:   ${isHere ? `${publicUrl}/` : elsewhere}`,
    `API:        ${isHere ? `${publicUrl}/mcp` : elsewhere}`,
    `API token:  ${describeToken(token)}`,
    `Data:       ${describeData(config)}`,
    `Simulated:  ${describeSimulations(config)}`,
    ...(firstLink === undefined
      ? []
      : [`Operator:   ${firstLink} (makes whoever opens it the owner, once)`]),
    '',
  ].join('\n');
}

function describeToken(token: DefaultToken): string {
  switch (token.from) {
    case 'environment':
      return 'the one in API_TOKEN';
    case 'now':
      return `${token.token} (shown this once)`;
    case 'before':
      return 'the one shown at the first start (lost? set API_TOKEN)';
  }
}

/** Never the whole DATABASE_URL, as a password is part of it. */
function describeData({ DATABASE_URL, DATA_DIR }: Config): string {
  if (DATABASE_URL === undefined) {
    return `${DATA_DIR} (embedded database, not safe against a power cut: set DATABASE_URL for production)`;
  }
  const { host, pathname } = new URL(DATABASE_URL);
  return `PostgreSQL at ${host}${pathname}`;
}

function describeSimulations({ telegramIsSimulated }: Config): string {
  const whatsapp = 'WhatsApp (phones on the web page; numbers of the sandbox bridge)';
  return telegramIsSimulated
    ? `${whatsapp} and Telegram (set TELEGRAM_BOT_TOKEN for a real bot)`
    : whatsapp;
}
