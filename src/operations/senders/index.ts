import { assignMarketingSession } from './assign.ts';
import { connectWhatsapp } from './connect.ts';
import { getMarketingSessions } from './marketing.ts';
import { getWhatsappStatus } from './status.ts';
import { updateWhatsappSession } from './update.ts';

export const senderOperations = [
  connectWhatsapp,
  getWhatsappStatus,
  updateWhatsappSession,
  getMarketingSessions,
  assignMarketingSession,
] as const;
