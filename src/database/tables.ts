import type { ColumnType, Generated, Kysely, Transaction } from 'kysely';
import type { TemplateParams } from '../domain/approved-template.ts';
import type { CampaignMediaType, CampaignState } from '../domain/campaign.ts';
import type { ConfirmPolicy } from '../domain/confirm-policy.ts';
import type { MessageState, Purpose } from '../domain/message.ts';
import type { OutboundContent } from '../domain/outbound.ts';
import type { Segment } from '../domain/segment.ts';
import type { MissingPolicy } from '../domain/template.ts';
import type { Json, Now } from './columns.ts';
import type {
  AlertTable,
  AuditTable,
  BotStateTable,
  ContactUploadTable,
  EventTable,
  FollowUpTable,
  IdempotencyTable,
  InboundMediaPartTable,
  InboundMediaTable,
  InboundMessageTable,
  MessageTemplateTable,
  SettingTable,
  SuppressionTable,
} from './tables-aside.ts';

/** The tables as the newest migration leaves them. */
export interface Tables {
  workspace: WorkspaceTable;
  api_token: ApiTokenTable;
  operator: OperatorTable;
  operator_invite: OperatorInviteTable;
  sender: SenderTable;
  contact: ContactTable;
  contact_list: ContactListTable;
  contact_list_member: ContactListMemberTable;
  contact_import: ContactImportTable;
  campaign: CampaignTable;
  campaign_count: CampaignCountTable;
  message: MessageTable;
  past_attempt: PastAttemptTable;
  in_flight: InFlightTable;
  sender_lease: SenderLeaseTable;
  event: EventTable;
  inbound_message: InboundMessageTable;
  inbound_media: InboundMediaTable;
  inbound_media_part: InboundMediaPartTable;
  message_template: MessageTemplateTable;
  follow_up: FollowUpTable;
  contact_upload: ContactUploadTable;
  suppression: SuppressionTable;
  setting: SettingTable;
  audit: AuditTable;
  bot_state: BotStateTable;
  alert: AlertTable;
  idempotency: IdempotencyTable;
}

export type Database = Kysely<Tables>;
export type Trx = Transaction<Tables>;

/** Functions that read take either; functions that lock or write together take a Trx. */
export type Connection = Database | Trx;

interface WorkspaceTable {
  id: Generated<number>;
  name: string;
  timezone: string;
  created_at: Now;
}

interface ApiTokenTable {
  id: Generated<number>;
  workspace_id: number;
  name: string;
  hash: string;
  scopes: string[];
  confirms: Generated<ConfirmPolicy>;
  created_at: Now;
  revoked_at: Date | null;
}

interface OperatorTable {
  id: Generated<number>;
  workspace_id: number;
  telegram_user_id: number;
  name: string;
  role: 'owner' | 'manager' | 'launcher' | 'editor' | 'viewer';
  created_at: Now;
  removed_at: Date | null;
}

interface OperatorInviteTable {
  id: Generated<number>;
  workspace_id: number;
  hash: string;
  role: OperatorTable['role'];
  created_at: Now;
  used_at: Date | null;
}

interface SenderTable {
  id: Generated<number>;
  uuid: Generated<string>;
  workspace_id: number;
  bridge: string;
  number_key: string;
  label: string | null;
  phone: string | null;
  status: 'connected' | 'disconnected' | 'qr_pending';
  status_reason: string | null;
  qr: string | null;
  marketing_enabled: Generated<boolean>;
  config: Json<Record<string, unknown>>;
  restriction: Json | null;
  created_at: Now;
  deleted_at: Date | null;
  halted_at: Date | null;
  risks_acknowledged_at: Date | null;
}

interface ContactTable {
  id: Generated<number>;
  uuid: Generated<string>;
  workspace_id: number;
  phone_key: string;
  phone: string;
  phone_typed: string;
  phone_possible: Generated<boolean>;
  lid: string | null;
  bsuid: string | null;
  email: string | null;
  name: string | null;
  language: string | null;
  timezone: string | null;
  tags: Generated<string[]>;
  attributes: Json<Record<string, string>>;
  blocked: Generated<number>;
  created_at: Now;
  updated_at: Now;
}

