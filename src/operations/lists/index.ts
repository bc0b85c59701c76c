import { addContactsToList } from './add.ts';
import { countFilteredContacts } from './count-filtered.ts';
import { createContactList } from './create.ts';
import { deleteContactList } from './delete.ts';
import { getContactListDetail } from './detail.ts';
import { createListFromFollowup } from './from-follow-up.ts';
import { createListFromInactive } from './from-inactive.ts';
import { listContactLists } from './list.ts';
import { removeContactFromList } from './remove.ts';
import { removeContactsBulk } from './remove-bulk.ts';

export const listOperations = [
  listContactLists,
  createContactList,
  deleteContactList,
  getContactListDetail,
  addContactsToList,
  removeContactFromList,
  removeContactsBulk,
  countFilteredContacts,
  createListFromInactive,
  createListFromFollowup,
] as const;
