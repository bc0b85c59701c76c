import { startCloud } from './fake-cloud-number.ts';
import { startEvolution } from './fake-evolution-number.ts';
import { startWaha } from './fake-waha-number.ts';

/** A number on one bridge's fake server: what the demo does at the far end, whichever bridge it is. */
export interface FakeNumber {
  /** For connect_whatsapp. */
  config: object;
  /** What its server delivered, in order. People are digits. */
  received(): readonly { to: string; text: string }[];
  /** A phone scans the QR code. */
  scan(): Promise<void>;
  /** The server delivers the next message to this person, and its answer is lost. */
  loseAnswer(person: string): void;
  /** Posts a receipt for whatever this person has got. */
  tell(person: string, status: Receipt): Promise<void>;
  /** The person writes to the number. */
  say(person: string, text: string): Promise<void>;
  close(): Promise<void>;
}

export type Receipt = 'sent' | 'delivered' | 'read';

export interface FakeNumberOptions {
  /** Where this Herald takes what the bridge posts. */
  webhookUrl: string;
  /** People who are not on WhatsApp. */
  strangers: readonly string[];
}

export const fakeBridges = {
  cloud: { start: startCloud, speed: 1 },
  // Half a minute to a minute between two people is a second and a half to three.
  waha: { start: startWaha, speed: 20 },
  evolution: { start: startEvolution, speed: 20 },
} as const satisfies Record<string, FakeBridge>;

interface FakeBridge {
  start(options: FakeNumberOptions): Promise<FakeNumber>;
  /** How many times shorter its distances between messages are made. */
  speed: number;
}

export type BridgeName = keyof typeof fakeBridges;
