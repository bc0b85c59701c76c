import { deleteWhatsappTemplate } from './delete.ts';
import { getWhatsappTemplate } from './get.ts';
import { listWhatsappTemplates } from './list.ts';
import { saveAsWhatsappTemplate } from './save.ts';
import { syncWhatsappTemplates } from './sync.ts';
import { useWhatsappTemplate } from './use.ts';

export const templateOperations = [
  listWhatsappTemplates,
  getWhatsappTemplate,
  saveAsWhatsappTemplate,
  deleteWhatsappTemplate,
  useWhatsappTemplate,
  syncWhatsappTemplates,
] as const;
