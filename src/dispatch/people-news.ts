import type { EchoEvent, PreferenceEvent } from '../bridges/bridge.ts';
import type { House } from '../context.ts';
import type { StoredEvent } from '../database/events.ts';
import { findOrCreatePerson } from '../database/identities.ts';
import { findByProviderId, insertInbound } from '../database/inbound.ts';
import { liftSuppression, openSuppression } from '../database/suppressions.ts';
import type { Trx } from '../database/tables.ts';

/** A person has set in WhatsApp itself whether they want marketing of this business. */
export async function handlePreference(
  trx: Trx,
  house: House,
  { workspace_id: workspaceId }: StoredEvent,
  { person, wants }: PreferenceEvent,
): Promise<void> {
  const at = house.clock();
  const { phone, phone_key: key } = await findOrCreatePerson(trx, workspaceId, person, at);
  const said = { workspaceId, key, kind: 'marketing', at } as const;
  if (wants === 'stop') await openSuppression(trx, { ...said, phone, source: 'bridge' });
  else await liftSuppression(trx, { ...said, by: 'bridge', onlySources: ['bridge'] });
}

/** Somebody of ours has taken the phone: it is kept with the conversation, and the auto-reply stays quiet. */
export async function handleEcho(
  trx: Trx,
  house: House,
  { workspace_id: workspaceId, sender_id: senderId, received_at: receivedAt }: StoredEvent,
  { providerId, to, text, at }: EchoEvent,
): Promise<void> {
  const sent = await findByProviderId(trx, workspaceId, senderId, [providerId]);
  if (sent.size > 0) return;
  const contact = await findOrCreatePerson(trx, workspaceId, to, house.clock());
  await insertInbound(trx, {
    ...{ workspaceId, senderId, contactId: contact.id, providerId, text, at, receivedAt },
    campaignId: undefined,
    consent: undefined,
    fromUs: true,
  });
}
