import type { FailureClass } from '../domain/failure.ts';
import type { SenderStatus } from '../domain/sender.ts';

export type { FailureClass } from '../domain/failure.ts';
export type { SenderStatus } from '../domain/sender.ts';

/**
 * The port to WhatsApp. One folder beside this file implements it per bridge; the engine
 * knows nothing else about how a message travels.
 */

/** What is to be handed over. `token` names message and attempt, and comes back with statuses where the bridge echoes it. */
export interface Outbound {
  /** E.164 with a leading plus. */
  to: string;
  text: string;
  /** `<campaign>.<attempt>.<recipient key>`; at most 512 characters (Cloud's limit for biz_opaque_callback_data). */
  token: string;
}

/**
 * What came of one attempt. There are three answers, and the third one is a state of its own:
 * - `accepted`: the bridge took it and named it.
 * - `refused`: certainly not sent. `class` decides whom the failure stops and whether there is another attempt.
 * - `unclear`: bytes may have left, nobody can say what became of them. Never sent again by itself.
 * - `not_written`: certainly no byte left (gate closed, refused connection): as if it had not been tried.
 */
export type Outcome =
  | { kind: 'accepted'; providerId: string }
  | { kind: 'refused'; class: FailureClass; code: string; text: string; retryAfterMs?: number }
  | { kind: 'unclear'; code: string; text: string }
  | { kind: 'not_written'; code: string; text: string };

/**
 * Asked in the last synchronous moment before bytes leave; `false` means: do not write,
 * answer `not_written`. A bridge calls it once at most (never when it finds no connection) and
 * must not wait afterwards.
 */
export type Gate = () => boolean;

export interface BridgeSender {
  senderId: number;
  /** The number's own name on the bridge: its phone number, phone-number id or instance. */
  numberKey: string;
  config: Readonly<Record<string, unknown>>;
}

export interface Bridge {
  readonly name: string;
  /** Milliseconds between two messages of one number that this bridge asks for at least; 0 when it asks for none. */
  readonly minimumIntervalMs: number;
  /** Milliseconds between two campaign messages to one person that this bridge asks for; 0 when it asks for none. */
  readonly personIntervalMs: number;
  /** How many messages a second a number may send; Infinity where the limit is not ours to keep. */
  ratePerSecond(config: BridgeSender['config']): number;
  send(sender: BridgeSender, message: Outbound, gate: Gate): Promise<Outcome>;
  /** What a stored event of this bridge means; undefined for kinds that Herald does not know. */
  read(payload: unknown): BridgeEvent | undefined;
  /**
   * What to keep of a number that a caller describes, its secrets sealed. Absent where a number
   * needs no description. Throws Refusal for a description that the bridge cannot use.
   */
  setUp?(given: unknown): NumberSetUp;
  /** Starts linking a number; the answer carries what a person has to scan, or that it is linked already. */
  connect(sender: BridgeSender): Promise<Connection>;
}

export interface NumberSetUp {
  numberKey: string;
  config: Readonly<Record<string, unknown>>;
}

/** The bridges of this house, by the name that a sender's row carries. */
export interface BridgeDirectory {
  /** Throws when no such bridge was built: a sender's row was checked against the same directory. */
  get(name: string): Bridge;
  readonly names: readonly string[];
}

export interface Connection {
  status: SenderStatus;
  /** What the QR code says, where one has to be scanned. */
  qr?: string;
  /** E.164, once the number is known. */
  phone?: string;
  /** Why it is not connected, for a person to read. */
  reason?: string;
  /** What the bridge told of the number, kept in the sender's config. */
  facts?: Readonly<Record<string, unknown>>;
}

/** What a bridge told us, after parsing: the only language in which events reach the inbox. */
export type BridgeEvent = StatusEvent | InboundEvent | SenderEvent;

export interface StatusEvent {
  kind: 'status';
  status: 'accepted' | 'sent' | 'delivered' | 'read' | 'failed';
  providerId: string;
  /** Our own token, where the bridge echoes it. */
  token?: string;
  at: Date;
  failure?: { class: FailureClass; code: string; text: string };
}

export interface InboundEvent {
  kind: 'inbound';
  providerId: string;
  /** Who wrote: E.164 with a leading plus. */
  from: string;
  name?: string;
  text: string;
  /** The payload of a pressed quick-reply button. */
  payload?: string;
  /** The provider id of the message that this one answers. */
  replyTo?: string;
  at: Date;
}

export interface SenderEvent {
  kind: 'sender';
  status: SenderStatus;
  reason?: string;
  at: Date;
}

/** One item of a webhook's post, as it is stored: what it is, apart from what it means. */
export interface EventItem {
  /** Makes a repeat harmless: the bridge's event id, or (id, status, time). */
  key: string;
  /** Which queue of the inbox takes it; people are read before statuses. */
  lane: 'inbound' | 'sender' | 'status';
  /** The bridge's own name of the number that it concerns. */
  numberKey: string;
  payload: unknown;
}
