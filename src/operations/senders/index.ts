import { acknowledgeSenderRisks } from './acknowledge.ts';
import { archiveWhatsappChat } from './archive-chat.ts';
import { assignMarketingSession } from './assign.ts';
import { checkWhatsappNumber } from './check-number.ts';
import { connectWhatsapp } from './connect.ts';
import { deleteWhatsappSession } from './delete.ts';
import { disconnectWhatsapp } from './disconnect.ts';
import { getWhatsappHealth } from './health.ts';
import { getMarketingSessions } from './marketing.ts';
import { getWhatsappProfile } from './profile.ts';
import { getWhatsappQr } from './qr.ts';
import { reconnectWhatsapp } from './reconnect.ts';
import { getWhatsappStatus } from './status.ts';
import { updateWhatsappSession } from './update.ts';
import { updateWhatsappProfilePicture } from './update-picture.ts';
import { updateWhatsappProfile } from './update-profile.ts';

export const senderOperations = [
  connectWhatsapp,
  getWhatsappQr,
  getWhatsappStatus,
  getWhatsappHealth,
  reconnectWhatsapp,
  disconnectWhatsapp,
  deleteWhatsappSession,
  acknowledgeSenderRisks,
  updateWhatsappSession,
  getWhatsappProfile,
  updateWhatsappProfile,
  updateWhatsappProfilePicture,
  checkWhatsappNumber,
  archiveWhatsappChat,
  getMarketingSessions,
  assignMarketingSession,
] as const;
