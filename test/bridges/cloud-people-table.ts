import { anaId, at, type Row, seconds, written } from './cloud-posts.ts';

const newId = 'ES.9913004467120008';
const person = { phone: '+34600000001' };
const nothing = [undefined, 'status', /^unread/] as const;
const identity = { kind: 'identity', at };
const system = (more: object, changes: object = {}) => ({
  messages: [written({ type: 'system', system: more, ...changes })],
});

/** About one number: people, what was typed on its phone, and its errors. The field; then a row. */
export const peopleTable: [string, ...Row][] = [
  [
    'messages',
    'somebody has another number',
    system({ type: 'user_changed_number', wa_id: '34600000002', user_id: newId, body: 'x' }),
    { ...identity, before: person, after: { phone: '+34600000002', bsuid: newId } },
    'inbound',
    /^identity:/,
  ],
  [
    'messages',
    'somebody without a number has another user id',
    system(
      {
        type: 'user_changed_user_id',
        user_id: newId,
        body: `User from A to B changed from ${anaId} to ${newId}`,
      },
      { from: undefined },
    ),
    { ...identity, before: { bsuid: anaId }, after: { bsuid: newId } },
    'inbound',
    /^identity:/,
  ],
  [
    'messages',
    'a name that pretends to be another change',
    system(
      { type: 'user_changed_user_id', user_id: newId, body: `x from ${anaId} to ES.111` },
      { from: undefined },
    ),
    ...nothing,
  ],
  [
    'messages',
    'another message of the system',
    system({ type: 'customer_identity_changed', body: 'x' }),
    ...nothing,
  ],
  [
    'user_id_update',
    'a new user id',
    {
      user_id_update: [
        {
          wa_id: '34600000001',
          detail: 'Updated.',
          user_id: { previous: anaId, current: newId },
          timestamp: String(seconds),
        },
      ],
    },
    { ...identity, before: { bsuid: anaId }, after: { ...person, bsuid: newId } },
    'inbound',
    /^identity:/,
  ],
  [
    'user_preferences',
    'somebody wants no marketing',
    {
      user_preferences: [
        {
          wa_id: '34600000001',
          user_id: anaId,
          detail: 'User requested to stop marketing messages',
          category: 'marketing_messages',
          value: 'stop',
          timestamp: seconds,
        },
      ],
    },
    { kind: 'preference', person: { ...person, bsuid: anaId }, wants: 'stop', at },
    'inbound',
    /^preference:/,
  ],
  [
    'user_preferences',
    'somebody who hides the number wants it again',
    {
      user_preferences: [
        { user_id: anaId, category: 'marketing_messages', value: 'resume', timestamp: seconds },
      ],
    },
    { kind: 'preference', person: { bsuid: anaId }, wants: 'resume', at },
    'inbound',
    /^preference:/,
  ],
  [
    'user_preferences',
    'a wish about something else',
    {
      user_preferences: [{ user_id: anaId, category: 'calls', value: 'stop', timestamp: seconds }],
    },
    ...nothing,
  ],
  [
    'smb_message_echoes',
    'what somebody typed on the phone',
    {
      message_echoes: [
        {
          from: '15550003000',
          to: '34600000001',
          id: 'wamid.E1',
          timestamp: String(seconds),
          type: 'text',
          text: { body: 'I will call you' },
        },
      ],
    },
    { kind: 'echo', providerId: 'wamid.E1', to: person, text: 'I will call you', at },
    'inbound',
    /^echo:wamid\.E1$/,
  ],
  [
    'smb_message_echoes',
    'what somebody sent from the phone, of any kind',
    {
      message_echoes: [{ to: '34600000001', id: 'wamid.E2', timestamp: seconds, type: 'hologram' }],
    },
    { kind: 'echo', providerId: 'wamid.E2', to: person, text: '', at },
    'inbound',
    /^echo:wamid\.E2$/,
  ],
  [
    'messages',
    'an error that stops the number',
    { errors: [{ code: 131031, title: 'Locked', error_data: { details: 'Account locked' } }] },
    { kind: 'sender', status: 'disconnected', reason: '131031: Account locked', at },
    'sender',
    /^sender:/,
  ],
  [
    'messages',
    'an error that stops its campaigns',
    { errors: [{ code: 131048, title: 'Spam' }] },
    { kind: 'sender', restriction: { kind: 'campaigns', reason: '131048: Spam' }, at },
    'sender',
    /^sender:/,
  ],
  ['messages', 'an error that passes', { errors: [{ code: 130429 }] }, ...nothing],
  ['messages', 'an error that is none', { errors: ['no'] }, ...nothing],
];
