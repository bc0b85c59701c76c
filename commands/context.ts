import type { ConversationFlavor } from '@grammyjs/conversations';
import type { Context } from 'grammy';
import type { Caller } from '../src/context.ts';
import type { Press } from './callback.ts';
import type { CampaignCards } from './cards/cards.ts';
import type { Texts } from './texts/en.ts';
import type { Voice } from './texts/format.ts';

/** What every handler finds once `access` has let an operator in. */
export interface OperatorFlavor {
  caller: Caller;
  voice: Voice;
  /** What the bot says, in the operator's voice. */
  t: Texts;
  cards: CampaignCards;
  /** The button, where the update is a press. */
  press?: Press;
}

export type OperatorContext = ConversationFlavor<Context & OperatorFlavor>;
