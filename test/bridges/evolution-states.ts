import { expect } from 'vitest';
import { at, ignored, key, own, type PostedEvent, seconds } from './evolution-posts.ts';

/** How the number is, each with its label. */
export function states(heardAt: Date): [string, PostedEvent][] {
  const row = (
    label: string,
    event: string,
    data: unknown,
    meaning: object,
  ): [string, PostedEvent] => [
    label,
    {
      event,
      data,
      meaning: { kind: 'sender', ...meaning, at: heardAt },
      lane: 'sender',
      key: /^sender:[\da-f]{64}$/,
    },
  ];
  const connection = (state: string, statusReason: number, more: object = {}) => ({
    instance: 'bakery',
    state,
    statusReason,
    ...more,
  });
  const down = (reason: RegExp) => ({
    status: 'disconnected',
    reason: expect.stringMatching(reason),
  });
  return [
    row(
      'that it is connected',
      'connection.update',
      connection('open', 200, { wuid: '34911222333@s.whatsapp.net', profileName: 'B' }),
      { status: 'connected', phone: '+34911222333' },
    ),
    row('that it is connected, and no more', 'connection.update', connection('open', 200), {
      status: 'connected',
    }),
    row(
      'that it was logged out',
      'connection.update',
      connection('close', 401),
      down(/logged out/),
    ),
    row('that it was banned', 'connection.update', connection('close', 403), down(/banned/)),
    row('that it was locked', 'connection.update', connection('close', 402), down(/locked/)),
    row(
      'that it was locked otherwise',
      'connection.update',
      connection('close', 406),
      down(/locked/),
    ),
    row(
      'that nobody scanned',
      'connection.update',
      connection('refused', 428, { wuid: null }),
      down(/scanned/),
    ),
    ...[408, 411, 428, 440, 500, 503, 515].map((code) =>
      ignored(
        `that it connects again by itself (${code})`,
        'connection.update',
        connection('close', code),
      ),
    ),
    ignored('that it is connecting', 'connection.update', connection('connecting', 200)),
    ignored('a state that nobody knows', 'connection.update', connection('dreaming', 200)),
    row(
      'that Evolution has given up',
      'status.instance',
      { instance: 'b', status: 'closed', disconnectionReasonCode: 408 },
      down(/408/),
    ),
    row(
      'that Evolution has given up a banned one',
      'status.instance',
      { instance: 'b', status: 'closed', disconnectionReasonCode: 403 },
      down(/banned/),
    ),
    row(
      'a code to scan',
      'qrcode.updated',
      { qrcode: { instance: 'b', pairingCode: null, code: '2@abc,d', base64: 'data:' } },
      { status: 'qr_pending', qr: '2@abc,d' },
    ),
    row(
      'that there are no more codes',
      'qrcode.updated',
      { message: 'QR code limit reached, please login again', statusCode: 500 },
      down(/scanned/),
    ),
    ignored('a contact', 'contacts.upsert', [{ remoteJid: own, pushName: 'Ana' }]),
    ignored('an error of its own', 'error', { error: 'Internal Server Error', status: 500 }),
    ignored('nothing', 'messages.upsert', undefined),
  ];
}

/** What people change afterwards, each with its label. */
export function changes(heardAt: Date): [string, PostedEvent][] {
  const gone = {
    kind: 'inbound',
    providerId: 'deletion:3AM1',
    from: { phone: '+34600000001' },
    text: '',
    content: 'deletion',
    replyTo: '3AM1',
    at: heardAt,
  };
  const took = (label: string, event: string, data: unknown): [string, PostedEvent] => [
    label,
    { event, data, meaning: gone, lane: 'inbound', key: /^inbound:deletion:3AM1$/ },
  ];
  const edit = {
    key,
    editedMessage: { conversation: 'Hola!' },
    timestampMs: String(seconds * 1_000),
  };
  return [
    took('that somebody took back what they wrote', 'messages.delete', {
      ...key,
      status: 'DELETED',
    }),
    took('the same inside of a key', 'messages.delete', { key }),
    took('the same as a receipt', 'messages.update', {
      keyId: '3AM1',
      remoteJid: own,
      fromMe: false,
      status: 'DELETED',
    }),
    took('the same as a change', 'messages.edited', { key, type: 'REVOKE' }),
    [
      'that somebody has changed what they wrote',
      {
        event: 'messages.edited',
        data: { ...edit, type: 'MESSAGE_EDIT' },
        meaning: {
          ...gone,
          providerId: `edit:3AM1:${seconds * 1_000}`,
          text: 'Hola!',
          content: 'edit',
          at,
        },
        lane: 'inbound',
        key: /^inbound:edit:3AM1:/,
      },
    ],
    ignored('a change of which nobody can say whose it is', 'messages.edited', {
      ...edit,
      key: { ...key, fromMe: true },
    }),
    ignored('that we took something back', 'messages.delete', {
      ...key,
      fromMe: true,
      status: 'DELETED',
    }),
  ];
}
