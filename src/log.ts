import { destination, type Logger, pino, stdTimeFunctions } from 'pino';

/** What must never reach a log file, at the top of a line and one level below it. */
const secretFields = [
  'token',
  'secret',
  'password',
  'authorization',
  'cookie',
  'signature',
  'secret_token',
  'bot_token',
  '["x-sandbox-signature"]',
  '["x-telegram-bot-api-secret-token"]',
];

/** JSON lines on stderr: stdout belongs to the five lines that a person reads at the start. */
export function createLog(level: string, file: number = process.stderr.fd): Logger {
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: secretFields.flatMap(atBothDepths), censor: '(hidden)' },
    },
    // Written at once: the line that matters most is the last one before the end.
    destination({ dest: file, sync: true }),
  );
}

function atBothDepths(field: string): string[] {
  return [field, field.startsWith('[') ? `*${field}` : `*.${field}`];
}
