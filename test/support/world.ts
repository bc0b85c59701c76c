import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { pino } from 'pino';
import type { Bridge } from '../../src/bridges/bridge.ts';
import { splitSandboxPost } from '../../src/bridges/sandbox/parse.ts';
import { type Caller, type House, scopes } from '../../src/context.ts';
import type { OpenDatabase } from '../../src/database/connect.ts';
import { storeEvents } from '../../src/database/events.ts';
import { readSignal, signalChannel } from '../../src/database/signals.ts';
import type { Database } from '../../src/database/tables.ts';
import {
  firstSandboxNumber,
  insertWorkspace,
  makeFirstWorkspace,
} from '../../src/database/workspaces.ts';
import { Dispatcher } from '../../src/dispatch/dispatcher.ts';
import { Hearsay } from '../../src/dispatch/hearsay.ts';
import { inboxTurn } from '../../src/dispatch/inbox.ts';
import type { NumberTurn } from '../../src/dispatch/number.ts';
import { planTurn } from '../../src/dispatch/planner.ts';
import { reconcileTurn } from '../../src/dispatch/reconciler.ts';
import { Recorder } from '../../src/dispatch/recorder.ts';
import type { Timepiece } from '../../src/dispatch/timepiece.ts';
import { bridgeDirectory } from '../../src/house/bridges.ts';
import { createCampaign } from '../../src/operations/campaigns/create.ts';
import { startCampaign } from '../../src/operations/campaigns/start.ts';
import type { Operation } from '../../src/operations/define.ts';
import { invoke } from '../../src/operations/invoke.ts';
import { addContactsToList } from '../../src/operations/lists/add.ts';
import { createContactList } from '../../src/operations/lists/create.ts';
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
  /** A list of these numbers and a campaign on it, in the state that is asked for. */
  campaign(
    state: 'draft' | 'running',
    phones: readonly string[],
    choices?: object,
  ): Promise<number>;
  /** Plans everything that runs. */
  plan(): Promise<void>;
  /** Every number with work opens one window and hands it over; the answers are written down. */
  dispatchTurn(options?: { max?: number }): Promise<NumberTurn[]>;
  /** Turns until nothing leaves any more. */
  dispatchAll(): Promise<void>;
  /** Does something once, while a window waits for its next slot. */
  whileItWaits(happens: () => Promise<unknown>): void;
  /** The process stands still for a while; its clock goes on. */
  freeze(ms: number): void;
  /** Whoever owns a number is taken for dead. */
  expireLeases(): Promise<void>;
  /** Another process on the same database. */
  process(): TestProcess;
  reconcile(): ReturnType<typeof reconcileTurn>;
  /** A bridge tells something; it is stored and read. */
  hear(...events: object[]): Promise<void>;
  /** The ledger of a campaign: what each row says, by phone. */
  ledger(campaignId: number): Promise<Record<string, string>>;
}

/** One process that sends: its own owner id, its own memory. */
export interface TestProcess {
  dispatcher: Dispatcher;
  hearsay: Hearsay;
  time: StillTime;
}

/** Time that passes only when somebody sleeps. */
export interface StillTime extends Timepiece {
  /** Happens in the middle of the next sleep. */
  whileAsleep: (() => Promise<unknown>) | undefined;
  passMs(ms: number): void;
}

