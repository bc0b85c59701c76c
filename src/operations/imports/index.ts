import { createListFromImport } from './create-list.ts';
import { importContacts } from './import.ts';

export const importOperations = [importContacts, createListFromImport] as const;
