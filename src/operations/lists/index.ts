import { addContactsToList } from './add.ts';
import { createContactList } from './create.ts';
import { deleteContactList } from './delete.ts';
import { getContactListDetail } from './detail.ts';
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
] as const;
