import { expect } from 'vitest';
import { ana, lidChat, receipt, seconds, told } from './waha-posts.ts';

/** What it is; the payload; what it means; its key. */
export const receipts: [string, object, object | undefined, string][] = [
  ['pending', receipt(0), { ...told, status: 'accepted' }, '3EB0AA:accepted'],
  ['of the server', receipt(1), { ...told, status: 'sent' }, '3EB0AA:sent'],
  ['of the device', receipt(2), { ...told, status: 'delivered' }, '3EB0AA:delivered'],
  ['that it was read', receipt(3), { ...told, status: 'read' }, '3EB0AA:read'],
  ['that it was played', receipt(4), { ...told, status: 'read' }, '3EB0AA:read'],
  [
    'by its name',
    receipt(undefined, { ackName: 'DEVICE' }),
    { ...told, status: 'delivered' },
    '3EB0AA:delivered',
  ],
  [
    'with both names of the person',
    receipt(3, { _data: { Chat: lidChat, SenderAlt: `${ana}:3@s.whatsapp.net`, IsFromMe: false } }),
    { ...told, status: 'read', person: { phone: `+${ana}`, lid: '77001122' } },
    '3EB0AA:read',
  ],
  [
    'from another device of ours, which names us',
    receipt(3, {
      _data: { Chat: lidChat, SenderAlt: '34911000000:2@s.whatsapp.net', IsFromMe: true },
    }),
    { ...told, status: 'read' },
    '3EB0AA:read',
  ],
  [
    'of a failure that nobody explains',
    receipt(-1),
    {
      ...told,
      status: 'failed',
      failure: { class: 'other', code: 'ack_error', text: 'WhatsApp did not take the message.' },
    },
    '3EB0AA:failed',
  ],
  ['of a kind that nobody knows', receipt(9), undefined, ''],
  ['without a kind', receipt(null, { ackName: 'UNKNOWN' }), undefined, ''],
  ['that we have read somebody else’s message', receipt(3, { fromMe: false }), undefined, ''],
];

const ends = seconds + 86_400;
const active = { enforcementType: 'DEFAULT', isActive: true, timeEnforcementEnds: ends };
const newChats = { kind: 'new_chats', until: new Date(ends * 1_000) };
const capping = (cappingStatus: string) => ({ cappingStatus, totalQuota: 50, cycleEnd: ends });
const me = (limits: object) => ({ me: { id: '34911000000@c.us', ...limits } });

/** What it is; the payload; what is wrapped around it; what it means. */
export const states: [string, object, object, object][] = [
  ['works', { status: 'WORKING', data: null }, {}, { status: 'connected' }],
  ['wants its code scanned', { status: 'SCAN_QR_CODE' }, {}, { status: 'qr_pending' }],
  [
    'wants a passkey',
    { status: 'PASSKEY_REQUIRED', data: { challenge: 'x' } },
    {},
    { status: 'qr_pending' },
  ],
  [
    'was stopped',
    { status: 'STOPPED' },
    {},
    { status: 'disconnected', reason: expect.any(String) },
  ],
  ['has failed', { status: 'FAILED' }, {}, { status: 'disconnected', reason: expect.any(String) }],
  ['starts', { status: 'STARTING' }, {}, { status: undefined }],
  ['is in a state of the future', { status: 'DREAMING' }, {}, { status: undefined }],
  [
    'may begin no new chats',
    { status: 'WORKING', data: { reachoutTimelock: active } },
    {},
    { status: 'connected', restriction: newChats },
  ],
  [
    'may begin no new chats, as it was before',
    { status: 'WORKING', data: null },
    me({ reachoutTimelock: active }),
    { restriction: newChats },
  ],
  [
    'may begin no new chats for nobody knows how long',
    { status: 'WORKING', data: { reachoutTimelock: { isActive: true } } },
    {},
    { restriction: { kind: 'new_chats', until: new Date(told.at.getTime() + 86_400_000) } },
  ],
  [
    'may begin new chats again',
    { status: 'WORKING', data: { reachoutTimelock: { ...active, isActive: false } } },
    {},
    { restriction: null },
  ],
  [
    'may begin new chats again, and has used its quota',
    { status: 'WORKING', data: { reachoutTimelock: { ...active, isActive: false } } },
    me({ messageCapping: capping('CAPPED') }),
    { restriction: { kind: 'campaigns' } },
  ],
  [
    'is warned',
    { status: 'WORKING', data: { messageCapping: capping('FIRST_WARNING') } },
    {},
    { restriction: { kind: 'slowed', until: new Date(ends * 1_000) } },
  ],
  [
    'is warned again',
    { status: 'WORKING', data: { messageCapping: capping('SECOND_WARNING') } },
    {},
    { restriction: { kind: 'campaigns', until: new Date(ends * 1_000) } },
  ],
  [
    'has used its quota, and may begin no new chats at all',
    { status: 'WORKING', data: { messageCapping: capping('CAPPED') } },
    me({ reachoutTimelock: active }),
    { restriction: newChats },
  ],
  [
    'has a new quota',
    { status: 'WORKING', data: { messageCapping: capping('NONE') } },
    {},
    { restriction: null },
  ],
  [
    'says nothing of its limits, which does not end any',
    { status: 'WORKING', data: null },
    me({ reachoutTimelock: null, messageCapping: capping('NONE') }),
    { restriction: undefined },
  ],
];
