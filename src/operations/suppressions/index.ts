import { addToBlacklist } from './add-blacklist.ts';
import { addWhatsappOptout } from './add-optout.ts';
import { bulkAddToBlacklist } from './bulk-blacklist.ts';
import { unsubscribeByLink } from './by-link.ts';
import { checkWhatsappOptout } from './check-optout.ts';
import { listBlacklist } from './list-blacklist.ts';
import { listWhatsappOptout } from './list-optout.ts';
import { removeFromBlacklist } from './remove-blacklist.ts';
import { removeWhatsappOptout } from './remove-optout.ts';
import { removeUnsubscribedBulk } from './remove-unsubscribed.ts';
import { getUnsubscribedList } from './unsubscribed.ts';

export const suppressionOperations = [
  listWhatsappOptout,
  addWhatsappOptout,
  removeWhatsappOptout,
  checkWhatsappOptout,
  listBlacklist,
  addToBlacklist,
  removeFromBlacklist,
  bulkAddToBlacklist,
  getUnsubscribedList,
  removeUnsubscribedBulk,
  unsubscribeByLink,
] as const;
