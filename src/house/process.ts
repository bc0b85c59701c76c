import type { Logger } from 'pino';

/** Systems kill what has not ended 10 seconds after SIGTERM. */
const deadlineMs = 9_500;

/**
 * Ends the process in good order on SIGTERM and SIGINT, at once on a second one, and with 1 after
 * a fault that nobody caught: what such a fault left behind is not to be trusted.
 */
export function endInGoodOrder(log: Logger, stop: () => Promise<boolean>): void {
  let isEnding = false;
  const end = async (code: number) => {
    if (isEnding) process.exit(1);
    isEnding = true;
    setTimeout(() => {
      log.fatal('not everything ended in time: what was in flight is settled at the next start');
      process.exit(1);
    }, deadlineMs);
    process.exit((await stop()) ? code : 1);
  };

  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void end(0));
  const fault = (error: unknown) => {
    log.fatal({ err: error }, 'a fault that nobody caught: stopping');
    if (!isEnding) void end(1);
  };
  process.on('unhandledRejection', fault);
  process.on('uncaughtException', fault);
}
