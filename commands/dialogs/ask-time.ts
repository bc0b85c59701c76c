import { parseTime } from '../../src/domain/time.ts';
import { Refusal } from '../../src/errors.ts';
import type { OperatorContext } from '../context.ts';
import { keyboardOf } from '../view.ts';
import { ask } from './ask.ts';
import type { Talk } from './outside.ts';

/** When to start: `now`, or a moment in ISO form. */
export async function askTime(talk: Talk): Promise<string> {
  const when = await ask<string>(talk, {
    view: ({ t }) => ({
      text: t.askTime,
      keyboard: keyboardOf([
        [t.buttons.now, { kind: 'when', when: 'now' }],
        [t.buttons.later, { kind: 'when', when: 'later' }],
      ]),
    }),
    press: (_ctx, press) => (press.kind === 'when' ? press.when : undefined),
  });
  if (when === 'now') return when;

  return ask<string>(talk, {
    view: ({ t }) => ({ text: t.askStartTime }),
    words: readStart,
  });
}

function readStart({ t, caller, voice }: OperatorContext, text: string): string {
  const at = timeIn(text, voice.zone);
  if (at === undefined) throw new Refusal('invalid_input', t.notATime);
  if (at <= caller.house.clock()) throw new Refusal('invalid_input', t.timeIsPast(at));
  return at.toISOString();
}

/** Said in the operator's words, as `parseTime` speaks to programs. */
function timeIn(text: string, zone: string): Date | undefined {
  try {
    return parseTime(text, zone);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
