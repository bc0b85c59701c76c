import type { ProfileChanges } from '../../bridges/bridge.ts';
import type { Behaviour } from './behaviour.ts';

/** What the journal holds: everything about the phones that cannot be recomputed from the seed. */
export type Entry = Taken | Said | Scripted | RefusedOnce | NumberSeen | NumberChanged | Posted;

/** WhatsApp took a message for a phone. */
export interface Taken {
  kind: 'taken';
  id: string;
  phone: string;
  /** The sender's number key: whom the phone talks to. */
  number: string;
  text: string;
  token: string;
  at: string;
}

/** A person wrote something. */
export interface Said {
  kind: 'said';
  id: string;
  phone: string;
  number: string;
  text: string;
  payload?: string;
  replyTo?: string;
  at: string;
  /** By its behaviour, as part of a story, or by somebody who holds the phone through the doors. */
  by: 'behaviour' | 'hand';
}

export interface Scripted {
  kind: 'scripted';
  phone: string;
  behaviour: Behaviour;
}

/** A phone that refuses its first message has done so. */
export interface RefusedOnce {
  kind: 'refused_once';
  phone: string;
}

export interface NumberSeen {
  kind: 'number_seen';
  number: string;
}

/** Somebody logged a number out or in, or changed what people see of it. */
export interface NumberChanged {
  kind: 'number_changed';
  number: string;
  isLinked?: boolean;
  profile?: ProfileChanges;
  /** Null: the picture is gone. */
  pictureUrl?: string | null;
}

/** The webhook answered 2xx for these tellings. */
export interface Posted {
  kind: 'posted';
  keys: string[];
}
