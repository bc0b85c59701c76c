import { z } from 'zod';
import { badRequest } from '../api-error.ts';
import type { Webhook } from '../model.ts';
import { integer, json } from '../parameters.ts';
import type { Store } from '../store.ts';
import { confirm } from '../updates.ts';
import type { World } from '../world.ts';
import { method } from './method.ts';

const pollSecondsMax = 50;
const updatesPerPollMax = 100;

const allowedUpdates = json(z.array(z.string()).optional());
const yesOrNo = z.stringbool().or(z.boolean()).default(false);

export const getUpdates = method(
  z.object({
    offset: integer('offset must be an integer').default(0),
    limit: integer('limit must be an integer').default(updatesPerPollMax),
    timeout: integer('timeout must be an integer').default(0),
    allowed_updates: allowedUpdates,
  }),
  ({ store, poll }, { offset, limit, timeout, allowed_updates }, { gone }) => {
    allow(store, allowed_updates);
    confirm(store, offset);
    return poll({
      limit: Math.min(Math.max(limit, 1), updatesPerPollMax),
      timeoutMs: Math.min(timeout, pollSecondsMax) * 1000,
      gone,
    });
  },
);

const secretToken = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,256}$/, 'secret token contains unallowed characters')
  .optional();

export const setWebhook = method(
  z.object({
    url: z.string('bad webhook: no URL specified'),
    secret_token: secretToken,
    allowed_updates: allowedUpdates,
    drop_pending_updates: yesOrNo,
  }),
  ({ store }, { url, secret_token, allowed_updates, drop_pending_updates }) => {
    // The real one wants https. This one only ever calls our own machine.
    if (url !== '' && !URL.canParse(url)) throw badRequest('bad webhook: invalid URL specified');

    allow(store, allowed_updates);
    const webhook: Webhook = { url, ...(secret_token !== undefined && { secret_token }) };
    return changeWebhook(store, url === '' ? null : webhook, drop_pending_updates);
  },
);

export const deleteWebhook = method(
  z.object({ drop_pending_updates: yesOrNo }),
  ({ store }, { drop_pending_updates }) => changeWebhook(store, null, drop_pending_updates),
);

export const getWebhookInfo = method(z.object({}), ({ store, webhookDelivery }: World) => ({
  url: store.state.webhook?.url ?? '',
  has_custom_certificate: false,
  pending_update_count: store.state.updates.length,
  ...(store.state.allowedUpdates.length > 0 && { allowed_updates: store.state.allowedUpdates }),
  ...webhookDelivery.trouble(),
}));

function changeWebhook(store: Store, webhook: Webhook | null, dropPending: boolean): true {
  if (dropPending) confirm(store, store.state.counters.update + 1);
  store.record({ kind: 'webhook', webhook });
  return true;
}

/** A bot that does not say which updates it wants means those it asked for before. */
function allow(store: Store, kinds: string[] | undefined): void {
  if (kinds === undefined || kinds.join() === store.state.allowedUpdates.join()) return;
  store.record({ kind: 'allowed_updates', kinds });
}
