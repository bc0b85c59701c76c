import type { Clock } from '../src/context.ts';
import type { OperatorDirectory, Stranger } from './operators.ts';

const quietMs = 3_600_000;
/** A crowd of strangers must not fill the memory; who is forgotten is written down once more. */
const rememberedMax = 10_000;

/** Writes down who knocked: each stranger once an hour, and once more for codes that lead nowhere. */
export function strangerLog(operators: OperatorDirectory, clock: Clock) {
  const notedAt = new Map<string, number>();

  return async (stranger: Stranger): Promise<void> => {
    const { telegramUserId, did } = stranger;
    const key = did === 'invite' ? `${telegramUserId}:invite` : `${telegramUserId}`;
    const now = clock().getTime();
    if (now - (notedAt.get(key) ?? Number.NEGATIVE_INFINITY) < quietMs) return;

    notedAt.delete(key);
    notedAt.set(key, now);
    const [oldest] = notedAt.keys();
    if (notedAt.size > rememberedMax && oldest !== undefined) notedAt.delete(oldest);
    await operators.noteStranger(stranger);
  };
}
