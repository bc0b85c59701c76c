import { createListFromImport } from './create-list.ts';
import { importContactsFromConversations } from './from-conversations.ts';
import { importContacts } from './import.ts';
import { importContactsManual } from './manual.ts';
import { importMarketingContacts } from './marketing.ts';

export const importOperations = [
  importContacts,
  createListFromImport,
  importMarketingContacts,
  importContactsManual,
  importContactsFromConversations,
] as const;