interface ContactListTable {
  id: Generated<number>;
  uuid: Generated<string>;
  workspace_id: number;
  slug: string | null;
  name: string;
  description: string | null;
  created_at: Now;
  deleted_at: Date | null;
}

interface ContactListMemberTable {
  id: Generated<number>;
  workspace_id: number;
  list_id: number;
  contact_id: number;
  added_at: Now;
}

interface ContactImportTable {
  id: Generated<number>;
  workspace_id: number;
  file_name: string;
  added: number;
  updated: number;
  duplicates: number;
  impossible: number;
  invalid: number;
  contact_ids: number[];
  bad_lines: Json<{ line: number; text: string; reason: string }[]>;
  created_at: Now;
}

interface CampaignTable {
  id: Generated<number>;
  uuid: Generated<string>;
  workspace_id: number;
  slug: string | null;
  series_id: number | null;
  fire_at: Date | null;
  kind: Generated<'campaign' | 'direct'>;
  state: CampaignState;
  archived_from: CampaignState | null;
  state_reason: string | null;
  name: string;
  message_text: string;
  list_id: number | null;
  session_ids: Generated<number[]>;
  send_interval_seconds: number | null;
  include_unsubscribe_link: Generated<boolean>;
  unknown_policy: Generated<'assume_sent' | 'resend' | 'ask'>;
  segment: ColumnType<Segment | null, Segment | null | undefined, Segment | null>;
  on_missing_variable: Generated<MissingPolicy>;
  archive_after_send: Generated<boolean>;
  media_url: string | null;
  media_type: CampaignMediaType | null;
  media_filename: string | null;
  is_recurring: Generated<boolean>;
  recurring_cron: string | null;
  translate_by_prefix: Generated<boolean>;
  scheduled_at: Date | null;
  plan_after: Generated<number>;
  planned_at: Date | null;
  swept_at: Date | null;
  created_at: Now;
  updated_at: Now;
  started_at: Date | null;
  finished_at: Date | null;
  deleted_at: Date | null;
  asked_at: Date | null;
  approved_at: Date | null;
  template_id: number | null;
  template_params: Json<TemplateParams> | null;
  created_by: string;
}

interface CampaignCountTable {
  workspace_id: number;
  campaign_id: number;
  sender_id: number;
  state: string;
  n: number;
}

interface MessageTable {
  workspace_id: number;
  campaign_id: number;
  recipient_key: string;
  id: Generated<number>;
  contact_id: number;
  address: string;
  purpose: Generated<Purpose>;
  body: string | null;
  vars: Json<Record<string, string>>;
  content: Json<OutboundContent | null>;
  archive_after_send: boolean | null;
  sender_id: number | null;
  due_at: Date;
  scheduled_at: Date | null;
  state: MessageState;
  attempt: Generated<number>;
  provider_id: string | null;
  reason: string | null;
  error_code: string | null;
  error_text: string | null;
  settled_as: 'assumed' | null;
  settled_at: Date | null;
  accepted_at: Date | null;
  sent_at: Date | null;
  delivered_at: Date | null;
  read_at: Date | null;
  replied_at: Date | null;
  ended_at: Date | null;
  created_at: Now;
}

interface PastAttemptTable {
  workspace_id: number;
  campaign_id: number;
  recipient_key: string;
  attempt: number;
  sender_id: number | null;
  provider_id: string | null;
  reason: string | null;
  error_code: string | null;
  error_text: string | null;
  ended_at: Date;
}

interface InFlightTable {
  workspace_id: number;
  campaign_id: number;
  recipient_key: string;
  attempt: number;
  sender_id: number;
  epoch: number;
  window_id: string;
  opened_at: Date;
  provider_id: string | null;
}

interface SenderLeaseTable {
  sender_id: number;
  workspace_id: number;
  owner: string;
  epoch: number;
  expires_at: Date;
  next_at: Date;
}
