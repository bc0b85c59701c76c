import { Buffer } from 'node:buffer';
import { z } from 'zod';
import { roles } from '../src/domain/roles.ts';
import { commandNames } from './texts/en.ts';

/*
 * What a press of a button means, in the 64 bytes that Telegram gives for it: `pause:12`. Old
 * messages keep their buttons for ever, so a kind that has been in use never changes its meaning.
 */

const Id = z.coerce.number().pipe(z.int().min(1).max(2_147_483_647));
const Page = z.coerce.number().pipe(z.int().min(1).max(1_000_000));
const campaign = { campaign: Id };

/** Every kind of button with its values, in the order in which they are written. */
const kinds = {
  // On a campaign's card.
  card: campaign,
  start: campaign,
  edit: campaign,
  discard: campaign,
  pause: campaign,
  resume: campaign,
  cancel: campaign,
  'cancel-yes': campaign,
  'cancel-no': campaign,
  refresh: campaign,
  // What is approved is the campaign as it was shown: the moment of its last change, in base 36.
  approve: { ...campaign, seen: z.string().regex(/^[\da-z]{1,12}$/) },
  reject: campaign,
  unknown: { ...campaign, as: z.enum(['sent', 'failed', 'resend']) },
  // In a dialog.
  'pick-list': { list: Id },
  'list-page': { page: Page },
  'pick-sender': { sender: z.union([z.literal('all'), Id]) },
  when: { when: z.enum(['now', 'later']) },
  schedule: { answer: z.enum(['yes', 'no']) },
  'call-it': {},
  // On the list of numbers.
  senders: {},
  'sender-link': { sender: Id },
  'sender-qr': { sender: Id },
  'sender-unlink': { sender: Id },
  'sender-unlink-yes': { sender: Id },
  'sender-risks': { sender: Id },
  // Elsewhere. What is run is a command with the words after it.
  run: { command: z.enum(commandNames), words: z.string() },
  new: { list: Id },
  'make-list': { import: Id, name: z.string().min(1) },
  'import-help': {},
  campaigns: { page: Page },
  lists: { page: Page },
  optouts: { which: z.enum(['whatsapp', 'unsubscribed', 'blacklist']), page: Page },
  'auto-reply': { on: z.enum(['on', 'off']) },
  'reply-text': {},
  invite: { role: z.enum(roles) },
} as const satisfies Record<string, z.core.$ZodLooseShape>;

type Kinds = typeof kinds;
export type Kind = keyof Kinds;
/** An object without fields would be `Record<string, never>` to zod, and leave no room for `kind`. */
type Values<K extends Kind> = keyof Kinds[K] extends never
  ? unknown
  : z.output<z.ZodObject<Kinds[K]>>;

/** One of the buttons, pressed. */
export type Press = { [K in Kind]: { kind: K } & Values<K> }[Kind];

const dataBytesMax = 64;

/** Throws when it does not fit: a fault of ours, as only names could be long and `shorten` sees to those. */
export function encodePress(press: Press): string {
  const values: Readonly<Record<string, unknown>> = press;
  const data = [press.kind, ...namesOf(press.kind).map((name) => values[name])].join(':');
  if (Buffer.byteLength(data) <= dataBytesMax) return data;
  throw new Error(`the data of a button is too long: ${data}`);
}

/** Undefined for whatever is no button of ours any more. A last value may contain colons. */
export function decodePress(data: string): Press | undefined {
  const [kind = '', ...parts] = data.split(':');
  if (!isKind(kind)) return undefined;
  const names = namesOf(kind);
  if (names.length === 0 && parts.length > 0) return undefined;

  const given = names.map((name, index) => {
    const isLast = index === names.length - 1;
    return [name, isLast ? parts.slice(index).join(':') : parts[index]];
  });
  const read = z.object(kinds[kind]).safeParse(Object.fromEntries(given));
  return read.success ? ({ kind, ...read.data } as Press) : undefined;
}

/** As many whole characters as fit: a name that has to travel in a button. */
export function shorten(text: string, bytesMax: number): string {
  let short = '';
  for (const character of text) {
    if (Buffer.byteLength(short + character) > bytesMax) break;
    short += character;
  }
  return short;
}

function namesOf(kind: Kind): string[] {
  return Object.keys(kinds[kind]);
}

function isKind(kind: string): kind is Kind {
  return Object.hasOwn(kinds, kind);
}
