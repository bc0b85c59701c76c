import type { PersonNames } from '../domain/person.ts';
import type { BridgeSender, Connection } from './bridge.ts';

/**
 * What can be done with a number besides sending from it. A bridge has some of it; the
 * operations refuse the rest in a sentence. All of it throws Refusal for what the bridge
 * refuses, and an Error for a bridge that does not answer.
 */
export interface SessionControl {
  /** How the number is now, asked anew; with the QR code while one waits to be scanned. */
  status(sender: BridgeSender): Promise<Connection>;
  /** Links by a code that is typed on the phone, instead of a QR code. The phone is E.164. */
  pairingCode(sender: BridgeSender, phone: string): Promise<string>;
  reconnect(sender: BridgeSender): Promise<Connection>;
  /** Logs the number out; it stays known and can be linked again. */
  disconnect(sender: BridgeSender): Promise<void>;
  /** Removes the session over there, if it is there. */
  remove(sender: BridgeSender): Promise<void>;
  profile(sender: BridgeSender): Promise<Profile>;
  saveProfile(sender: BridgeSender, changes: ProfileChanges): Promise<void>;
  /** Undefined takes the picture away. */
  savePicture(sender: BridgeSender, picture: Picture | undefined): Promise<void>;
  /** Whether a phone (E.164) is on WhatsApp, and under which names. */
  findNumber(
    sender: BridgeSender,
    phone: string,
  ): Promise<{ exists: boolean; person?: PersonNames }>;
  /** Puts a chat out of sight. Some bridges want the last message of it. */
  archiveChat(
    sender: BridgeSender,
    chat: { person: PersonNames; lastProviderId?: string | undefined },
  ): Promise<void>;
}

/** What people see of a number. Absent: the bridge does not tell. */
export interface Profile {
  name?: string;
  about?: string;
  address?: string;
  description?: string;
  email?: string;
  websites?: readonly string[];
  pictureUrl?: string;
}

export type ProfileChanges = Partial<Omit<Profile, 'pictureUrl'>>;

export interface Picture {
  bytes: Uint8Array;
  mimeType: string;
}