/** A Herald on an empty database: one workspace, one connected number, a far end that obeys the test. */
export async function createWorld({
  bridges = [],
}: {
  /** Besides the scripted one, which is the sandbox's. */
  bridges?: readonly Bridge[];
} = {}): Promise<World> {
  const { db, listen } = await emptyDatabase();
  const workspaceId = await db
    .transaction()
    .execute((trx) => makeFirstWorkspace(trx, { timezone: 'UTC', sandbox: true }));

  const bridge = scriptedBridge();
  let now = standingTime;
  const house: House = {
    db,
    bridges: bridgeDirectory([bridge, ...bridges]),
    clock: () => now,
    // Nobody sends meanwhile, unless a test has somebody do it.
    sleep: async () => {},
    log: pino({ level: 'silent' }),
    settings: { timezone: 'UTC', defaultCountry: 'ES' },
    optOutLink: ({ contactId, campaignId }) => `http://herald.test/u/${contactId}-${campaignId}`,
  };
  const caller = callerOf(house, workspaceId);
  const newProcess = () => testProcess(house);
  const first = newProcess();
  await listen(signalChannel, (payload) => first.hearsay.hear(readSignal(payload)));
  const heardEverything = await echo(db, listen);

  const world: World = {
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
    async campaign(state, phones, choices = {}) {
      const { list_id } = await world.invoke(createContactList, { name: 'People' });
      const contacts = phones.map((phone) => ({ phone, name: `Person ${phone.slice(-3)}` }));
      await world.invoke(addContactsToList, { list_id, contacts });
      const message_text = 'Hello {name}';
      const written = { name: 'Spring', message_text, list_id, include_unsubscribe_link: false };
      const { campaign_id } = await world.invoke(createCampaign, { ...written, ...choices });
      if (state === 'running') {
        await world.invoke(startCampaign, { campaign_id });
        await world.plan();
      }
      return campaign_id;
    },
    async plan() {
      while ((await planTurn(house)).more);
    },
    dispatchTurn: (options) => first.dispatcher.turn(options),
    async dispatchAll() {
      // A number whose lease was lost is taken anew first; that turn opens nothing.
      for (let idle = 0; idle < 3; ) {
        const turns = await first.dispatcher.turn();
        if (turns.length === 0) return;
        idle = turns.some(({ opened }) => opened > 0) ? 0 : idle + 1;
        // And a number that changed hands keeps silent for a moment.
        first.time.passMs(50);
      }
    },
    whileItWaits(happens) {
      first.time.whileAsleep = async () => {
        await happens();
        await heardEverything();
      };
    },
    freeze: (ms) => first.time.passMs(ms),
    async expireLeases() {
      await sql`update sender_lease set expires_at = clock_timestamp() - interval '1 second'`.execute(
        db,
      );
    },
    process: newProcess,
    reconcile: () => reconcileTurn(house, randomUUID()),
    async hear(...events) {
      const items = splitSandboxPost({ instance: firstSandboxNumber, events });
      await storeEvents(db, 'sandbox', items, house.clock());
      await inboxTurn(house);
    },
    async ledger(campaignId) {
      const rows = await db
        .selectFrom('message')
        .select(['address', 'state', 'reason'])
        .where('campaign_id', '=', campaignId)
        .orderBy('address')
        .execute();
      return Object.fromEntries(
        rows.map(({ address, state, reason }) => [address, reason ? `${state}: ${reason}` : state]),
      );
    },
  };
  return world;
}

/** Calls out and waits to hear itself: signals come in order, so whatever was said before has arrived. */
async function echo(db: Database, listen: OpenDatabase['listen']): Promise<() => Promise<void>> {
  const channel = 'herald_echo';
  let answered = () => {};
  await listen(channel, () => answered());
  return async () => {
    const heard = new Promise<void>((resolve) => {
      answered = resolve;
    });
    await sql`select pg_notify(${channel}, '')`.execute(db);
    await heard;
  };
}

function testProcess(house: House): TestProcess {
  const time = stillTime();
  const hearsay = new Hearsay(time.nowMs);
  const recorder = new Recorder(house.db, time, house.log);
  const dispatcher = new Dispatcher({ house, owner: randomUUID(), time, recorder, hearsay });
  return { dispatcher, hearsay, time };
}

function stillTime(): StillTime {
  let ms = 0;
  const time: StillTime = {
    whileAsleep: undefined,
    nowMs: () => ms,
    random: () => 0,
    async sleep(forMs) {
      const happens = time.whileAsleep;
      time.whileAsleep = undefined;
      await happens?.();
      ms += forMs;
    },
    passMs(forMs) {
      ms += forMs;
    },
  };
  return time;
}

export function callerOf(house: House, workspaceId: number): Caller {
  const actor = { kind: 'token', id: workspaceId, name: 'test' } as const;
  return { house, actor, workspaceId, scopes: new Set(scopes) };
}
