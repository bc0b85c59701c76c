import type { AlertFeed } from '../../commands/alerts.ts';
import type { House } from '../context.ts';
import { markTold, type NamedAlert, takeAlerts } from '../database/alerts.ts';
import { findOperators } from '../database/operators.ts';
import type { Database } from '../database/tables.ts';
import { scopesOf } from '../domain/roles.ts';

const takenMax = 20;

/** The engine's alerts, with the people of each workspace who may do something about them. */
export function alertFeed({ db, clock }: Pick<House, 'db' | 'clock'>): AlertFeed {
  return {
    async take() {
      const alerts = await takeAlerts(db, clock(), takenMax);
      return Promise.all(
        alerts.map(async (alert) => ({ ...shown(alert), people: await peopleOf(db, alert) })),
      );
    },
    told: (id) => markTold(db, id, clock()),
  };
}

function shown({ id, kind, facts, campaign_id, campaign_name, sender_name }: NamedAlert) {
  return {
    id,
    kind,
    facts: facts ?? {},
    campaign: campaign_id === null ? undefined : { id: campaign_id, name: campaign_name ?? '' },
    sender: sender_name ?? undefined,
  };
}

async function peopleOf(db: Database, { workspace_id: workspaceId }: NamedAlert) {
  const operators = await findOperators(db, workspaceId);
  return operators
    .filter(({ role }) => scopesOf(role).has('campaigns:send'))
    .map(({ id, name, role, telegram_user_id: telegramUserId }) => ({
      id,
      workspaceId,
      name,
      role,
      telegramUserId,
    }));
}
