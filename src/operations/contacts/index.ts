import { deleteContact } from './delete.ts';
import { getContact } from './get.ts';
import { listContacts } from './list.ts';
import { saveContact } from './save.ts';

export const contactOperations = [saveContact, getContact, listContacts, deleteContact] as const;
