import { conversations, createConversation } from '@grammyjs/conversations';
import { Composer, type Context } from 'grammy';
import type { OperatorContext } from '../context.ts';
import type { DialogStore } from '../store.ts';
import { editText } from './edit-text.ts';
import { nameList } from './name-list.ts';
import { newCampaign } from './new-campaign.ts';
import { rejectCampaign } from './reject-campaign.ts';
import { replyText } from './reply-text.ts';

/** Every dialog by the name under which it is entered. */
export const dialogs = { newCampaign, nameList, editText, replyText, rejectCampaign };

/** To be raised when a dialog asks something else than before: open ones are then forgotten. */
const version = 1;
/** What somebody writes a day later is hardly an answer. */
const waitMaxMs = 24 * 3_600_000;

/** Lets open dialogs go on where they were, also after a restart of the process. */
export function dialogMiddleware(store: DialogStore): Composer<OperatorContext> {
  const composer = new Composer<OperatorContext>();
  composer.use(
    conversations<OperatorContext, Context>({
      storage: { type: 'key', version, prefix: 'dialog:', adapter: store },
    }),
  );
  for (const [id, dialog] of Object.entries(dialogs)) {
    composer.use(
      createConversation<OperatorContext, Context>(dialog, {
        id,
        maxMillisecondsToWait: waitMaxMs,
      }),
    );
  }
  return composer;
}
