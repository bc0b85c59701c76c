/*
 * Posts as WhatsApp wraps them, for the tables of what must come of each.
 */

export const numberId = '500100200300';
export const wabaId = '700800900100';
export const seconds = 1_772_359_200;
export const at = new Date(seconds * 1_000);
export const receivedAt = new Date('2026-03-01T12:00:00.000Z');
export const metadata = { display_phone_number: '15550003000', phone_number_id: numberId };

export const ana = { profile: { name: 'Ana' }, wa_id: '34600000001' };
export const anaId = 'ES.4417209930015577';

/** What it is; the value that is posted; what it means; its lane; its key. */
export type Row = [string, object, object | undefined, string, RegExp];

/** A post with one change about our number. */
export function post(value: object, field = 'messages') {
  return postOf({ messaging_product: 'whatsapp', metadata, ...value }, field);
}

/** A post with one change about the business account. */
export function postOf(value: object, field: string) {
  const changes = [{ field, value }];
  return { object: 'whatsapp_business_account', entry: [{ id: wabaId, time: seconds, changes }] };
}

export function status(name: unknown, more: object = {}) {
  return {
    id: 'wamid.S1',
    status: name,
    timestamp: String(seconds),
    recipient_id: '34600000001',
    ...more,
  };
}

export function written(more: object) {
  return { from: '34600000001', id: 'wamid.M1', timestamp: String(seconds), ...more };
}
