import { alertOperations } from './alerts/index.ts';
import { auditOperations } from './audit/index.ts';
import { campaignOperations } from './campaigns/index.ts';
import { contactOperations } from './contacts/index.ts';
import type { AnyOperation } from './define.ts';
import { followUpOperations } from './follow-ups/index.ts';
import { importOperations } from './imports/index.ts';
import { listOperations } from './lists/index.ts';
import { messageOperations } from './messages/index.ts';
import { operatorOperations } from './operators/index.ts';
import { senderOperations } from './senders/index.ts';
import { settingOperations } from './settings/index.ts';
import { suppressionOperations } from './suppressions/index.ts';
import { templateOperations } from './templates/index.ts';
import { workspaceOperations } from './workspaces/index.ts';

/** Everything that a caller can ask Herald to do. Every surface reads this. */
export const operations: readonly AnyOperation[] = [
  ...contactOperations,
  ...listOperations,
  ...campaignOperations,
  ...importOperations,
  ...followUpOperations,
  ...suppressionOperations,
  ...senderOperations,
  ...messageOperations,
  ...templateOperations,
  ...settingOperations,
  ...workspaceOperations,
  ...operatorOperations,
  ...auditOperations,
  ...alertOperations,
];
