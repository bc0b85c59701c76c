import type { Context } from '../../context.ts';
import { raiseAlert } from '../../database/alerts.ts';
import { describeActor } from '../../database/audit.ts';
import type { Campaign } from '../../database/campaigns.ts';
import { readReplySettings } from '../../database/settings.ts';

/** Whether what this caller writes has to be approved by somebody else: programs', where the workspace wants it so. */
export async function needsApproval({ trx, workspaceId, actor }: Context): Promise<boolean> {
  if (actor.kind !== 'token') return false;
  return (await readReplySettings(trx, workspaceId)).require_approval;
}

/** Operators are told, once for all changes that are made before they are. */
export async function askForApproval(
  { trx, workspaceId, actor, now: at }: Context,
  { id: campaignId }: Campaign,
): Promise<void> {
  const about = { workspaceId, kind: 'campaign_to_approve', campaignId } as const;
  const facts = { by: describeActor(actor) };
  await raiseAlert(trx, { ...about, facts, at, isNews: true });
}
