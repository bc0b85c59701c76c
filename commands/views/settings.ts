import type { z } from 'zod';
import type { Config } from '../../src/operations/settings/shapes.ts';
import type { Texts } from '../texts/en.ts';
import { keyboardOf, type View } from '../view.ts';

export function settingsView(t: Texts, config: z.output<typeof Config>): View {
  const isOn = config.auto_reply_enabled;
  return {
    text: t.settings(isOn, config.auto_reply_text),
    keyboard: keyboardOf([
      isOn
        ? [t.buttons.autoReplyOff, { kind: 'auto-reply', on: 'off' }]
        : [t.buttons.autoReplyOn, { kind: 'auto-reply', on: 'on' }],
      [t.buttons.changeText, { kind: 'reply-text' }],
    ]),
  };
}
