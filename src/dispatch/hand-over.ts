import type { Bridge, Gate, Outcome } from '../bridges/bridge.ts';
import { stopSender } from '../database/sender-status.ts';
import type { NumberWithWork } from '../database/work.ts';
import { afterRefusal, stopsSender } from '../domain/attempt.ts';
import type { Fact } from '../domain/message.ts';
import { writeToken } from '../domain/token.ts';
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
  readonly #inFlight = new Set<Promise<void>>();
  #isClosed = false;

  constructor(tools: NumberTools, number: NumberWithWork, holding: () => Holding | undefined) {
    this.#tools = tools;
    this.#number = number;
    this.#holding = holding;
    this.#bridge = tools.house.bridges.get(number.bridge);
    this.#breakers = new Breakers(tools.house, number);
  }

  get inFlight(): number {
    return this.#inFlight.size;
  }

  /** Sends a window's messages one after the other; returns when each has left or was given back, not when the answers are there. */
  async sendAll(window: OpenWindow): Promise<{ handedOver: number; released: number }> {
    const counts = { handedOver: 0, released: 0 };
    for (const message of window.messages) {
      while (this.#inFlight.size >= inFlightMax) await Promise.race(this.#inFlight);
      await this.#awaitSlot(message, window);
      if (await this.#handOver(message, window)) counts.handedOver += 1;
      else counts.released += 1;
    }
    return counts;
  }

  async #awaitSlot(message: OpenMessage, window: OpenWindow): Promise<void> {
    const { time } = this.#tools;
    while (this.#mayLeave(message, window)) {
      const waitMs = this.#holding()?.pace.waitMs(message.campaign, time.nowMs()) ?? 0;
      if (waitMs === 0) return;
      await time.sleep(waitMs);
    }
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

  /** Lets nothing more out. */
  close(): void {
    this.#isClosed = true;
  }

  /** Resolves when the bridge has answered for everything that left. */
  async settled(): Promise<void> {
    while (this.#inFlight.size > 0) await Promise.all(this.#inFlight);
  }

  /** Everything that closes the gate, apart from the pace. */
  #mayLeave(message: OpenMessage, { askedAtMs }: OpenWindow): boolean {
    const { time, hearsay } = this.#tools;
    const nowMs = time.nowMs();
    const holding = this.#holding();
    return (
      !this.#isClosed &&
      holding !== undefined &&
      nowMs < holding.untilMs &&
      nowMs < askedAtMs + windowLifeMs &&
      !hearsay.haltedSince(message.campaignId, askedAtMs) &&
      (message.purpose === 'consent' || !hearsay.stoppedSince(message.contactId, askedAtMs))
    );
  }

  /** True once the bytes leave, false when they were held back. */
  #handOver(message: OpenMessage, window: OpenWindow): Promise<boolean> {
    if (!this.#mayLeave(message, window)) {
      this.release([message]);
      return Promise.resolve(false);
    }
    return new Promise((asked) => {
      const sending = this.#send(message, () => {
        const isOpen = this.#mayLeave(message, window) && this.#takeSlot(message);
        asked(isOpen);
        return isOpen;
      }).finally(() => {
        asked(false);
        this.#inFlight.delete(sending);
      });
      this.#inFlight.add(sending);
    });
  }

  #takeSlot({ campaign }: OpenMessage): boolean {
    return this.#holding()?.pace.tryTake(campaign, this.#tools.time.nowMs()) === true;
  }

  async #send(message: OpenMessage, gate: Gate): Promise<void> {
    let hasLeft = false;
    const outbound = { to: message.address, text: message.text, token: writeToken(message) };
    const outcome = await this.#bridge
      .send(this.#number, outbound, () => {
        hasLeft = gate();
        return hasLeft;
      })
      .catch((error: unknown): Outcome => {
        this.#tools.house.log.error({ err: error, bridge: this.#bridge.name }, 'a bridge threw');
        const text = 'The bridge failed without an answer.';
        return { kind: hasLeft ? 'unclear' : 'not_written', code: 'bridge_threw', text };
      });
    this.#learn(outcome);
    this.#tools.recorder.add(factAbout(message, this.#toFact(message, outcome)));
    await this.#stopWhereNeeded(message, outcome);
  }

  /** How fast the number goes on. */
  #learn(outcome: Outcome): void {
    const pace = this.#holding()?.pace;
    if (outcome.kind === 'accepted') pace?.wentWell();
    if (outcome.kind === 'refused' && outcome.class === 'slow_down') {
      pace?.slowDown(this.#tools.time.nowMs());
    }
  }

  #toFact({ attempt }: OpenMessage, outcome: Outcome): Fact {
    const now = this.#tools.house.clock();
    switch (outcome.kind) {
      case 'accepted':
        return { kind: 'accepted', attempt, providerId: outcome.providerId, at: now };
      case 'not_written':
        return { kind: 'not_written', attempt };
      case 'unclear': {
        const { code, text } = outcome;
        return { kind: 'unclear', attempt, failure: { reason: 'no_answer', code, text }, at: now };
      }
      case 'refused':
        return afterRefusal(outcome, attempt, now);
    }
  }

  /** Where the number itself is at fault, nothing more leaves from it until a person has looked. */
  async #stopWhereNeeded(message: OpenMessage, outcome: Outcome): Promise<void> {
    const { house } = this.#tools;
    try {
      if (outcome.kind === 'refused' && stopsSender(outcome.class)) {
        this.close();
        await stopSender(house.db, this.#number, `${outcome.code}: ${outcome.text}`);
      } else if (await this.#breakers.note(message, outcome)) this.close();
    } catch (error) {
      house.log.error({ err: error, senderId: this.#number.senderId }, 'number not stopped');
    }
  }
}
