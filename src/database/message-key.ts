import { sql } from 'kysely';

/** Names a message: one row per campaign and person. */
export interface MessageKey {
  workspaceId: number;
  campaignId: number;
  recipientKey: string;
}

/** The keys as a row source named k, for joining. */
export function keyList(keys: readonly MessageKey[]) {
  const unique = [...new Map(keys.map((key) => [keyText(key), key])).values()];
  return sql`unnest(
    ${unique.map(({ workspaceId }) => workspaceId)}::integer[],
    ${unique.map(({ campaignId }) => campaignId)}::integer[],
    ${unique.map(({ recipientKey }) => recipientKey)}::text[]
  ) k(workspace_id, campaign_id, recipient_key)`;
}

export function keyText({ campaignId, recipientKey }: MessageKey): string {
  return `${campaignId} ${recipientKey}`;
}

export function keyOf(row: {
  workspace_id: number;
  campaign_id: number;
  recipient_key: string;
}): MessageKey {
  return {
    workspaceId: row.workspace_id,
    campaignId: row.campaign_id,
    recipientKey: row.recipient_key,
  };
}
