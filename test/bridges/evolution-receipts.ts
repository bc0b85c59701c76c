import { expect } from 'vitest';
import { at, ignored, key, lid, own, type PostedEvent, seconds } from './evolution-posts.ts';

/** What became of messages, each with its label. `heardAt` is when they come in. */
export function receipts(heardAt: Date): [string, PostedEvent][] {
  const told = (status: string) => ({ kind: 'status', status, providerId: '3EB0A1', at: heardAt });
  const person = { phone: '+34600000001' };
  const full = {
    keyId: '3EB0A1',
    remoteJid: own,
    fromMe: true,
    participant: own,
    instanceId: 'i',
    messageId: 'cm1',
  };
  const row = (
    label: string,
    data: unknown,
    meaning: object,
    status = 'read',
  ): [string, PostedEvent] => [
    label,
    {
      event: 'messages.update',
      data,
      meaning,
      lane: 'status',
      key: new RegExp(`^status:3EB0A1:${status}$`),
    },
  ];
  const failure = { class: 'other', code: 'ERROR', text: expect.stringContaining('refused') };
  return [
    row(
      'a receipt',
      { ...full, status: 'DELIVERY_ACK' },
      { ...told('delivered'), person },
      'delivered',
    ),
    row(
      'that the server has it',
      { ...full, status: 'SERVER_ACK' },
      { ...told('sent'), person },
      'sent',
    ),
    row('that it was read', { ...full, status: 'READ' }, { ...told('read'), person }),
    row('that it was played', { ...full, status: 'PLAYED' }, { ...told('read'), person }),
    row(
      'a receipt that names a LID',
      { ...full, remoteJid: lid, status: 'READ' },
      { ...told('read'), person: { lid: '139871234567890' } },
    ),
    row(
      'a receipt of version 1',
      { remoteJid: own, id: '3EB0A1', fromMe: true, status: 'READ', datetime: 1, owner: 'b' },
      { ...told('read'), person },
    ),
    row(
      'a receipt as the documentation has it',
      { key: { remoteJid: own, fromMe: true, id: '3EB0A1' }, update: { status: 4 } },
      { ...told('read'), person },
    ),
    row(
      'a receipt in a list',
      [{ key: { fromMe: true, id: '3EB0A1' }, update: { status: '3' } }],
      told('delivered'),
      'delivered',
    ),
    row(
      'a receipt of the Cloud API',
      { ...full, status: 'DELIVERED' },
      { ...told('delivered'), person },
      'delivered',
    ),
    row(
      'that it was refused',
      { ...full, status: 'ERROR' },
      { ...told('failed'), person, failure },
      'failed',
    ),
    row(
      'that it was refused, as a number',
      { ...full, status: 0 },
      { ...told('failed'), person, failure },
      'failed',
    ),
    [
      'what was sent through the API',
      {
        event: 'send.message',
        data: {
          key: { ...key, id: '3EB0A1', fromMe: true },
          message: { conversation: 'Hola' },
          messageTimestamp: seconds,
        },
        meaning: { ...told('accepted'), person, at },
        lane: 'status',
        key: /^status:3EB0A1:accepted$/,
      },
    ],
    ignored('a receipt that we gave', 'messages.update', {
      ...full,
      fromMe: false,
      status: 'READ',
    }),
    ignored('a change without a status', 'messages.update', full),
    ignored('a status that nobody knows', 'messages.update', { ...full, status: 'MELTED' }),
    ignored('a status of no name', 'messages.update', { ...full, status: 'constructor' }),
    ignored('a number that is no status', 'messages.update', { ...full, status: 9 }),
    ignored('that it is still pending', 'messages.update', { ...full, status: 'PENDING' }),
  ];
}
