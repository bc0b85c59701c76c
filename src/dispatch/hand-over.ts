import type { Bridge, Gate, Outcome } from '../bridges/bridge.ts';
import { learnNames } from '../database/identities.ts';
import { repeatUnclearReason } from '../database/repeats.ts';
import { saveRestriction, stopSender } from '../database/sender-status.ts';
import type { NumberWithWork } from '../database/work.ts';
import { afterRefusal, stopsSender } from '../domain/attempt.ts';
import type { Fact } from '../domain/message.ts';
import type { PersonNames } from '../domain/person.ts';
import { connectionClosed } from '../domain/sender.ts';
import { writeToken } from '../domain/token.ts';
import { archiveAfterSend } from './archive.ts';
import { Bell } from './bell.ts';
import { Breakers } from './breakers.ts';
import type { NumberTools } from './number.ts';
import { factAbout, type OpenMessage, type OpenWindow } from './open.ts';
import type { Pace } from './pace.ts';

/** A message that could not leave for so long after its window was opened goes back instead. */
export const windowLifeMs = 1000;
const inFlightMax = 64;

/** What the owner of a number lets a hand-over see of its lease. */
export interface Holding {
  pace: Pace;
  /** The lease's end as its owner counts it, on its own monotonic clock. */
  untilMs: number;
}

/** Whether the gate has been asked for a message, and what it said. */
interface Asking {
  hasLeft: boolean | undefined;
}

/**
 * The way from an open window to the bridge, and from its answer to the recorder. Nothing here
 * opens or closes a window; the gate is the last moment at which a message can still be held.
 */
export class HandOver {
  readonly #tools: NumberTools;
  readonly #bridge: Bridge;
  readonly #number: NumberWithWork;
  readonly #holding: () => Holding | undefined;
  readonly #breakers: Breakers;
  readonly #moved = new Bell();
  readonly #unasked = new Set<OpenMessage>();
  readonly #unanswered = new Set<OpenMessage>();
  #inFlight = 0;
  #isClosed = false;

  constructor(tools: NumberTools, number: NumberWithWork, holding: () => Holding | undefined) {
    this.#tools = tools;
    this.#number = number;
    this.#holding = holding;
    this.#bridge = tools.house.bridges.get(number.bridge);
    this.#breakers = new Breakers(tools.house, number);
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** Sends a window's messages one after the other; returns when each has left or was given back, not when the answers are there. */
  async sendAll(window: OpenWindow): Promise<{ handedOver: number; released: number }> {
    const counts = { handedOver: 0, released: 0 };
    for (const message of window.messages) {
      while (this.#inFlight >= inFlightMax && !this.isClosed) await this.#moved.next();
      if (this.#slotWaitMs(message) > 0) await this.#awaitSlot(message, window);
      if (await this.#handOver(message, window)) counts.handedOver += 1;
      else counts.released += 1;
    }
    return counts;
  }

  async #awaitSlot(message: OpenMessage, window: OpenWindow): Promise<void> {
    while (this.#mayLeave(message, window)) {
      const waitMs = this.#slotWaitMs(message);
      if (waitMs === 0) return;
      await this.#tools.time.sleep(waitMs);
    }
  }

  #slotWaitMs({ campaign }: OpenMessage): number {
    return this.#holding()?.pace.waitMs(campaign, this.#tools.time.nowMs()) ?? 0;
  }

  /** Certainly unsent: planned again, as if it had not been opened. */
  release(messages: readonly OpenMessage[]): void {
    this.#tools.recorder.add(
      ...messages.map((m) => factAbout(m, { kind: 'not_written', attempt: m.attempt })),
    );
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Lets nothing more out, and keeps nobody waiting to. */
  close(): void {
    this.#isClosed = true;
    this.#moved.ring();
  }

  /** There is no time left to wait: what has no answer is in doubt, and what has not left never will. */
  giveUp(): void {
    this.release([...this.#unasked]);
    const at = this.#tools.house.clock();
    const failure = {
      reason: 'interrupted',
      text: 'Herald stopped before the bridge had answered.',
    };
    for (const message of this.#unanswered) {
      const { attempt } = message;
      this.#tools.recorder.add(factAbout(message, { kind: 'unclear', attempt, failure, at }));
    }
  }

  /** Resolves when the bridge has answered for everything that left. */
  async settled(): Promise<void> {
    while (this.#inFlight > 0) await this.#moved.next();
  }

  /** Everything that closes the gate, apart from the pace. */
  #mayLeave(message: OpenMessage, { askedAtMs, askedAt }: OpenWindow): boolean {
    const { time, hearsay, house } = this.#tools;
    const nowMs = time.nowMs();
    const holding = this.#holding();
    return (
      !this.isClosed &&
      holding !== undefined &&
      nowMs < holding.untilMs &&
      nowMs < askedAtMs + windowLifeMs &&
      house.clock().getTime() < askedAt.getTime() + windowLifeMs &&
      !hearsay.haltedSince(message.campaignId, askedAtMs) &&
      (message.purpose === 'consent' || !hearsay.stoppedSince(message.contactId, askedAtMs))
    );
  }

  /** True once the bytes leave, false when they were held back. Nearly always that is known at once. */
  #handOver(message: OpenMessage, window: OpenWindow): boolean | Promise<boolean> {
    if (!this.#mayLeave(message, window)) {
      this.release([message]);
      return false;
    }
    const asking: Asking = { hasLeft: undefined };
    this.#unasked.add(message);
    this.#inFlight += 1;
    void this.#send(message, () => {
      const isOpen = this.#mayLeave(message, window) && this.#takeSlot(message);
      this.#noteAsked(message, asking, isOpen);
      return isOpen;
    }).finally(() => {
      this.#inFlight -= 1;
      this.#noteAsked(message, asking, false);
    });
    return asking.hasLeft ?? this.#untilAsked(asking);
  }

  /** The first answer counts; afterwards the bell tells that something has moved. */
  #noteAsked(message: OpenMessage, asking: Asking, hasLeft: boolean): void {
    asking.hasLeft ??= hasLeft;
    this.#unasked.delete(message);
    this.#moved.ring();
  }

