import type { FailureClass } from '../domain/failure.ts';
import type { OutboundContent } from '../domain/outbound.ts';
import type { PersonNames } from '../domain/person.ts';
import type { Restriction, SenderStatus } from '../domain/sender.ts';
import type { FetchedFile, SentFile } from './media.ts';
import type { SessionControl } from './session.ts';
import type { TemplateControl, TemplateStatus } from './templates.ts';

export type { FailureClass } from '../domain/failure.ts';
export type { OutboundContent, OutboundMedia } from '../domain/outbound.ts';
export type { PersonNames } from '../domain/person.ts';
export type { Restriction, SenderStatus } from '../domain/sender.ts';
export type { FetchedFile, SentFile } from './media.ts';
export type { Picture, Profile, ProfileChanges, SessionControl } from './session.ts';
export type { BridgeTemplate, TemplateControl, TemplateStatus } from './templates.ts';

/**
 * The port to WhatsApp. One folder beside this file implements it per bridge; the engine
 * knows nothing else about how a message travels.
 */

/** What is to be handed over. `token` names message and attempt, and comes back with statuses where the bridge echoes it. */
export interface Outbound {
  /** E.164 with a leading plus; empty for a person of whom only another name is known. */
  to: string;
  /** The person's other names, where they are known. */
  person?: PersonNames | undefined;
  content: OutboundContent;
  /** The provider id of the message that this one answers. */
  replyTo?: string | undefined;
  /** `<campaign>.<attempt>.<recipient key>`; at most 512 characters (Cloud's limit for biz_opaque_callback_data). */
  token: string;
}

/**
 * What came of one attempt. There are three answers, and the third one is a state of its own:
 * - `accepted`: the bridge took it and named it. `held`: it is kept back over there for now, so that
 *   silence about it means nothing. `person`: names that the answer gave, where they are news.
 * - `refused`: certainly not sent. `class` decides whom the failure stops and whether there is another attempt.
 * - `unclear`: bytes may have left, nobody can say what became of them. Never sent again by itself.
 * - `not_written`: certainly no byte left (gate closed, refused connection): as if it had not been tried.
 */
export type Outcome =
  | { kind: 'accepted'; providerId: string; held?: true; person?: PersonNames }
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
  /** What a person has to know, and acknowledge, before a campaign leaves over it: it breaks WhatsApp's terms, say. */
  readonly risks?: string;
  /** What its licence obliges us to show to whoever runs it. */
  readonly notice?: string;
  /** Seconds between two campaign messages of one number; absent where the number's own pace is enough. */
  readonly campaignInterval?: CampaignInterval;
  /** Milliseconds between two messages of one number that this bridge asks for at least; 0 when it asks for none. */
  readonly minimumIntervalMs: number;
  /** Milliseconds between two campaign messages to one person that this bridge asks for; 0 when it asks for none. */
  readonly personIntervalMs: number;
  /** How long after a person has written free text reaches them; absent where it always does. */
  readonly conversationWindowMs?: number;
  /** After how many failures in a row without a reason WhatsApp is taken to allow no new chats; absent where the bridge says so itself. */
  readonly timelockAfterErrors?: number;
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
  /**
   * Starts linking a number; the answer carries what a person has to scan, or that it is linked
   * already. With the phone of the number (E.164) it carries a code to be typed there instead.
   */
  connect(sender: BridgeSender, pairingPhone?: string): Promise<Connection>;
  /** What else can be done with a linked number; what is absent cannot. */
  readonly session?: Partial<SessionControl>;
  /** The templates that WhatsApp keeps and approves; absent where there are none, and ours are approved at once. */
  readonly templates?: TemplateControl;
  /**
   * The id that a message will carry, where we choose it: then it is known before any answer, and
   * WhatsApp drops a second message with the same one. Undefined for what gets its id over there.
   */
  chosenId?(
    sender: BridgeSender,
    message: { token: string; content: OutboundContent },
  ): string | undefined;
  /**
   * Brings a file that somebody sent. Throws Refusal for one that is `too_large` or gone for good
   * (`not_found`), and anything else for what may be tried again; absent where no files come.
   */
  fetchMedia?(sender: BridgeSender, file: SentFile): Promise<FetchedFile>;
}

