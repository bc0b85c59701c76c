import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Change, decide, type Fact, type Standing } from '../../src/domain/message.ts';

const at = new Date('2026-03-01T10:00:00Z');
const later = new Date('2026-03-01T11:00:00Z');
const failure = { reason: 'other' };

const planned: Standing = { state: 'planned', attempt: 1, inFlight: false, stamped: new Set() };
const dispatching: Standing = { ...planned, inFlight: true };

function standing(state: Standing['state'], rest: Partial<Standing> = {}): Standing {
  return { ...planned, state, ...rest };
}

describe('a message', () => {
  const accepted: Fact = { kind: 'accepted', attempt: 1, providerId: 'p', at };
  const failed: Fact = { kind: 'failed', attempt: 1, failure, at };
  const deferred: Fact = { kind: 'deferred', attempt: 1, failure, dueAt: later };
  const unclear: Fact = { kind: 'unclear', attempt: 1, failure, at };
  const notWritten: Fact = { kind: 'not_written', attempt: 1 };
  const skipped: Fact = { kind: 'skipped', reason: 'opted_out', at };
  const read: Fact = { kind: 'read', at };

  test.each<[string, Standing, Fact, Partial<Change> | undefined]>([
    ['is accepted', dispatching, accepted, { state: 'accepted', lands: true }],
    [
      'is accepted although we had skipped it',
      standing('skipped'),
      accepted,
      { state: 'accepted' },
    ],
    ['is accepted although nobody knew', standing('unknown'), accepted, { state: 'accepted' }],
    [
      'stays read when the answer comes last',
      standing('read', { inFlight: true }),
      accepted,
      { state: 'read', lands: true },
    ],
    ['fails', dispatching, failed, { state: 'failed', lands: true }],
    ['fails after it was accepted', standing('accepted'), failed, { state: 'failed' }],
    ['does not fail once a phone had it', standing('delivered'), failed, undefined],
    [
      'is due again after "not now"',
      dispatching,
      deferred,
      { state: 'planned', attempt: 2, lands: true, keepsAttempt: true },
    ],
    ['is in doubt', dispatching, unclear, { state: 'unknown', lands: true }],
    ['is not put in doubt again once it is accepted', standing('accepted'), unclear, undefined],
    ['was not tried', dispatching, notWritten, { state: 'planned', attempt: 1, lands: true }],
    ['was not sent after all', standing('unknown'), notWritten, { state: 'planned' }],
    ['is skipped', planned, skipped, { state: 'skipped' }],
    ['is not skipped while a window holds it', dispatching, skipped, undefined],
    ['is read', standing('sent'), read, { state: 'read' }],
    ['is read although it was said to have failed', standing('failed'), read, { state: 'read' }],
    [
      'hears of a read twice',
      standing('read', { stamped: new Set(['read'] as const) }),
      read,
      undefined,
    ],
    [
      'learns late that it was delivered',
      standing('read'),
      { kind: 'delivered', at },
      { state: 'read' },
    ],
    ['ignores an old no', standing('planned', { attempt: 2 }), failed, undefined],
    [
      'takes an old yes instead of trying again',
      standing('planned', { attempt: 2 }),
      accepted,
      { state: 'accepted', attempt: 1 },
    ],
  ])('%s', (_, now, fact, change) => {
    if (change === undefined) expect(decide(now, fact)).toBeUndefined();
    else expect(decide(now, fact)).toMatchObject(change);
  });
});

const attempt = fc.integer({ min: 1, max: 3 });
const fact: fc.Arbitrary<Fact> = fc.oneof(
  attempt.map((n): Fact => ({ kind: 'accepted', attempt: n, providerId: `p${n}`, at })),
  fc.constantFrom('sent', 'delivered', 'read').map((kind): Fact => ({ kind, at })),
  attempt.map((n): Fact => ({ kind: 'failed', attempt: n, failure, at })),
  attempt.map((n): Fact => ({ kind: 'deferred', attempt: n, failure, dueAt: later })),
  attempt.map((n): Fact => ({ kind: 'unclear', attempt: n, failure, at })),
  attempt.map((n): Fact => ({ kind: 'not_written', attempt: n })),
  attempt.map((n): Fact => ({ kind: 'repeated', attempt: n, since: at, dueAt: later })),
  fc.constant<Fact>({ kind: 'skipped', reason: 'opted_out', at }),
);

/** What happens to a message: facts in any order, and windows that open whenever one may. */
const story = fc.array(fc.oneof(fact, fc.constant('open' as const)), { maxLength: 30 });

describe('whatever happens to a message, in whatever order', () => {
  test('once a phone has shown it, it stays shown', () => {
    fc.assert(
      fc.property(story, (steps) => {
        const states = live(steps).map(({ state }) => state);
        const shown = states.findIndex((state) => state === 'delivered' || state === 'read');
        const after = shown === -1 ? [] : states.slice(shown);
        expect(after.filter((state) => state !== 'delivered' && state !== 'read')).toEqual([]);
      }),
    );
  });

  test('a fact that is told again changes nothing', () => {
    fc.assert(
      fc.property(story, fact, (steps, last) => {
        const [end = planned] = live(steps).slice(-1);
        const once = step(end, last);
        const again = decide(once, last);
        expect(again?.state ?? once.state).toBe(once.state);
        expect(again?.attempt ?? once.attempt).toBe(once.attempt);
      }),
    );
  });

  test('no attempt begins before the one before it has ended', () => {
    fc.assert(
      fc.property(story, (steps) => {
        let now: Standing = planned;
        for (const next of steps) {
          const before = now;
          now = next === 'open' ? open(now) : step(now, next);
          if (now.attempt > before.attempt) expect(now.inFlight).toBe(false);
        }
      }),
    );
  });

  test('a message is not opened again once somebody may have it', () => {
    fc.assert(
      fc.property(story, (steps) => {
        for (const now of live(steps)) {
          if (now.state !== 'planned') expect(open(now)).toBe(now);
        }
      }),
    );
  });
});

function live(steps: readonly (Fact | 'open')[]): Standing[] {
  let now: Standing = planned;
  return steps.map((next) => {
    now = next === 'open' ? open(now) : step(now, next);
    return now;
  });
}

/** What the opening does: only what is planned and in no window. */
function open(now: Standing): Standing {
  return now.state === 'planned' && !now.inFlight ? { ...now, inFlight: true } : now;
}

function step(now: Standing, next: Fact): Standing {
  const change = decide(now, next);
  if (!change) return now;
  return {
    state: change.state,
    attempt: change.attempt,
    inFlight: now.inFlight && !change.lands,
    stamped: change.stamp ? new Set([...now.stamped, change.stamp.what]) : now.stamped,
  };
}