  async #untilAsked(asking: Asking): Promise<boolean> {
    while (asking.hasLeft === undefined && !this.isClosed) await this.#moved.next();
    return asking.hasLeft ?? false;
  }

  #takeSlot({ campaign }: OpenMessage): boolean {
    return this.#holding()?.pace.tryTake(campaign, this.#tools.time.nowMs()) === true;
  }

  async #send(message: OpenMessage, gate: Gate): Promise<void> {
    let hasLeft = false;
    const { address: to, content, person } = message;
    const outbound = { to, content, person, token: writeToken(message) };
    let outcome: Outcome;
    try {
      outcome = await this.#bridge.send(this.#number, outbound, () => {
        hasLeft = gate();
        if (hasLeft) this.#unanswered.add(message);
        return hasLeft;
      });
    } catch (error) {
      this.#tools.house.log.error({ err: error, bridge: this.#bridge.name }, 'a bridge threw');
      const text = 'The bridge failed without an answer.';
      outcome = { kind: hasLeft ? 'unclear' : 'not_written', code: 'bridge_threw', text };
    }
    this.#unanswered.delete(message);
    this.#learn(outcome);
    this.#tools.recorder.add(factAbout(message, this.#toFact(message, outcome)));
    await this.#followUp(message, outcome);
  }

  /** How fast the number goes on. */
  #learn(outcome: Outcome): void {
    const pace = this.#holding()?.pace;
    if (outcome.kind === 'accepted') pace?.wentWell();
    if (outcome.kind === 'refused' && outcome.class === 'slow_down') {
      pace?.slowDown(this.#tools.time.nowMs());
    }
  }

  #toFact(message: OpenMessage, outcome: Outcome): Fact {
    const now = this.#tools.house.clock();
    const { attempt, chosenId: providerId } = message;
    if (message.repeatedSince !== null) return afterRepeat(message, outcome, now);
    switch (outcome.kind) {
      case 'accepted':
        return { kind: 'accepted', attempt, providerId: outcome.providerId, at: now };
      case 'not_written':
        return { kind: 'not_written', attempt };
      case 'unclear': {
        const { code, text } = outcome;
        const failure = { reason: 'no_answer', code, text };
        return { kind: 'unclear', attempt, failure, at: now, providerId };
      }
      case 'refused':
        return afterRefusal(outcome, attempt, now);
    }
  }

  /** What an outcome means besides the message: for the number, the campaign, the person's names. */
  async #followUp(message: OpenMessage, outcome: Outcome): Promise<void> {
    const { house } = this.#tools;
    if (outcome.kind === 'accepted') {
      archiveAfterSend(house, this.#bridge, this.#number, message, outcome.providerId);
    }
    try {
      if (outcome.kind === 'accepted' && outcome.person)
        await this.#learnNames(message, outcome.person);
      if (outcome.kind === 'refused' && outcome.class === 'pause_new_chats') {
        await this.#restrict(outcome);
      } else if (outcome.kind === 'refused' && stopsSender(outcome.class)) {
        this.close();
        const reason = `${outcome.code}: ${outcome.text}`;
        const byItself = outcome.code === connectionClosed;
        await stopSender(house.db, this.#number, reason, house.clock(), { byItself });
      } else if (await this.#breakers.note(message, outcome)) this.close();
    } catch (error) {
      house.log.error({ err: error, senderId: this.#number.senderId }, 'number not stopped');
    }
  }

  /** WhatsApp lets the number open no new chats: it is put away, and whoever takes it next knows. */
  async #restrict({ code, text, retryAfterMs = dayMs }: Extract<Outcome, { kind: 'refused' }>) {
    this.close();
    const { house } = this.#tools;
    const now = house.clock();
    const until = new Date(now.getTime() + retryAfterMs);
    const restriction = { kind: 'new_chats', until, reason: `${code}: ${text}` } as const;
    await house.db
      .transaction()
      .execute((trx) => saveRestriction(trx, this.#number, restriction, now));
  }

  async #learnNames(message: OpenMessage, names: PersonNames): Promise<void> {
    const { db, clock } = this.#tools.house;
    const told = [{ ...message, names }];
    await db.transaction().execute((trx) => learnNames(trx, told, clock()));
  }
}

const dayMs = 24 * 3_600_000;

/** Only a yes settles it: a no is about the repeat, and says nothing of what may have left before. */
function afterRepeat({ attempt }: OpenMessage, outcome: Outcome, at: Date): Fact {
  if (outcome.kind === 'accepted') {
    return { kind: 'accepted', attempt, providerId: outcome.providerId, at };
  }
  if (outcome.kind === 'not_written') return { kind: 'not_written', attempt };
  const { code, text } = outcome;
  return { kind: 'unclear', attempt, failure: { reason: repeatUnclearReason, code, text }, at };
}
