/*
 * What WAHA posts, retyped from its documentation and from what users have quoted.
 */

export const numberKey = 'bakery@waha.test';
export const seconds = 1_772_359_200;
export const at = new Date(seconds * 1_000);
export const receivedAt = new Date('2026-11-20T10:00:00Z');
export const ana = '34600000001';
export const chat = `${ana}@c.us`;
export const lidChat = '77001122@lid';

/** A post, as WAHA wraps it. */
export function post(event: string, payload: object, more: object = {}) {
  const me = { id: '34911000000@c.us', pushName: 'Bakery', lid: '9@lid' };
  const environment = { version: '2026.8.2', tier: 'CORE' };
  const wrapped = { id: 'evt_01', timestamp: seconds * 1_000 + 250, session: 'bakery' };
  return { ...wrapped, event, metadata: {}, me, payload, engine: 'GOWS', environment, ...more };
}

export const written = (more: object) => ({
  id: `false_${chat}_AC4501`,
  timestamp: seconds,
  from: chat,
  fromMe: false,
  source: 'app',
  to: null,
  body: 'Hola 🦩',
  hasMedia: false,
  ack: 2,
  ...more,
});
export const receipt = (ack: unknown, more: object = {}) => ({
  id: `true_${lidChat}_3EB0AA`,
  from: lidChat,
  participant: null,
  fromMe: true,
  ack,
  ackName: 'WHATEVER',
  ...more,
});

export const said = {
  kind: 'inbound',
  providerId: 'AC4501',
  from: { phone: `+${ana}` },
  text: 'Hola 🦩',
  content: 'text',
  at,
};
export const told = {
  kind: 'status',
  providerId: '3EB0AA',
  person: { lid: '77001122' },
  at: new Date(at.getTime() + 250),
};
export const session = { kind: 'sender', at: told.at, phone: '+34911000000' };
export const facts = { engine: 'GOWS', version: '2026.8.2' };
export const file = { url: 'http://waha/api/files/1.jpg', mimetype: 'image/jpeg', filename: null };
export const reaction = { text: '🙏', messageId: `true_${chat}_3EB0AA` };
