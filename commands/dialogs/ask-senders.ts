import { invoke } from '../../src/operations/invoke.ts';
import { getMarketingSessions } from '../../src/operations/senders/marketing.ts';
import type { OperatorContext } from '../context.ts';
import { type Button, keyboardOf, type View } from '../view.ts';
import { ask } from './ask.ts';
import type { Talk } from './outside.ts';

/** The numbers to send from; none means all that are enabled when the campaign starts. */
export function askSenders(talk: Talk): Promise<number[]> {
  return ask<number[]>(talk, {
    view: senderChoice,
    press(_ctx, press) {
      if (press.kind !== 'pick-sender') return undefined;
      return press.sender === 'all' ? [] : [press.sender];
    },
  });
}

async function senderChoice({ caller, t }: OperatorContext): Promise<View> {
  const { sessions } = await invoke(caller, getMarketingSessions, {});
  const connected = sessions.filter(({ status }) => status === 'connected');
  const choices = connected.map(({ session_id, label, phone, channel_id }): Button[] => {
    const name = [label, phone].filter((part) => part !== null).join(' ') || channel_id;
    return [[name, { kind: 'pick-sender', sender: session_id }]];
  });
  const all: Button = [t.buttons.allNumbers, { kind: 'pick-sender', sender: 'all' }];
  const text = connected.length === 0 ? `${t.askSender}\n${t.noSenderConnected}` : t.askSender;
  return { text, keyboard: keyboardOf(...choices, [all]) };
}
