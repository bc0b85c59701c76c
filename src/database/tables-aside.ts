import type { ColumnType, Generated } from 'kysely';
import type { AlertFacts, AlertKind } from '../domain/alert.ts';
import type { FileState, FileType } from '../domain/inbound-file.ts';
import type { IntentLevel } from '../domain/intent.ts';
import type { TemplateSource, TemplateStatus } from '../domain/message-template.ts';
import type { SuppressionKind, SuppressionSource } from '../domain/suppression.ts';
import type { Json, Now } from './columns.ts';

/* What comes in, and what the house keeps besides people, numbers, campaigns and messages. */

export interface EventTable {
  id: Generated<number>;
  workspace_id: number;
  sender_id: number;
  bridge: string;
  event_key: string;
  lane: number;
  payload: Json;
  state: Generated<'new' | 'unmatched' | 'done' | 'ignored' | 'faulty'>;
  tries: Generated<number>;
  next_try_at: Date;
  note: string | null;
  received_at: Date;
}

export interface InboundMessageTable {
  id: Generated<number>;
  workspace_id: number;
  sender_id: number;
  contact_id: number;
  provider_id: string;
  text: string;
  campaign_id: number | null;
  consent: 'stop' | 'start' | null;
  from_us: Generated<boolean>;
  at: Date;
  received_at: Date;
}

/** By which names its bridge can bring a file. */
export interface FileOrigin {
  provider_id: string;
  id?: string;
  url?: string;
}

export interface InboundMediaTable {
  inbound_id: number;
  workspace_id: number;
  sender_id: number;
  type: FileType;
  mime_type: string | null;
  file_name: string | null;
  origin: ColumnType<FileOrigin, FileOrigin, FileOrigin>;
  state: Generated<FileState>;
  tries: Generated<number>;
  next_try_at: Date;
  note: string | null;
  sha256: string | null;
  size: number | null;
  created_at: Date;
}

export interface InboundMediaPartTable {
  inbound_id: number;
  n: number;
  bytes: Uint8Array;
}

export interface FollowUpTable {
  inbound_id: number;
  workspace_id: number;
  level: IntentLevel;
  phrase: string;
  at: Date;
}

export interface ContactUploadTable {
  id: Generated<string>;
  workspace_id: number;
  file_name: string;
  content: Uint8Array;
  created_at: Date;
}

export interface MessageTemplateTable {
  id: Generated<number>;
  uuid: Generated<string>;
  workspace_id: number;
  source: TemplateSource;
  waba_id: string | null;
  name: string;
  language: string | null;
  category: string | null;
  status: Generated<TemplateStatus>;
  status_reason: string | null;
  body: string;
  components: Json<readonly unknown[]>;
  created_at: Now;
  updated_at: Now;
}

export interface SuppressionTable {
  id: Generated<number>;
  workspace_id: number;
  phone_key: string;
  phone: string;
  kind: SuppressionKind;
  source: SuppressionSource;
  reason: string | null;
  campaign_id: number | null;
  since: Date;
  lifted_at: Date | null;
  lifted_by: string | null;
}

export interface SettingTable {
  workspace_id: number;
  key: string;
  value: Json;
  updated_at: Now;
}

export interface AuditTable {
  id: Generated<number>;
  workspace_id: number;
  at: Date;
  actor: string;
  action: string;
  input: Json;
  outcome: 'done' | 'refused';
  note: string | null;
}

export interface AlertTable {
  id: Generated<number>;
  workspace_id: number;
  at: Date;
  kind: AlertKind;
  campaign_id: number | null;
  sender_id: number | null;
  facts: Json<AlertFacts>;
  taken_at: Date | null;
  told_at: Date | null;
}

export interface BotStateTable {
  key: string;
  value: Json;
  updated_at: Now;
}

export interface IdempotencyTable {
  workspace_id: number;
  actor: string;
  action: string;
  key: string;
  input_hash: string;
  output: Json | null;
  at: Date;
}
