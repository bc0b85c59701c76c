import { pino } from 'pino';
import { type Caller, type House, scopes } from '../../src/context.ts';
import type { Database } from '../../src/database/tables.ts';
import { insertWorkspace, makeFirstWorkspace } from '../../src/database/workspaces.ts';
import type { Operation } from '../../src/operations/define.ts';
import { invoke } from '../../src/operations/invoke.ts';
import { emptyDatabase } from './database.ts';
import { type ScriptedBridge, scriptedBridge } from './scripted-bridge.ts';

/** The moment at which the tests' clock stands still until they move it. */
export const standingTime = new Date('2026-03-01T10:00:00Z');

export interface World {
  db: Database;
  house: House;
  bridge: ScriptedBridge;
  /** The default workspace's token, with every scope. */
  caller: Caller;
  invoke<Input, Output>(operation: Operation<Input, Output>, input: unknown): Promise<Output>;
  /** Another workspace of the same house, and someone in it. */
  stranger(): Promise<Caller>;
  /** Moves the house's clock. */
  pass(ms: number): void;
}

/** A Herald on an empty database: one workspace, one connected number, a far end that obeys the test. */
export async function createWorld(): Promise<World> {
  const { db } = await emptyDatabase();
  const workspaceId = await db
    .transaction()
    .execute((trx) => makeFirstWorkspace(trx, { timezone: 'UTC', sandbox: true }));

  const bridge = scriptedBridge();
  let now = standingTime;
  const house: House = {
    db,
    bridges: { get: () => bridge, names: ['sandbox'] },
    clock: () => now,
    log: pino({ level: 'silent' }),
    settings: { timezone: 'UTC', defaultCountry: 'ES' },
    optOutLink: ({ contactId, campaignId }) => `http://herald.test/u/${contactId}-${campaignId}`,
  };
  const caller = callerOf(house, workspaceId);
  return {
    db,
    house,
    bridge,
    caller,
    invoke: (operation, input) => invoke(caller, operation, input),
    async stranger() {
      const id = await db.transaction().execute((trx) => insertWorkspace(trx, 'Other', 'UTC'));
      return callerOf(house, id);
    },
    pass(ms) {
      now = new Date(now.getTime() + ms);
    },
  };
}

export function callerOf(house: House, workspaceId: number): Caller {
  const actor = { kind: 'token', id: workspaceId, name: 'test' } as const;
  return { house, actor, workspaceId, scopes: new Set(scopes) };
}
