import { cancelScheduledMessage } from './cancel-scheduled.ts';
import { getCreditsInfo } from './credits.ts';
import { getWhatsappConversationHistory } from './history.ts';
import { getInboundMedia } from './inbound-media.ts';
import { listScheduledMessages } from './list-scheduled.ts';
import { getWhatsappMessageLogs } from './logs.ts';
import { createScheduledMessage } from './schedule.ts';
import { sendWhatsappMessage } from './send.ts';
import { getWhatsappMessageStatus } from './status.ts';

export const messageOperations = [
  sendWhatsappMessage,
  getWhatsappMessageStatus,
  getWhatsappMessageLogs,
  getWhatsappConversationHistory,
  getInboundMedia,
  createScheduledMessage,
  listScheduledMessages,
  cancelScheduledMessage,
  getCreditsInfo,
] as const;
