import type { Bridge, BridgeSender } from '../bridges/bridge.ts';
import type { House } from '../context.ts';
import type { OpenMessage } from './open.ts';

/**
 * Puts the chat out of sight on our own phone, once its message is over there. A kindness and no
 * promise: nobody waits for it, and what fails is not tried again.
 */
export function archiveAfterSend(
  { log }: House,
  { session }: Bridge,
  number: BridgeSender,
  message: OpenMessage,
  providerId: string,
): void {
  if (!session?.archiveChat || !(message.archives || message.campaign.archives)) return;
  const { address, person } = message;
  const names = { ...person, ...(address !== '' && { phone: address }) };
  session.archiveChat(number, { person: names, lastProviderId: providerId }).catch((error) => {
    log.warn({ err: error, senderId: number.senderId }, 'a chat was not archived');
  });
}