export interface CampaignInterval {
  /** For a campaign that names none. */
  defaultSeconds: number;
  /** What a campaign may name at least. */
  minimumSeconds: number;
  /** Each wait is longer than the interval by a random share of it, up to this one. */
  jitter: number;
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
  /** What has to be typed on the phone instead. */
  pairingCode?: string;
  /** E.164, once the number is known. */
  phone?: string;
  /** Why it is not connected, for a person to read. */
  reason?: string;
  /** What the bridge told of the number, kept in the sender's config. */
  facts?: Readonly<Record<string, unknown>>;
  /** What it may not do for a while, as the bridge sees it now; absent where the bridge does not tell. */
  restriction?: Restriction;
}

/** What a bridge told us, after parsing: the only language in which events reach the inbox. */
export type BridgeEvent =
  | StatusEvent
  | InboundEvent
  | EchoEvent
  | PreferenceEvent
  | IdentityEvent
  | TemplateEvent
  | SenderEvent;

export interface StatusEvent {
  kind: 'status';
  status: 'accepted' | 'sent' | 'delivered' | 'read' | 'failed';
  providerId: string;
  /** Our own token, where the bridge echoes it. */
  token?: string;
  at: Date;
  /** Whom it names; an unofficial bridge may know them by another name than we wrote to. */
  person?: PersonNames;
  failure?: { class: FailureClass; code: string; text: string };
}

export interface InboundEvent {
  kind: 'inbound';
  providerId: string;
  from: PersonNames;
  name?: string;
  /** What they wrote; the caption of a file; empty for what has no words. */
  text: string;
  /** What it is, where it is more than words. Only `text`, `button` and `list` can say stop. */
  content?: InboundContent;
  media?: InboundMedia;
  /** The payload of a pressed quick-reply button. */
  payload?: string;
  /** The provider id of the message that this one answers. */
  replyTo?: string;
  at: Date;
}

export type InboundContent =
  | 'text'
  | 'button'
  | 'list'
  | 'media'
  | 'reaction'
  | 'edit'
  | 'deletion'
  | 'location'
  | 'contacts'
  | 'order'
  | 'unsupported';

/** A file that somebody sent: the bridge's id of it, or its address, which may expire. */
export interface InboundMedia {
  type: 'image' | 'video' | 'document' | 'audio' | 'sticker';
  mimeType?: string;
  fileName?: string;
  id?: string;
  url?: string;
}

/** A message of our own number that Herald did not send: a person took the phone, and the auto-reply stays quiet. */
export interface EchoEvent {
  kind: 'echo';
  providerId: string;
  to: PersonNames;
  text: string;
  at: Date;
}

/** What a person has set in WhatsApp itself about messages of this business. */
export interface PreferenceEvent {
  kind: 'preference';
  person: PersonNames;
  wants: 'stop' | 'resume';
  at: Date;
}

/** One person under an old and a new name: a changed number, a changed user id, or two names of one person. */
export interface IdentityEvent {
  kind: 'identity';
  before: PersonNames;
  after: PersonNames;
  at: Date;
}

/** What WhatsApp decided about a template. */
export interface TemplateEvent {
  kind: 'template';
  name: string;
  language: string;
  /** Absent where only the category changed. */
  status?: TemplateStatus;
  category?: string;
  reason?: string;
  at: Date;
}

/** How a number is, or what it may not do for a while. Absent fields stay as they are. */
export interface SenderEvent {
  kind: 'sender';
  status?: SenderStatus;
  reason?: string;
  /** Null: the restriction is over. */
  restriction?: Restriction | null;
  /** What it says of the number, kept in the sender's config: quality, tier, throughput. */
  facts?: Readonly<Record<string, unknown>>;
  /** What a QR code to be scanned says; while the status is `qr_pending`. */
  qr?: string;
  /** E.164, once the number is known. */
  phone?: string;
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
