import { Hono } from 'hono';

export type RoleState = 'off' | 'starting' | 'ready' | 'stopping';

/** Whether this process can do what it is for. */
export interface Readiness {
  migrated: boolean;
  database: boolean;
  roles: Readonly<Record<string, RoleState>>;
}

/** `/healthz`: the process answers; restart it when it does not. `/readyz`: send it work. */
export function health(readiness: () => Promise<Readiness>): Hono {
  return new Hono()
    .get('/healthz', (c) => c.json({ status: 'ok' }))
    .get('/readyz', async (c) => {
      const found = await readiness();
      return c.json(found, isReady(found) ? 200 : 503);
    });
}

function isReady({ migrated, database, roles }: Readiness): boolean {
  const states = Object.values(roles);
  return migrated && database && states.every((state) => state === 'ready' || state === 'off');
}
