import type { Generated } from 'kysely';
import type { AlertFacts, AlertKind } from '../domain/alert.ts';
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
