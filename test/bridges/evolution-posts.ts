/*
 * What an Evolution API posts, in the shapes of its versions, with values of our own.
 */

export const seconds = 1_772_359_200;
export const own = '34600000001@s.whatsapp.net';
export const token = 'B5A4-token-of-the-instance-91C2';
export const lid = '139871234567890@lid';
export const at = new Date(seconds * 1_000);

export interface PostedEvent {
  event: string;
  data: unknown;
  meaning: object | undefined;
  lane: string;
  key: RegExp;
}

export function post(event: string, data: unknown): Record<string, unknown> {
  return {
    event,
    instance: 'bakery',
    data,
    destination: 'https://herald.test/webhooks/evolution',
    date_time: '2026-03-01T07:00:00.000Z',
    sender: '34911222333@s.whatsapp.net',
    server_url: 'http://localhost:8080',
    apikey: token,
  };
}

export const key = { remoteJid: own, fromMe: false, id: '3AM1' };
/** What means nothing to Herald, and is kept. */
export function ignored(label: string, event: string, data: unknown): [string, PostedEvent] {
  return [label, { event, data, meaning: undefined, lane: 'status', key: /^unreadable:/ }];
}
