import { ana, anaId, at, type Row, seconds, status, written } from './cloud-posts.ts';

const person = { phone: '+34600000001' };
const read = { kind: 'status', status: 'read', providerId: 'wamid.S1', at, person };
const said = { kind: 'inbound', providerId: 'wamid.M1', from: person, at };
const nothing = [undefined, 'status', /^unread/] as const;
const inbound = ['inbound', /^wamid\.M1$/] as const;
const message = (more: object) => ({ contacts: [ana], messages: [written(more)] });
const named = { ...said, name: 'Ana' };

const statuses: Row[] = [
  [
    'a read status with our token and a price',
    {
      statuses: [
        status('read', {
          recipient_user_id: anaId,
          biz_opaque_callback_data: '7.1.44',
          pricing: { billable: true, pricing_model: 'PMP', category: 'marketing' },
        }),
      ],
    },
    { ...read, token: '7.1.44', person: { ...person, bsuid: anaId } },
    'status',
    /^wamid\.S1:read:1772359200$/,
  ],
  [
    'a sent status about somebody who hides the number',
    { statuses: [status('sent', { recipient_id: undefined, recipient_user_id: anaId })] },
    { ...read, status: 'sent', person: { bsuid: anaId } },
    'status',
    /:sent:/,
  ],
  [
    'a delivered status with its time as a number, about nobody',
    { statuses: [status('delivered', { timestamp: seconds, recipient_id: 7 })] },
    { kind: 'status', status: 'delivered', providerId: 'wamid.S1', at },
    'status',
    /:delivered:1772359200$/,
  ],
  ['a voice message that was played', { statuses: [status('played')] }, read, 'status', /:read:/],
  [
    'a failed status',
    {
      statuses: [
        status('failed', {
          errors: [{ code: 131049, title: 'Title', error_data: { details: 'Too much marketing' } }],
        }),
      ],
    },
    {
      ...read,
      status: 'failed',
      failure: { class: 'recipient_defer', code: '131049', text: 'Too much marketing' },
    },
    'status',
    /:failed:/,
  ],
  [
    'a failed status that does not say why',
    { statuses: [status('failed')] },
    { ...read, status: 'failed' },
    'status',
    /:failed:/,
  ],
  ['a status that nobody knows', { statuses: [status('warning')] }, ...nothing],
  ['a status of no name', { statuses: [status('toString')] }, ...nothing],
];

const words: Row[] = [
  [
    'a text',
    message({ type: 'text', text: { body: 'Hola 🦩' } }),
    { ...named, text: 'Hola 🦩' },
    ...inbound,
  ],
  [
    'a text of somebody whose name is not told, as an answer',
    { messages: [written({ type: 'text', text: { body: 'Yes' }, context: { id: 'wamid.Q' } })] },
    { ...said, text: 'Yes', replyTo: 'wamid.Q' },
    ...inbound,
  ],
  [
    'a text with both names of the writer',
    {
      contacts: [{ ...ana, user_id: anaId }],
      messages: [written({ type: 'text', text: { body: 'Hi' }, from_user_id: anaId })],
    },
    { ...named, from: { ...person, bsuid: anaId }, text: 'Hi' },
    ...inbound,
  ],
  [
    'a text of somebody who hides the number',
    {
      contacts: [{ profile: { name: 'Ana' }, user_id: anaId }],
      messages: [
        written({ from: undefined, from_user_id: anaId, type: 'text', text: { body: 'STOP' } }),
      ],
    },
    { ...named, from: { bsuid: anaId }, text: 'STOP' },
    ...inbound,
  ],
  [
    'a quick reply of a template',
    message({ type: 'button', button: { text: 'Stop', payload: 'STOP' } }),
    { ...named, content: 'button', text: 'Stop', payload: 'STOP' },
    ...inbound,
  ],
  [
    'a pressed button',
    message({
      type: 'interactive',
      interactive: { type: 'button_reply', button_reply: { id: 'yes', title: 'Yes!' } },
    }),
    { ...named, content: 'button', text: 'Yes!', payload: 'yes' },
    ...inbound,
  ],
  [
    'a choice from a list',
    message({
      type: 'interactive',
      interactive: { type: 'list_reply', list_reply: { id: 'r2', title: 'Row', description: '' } },
    }),
    { ...named, content: 'list', text: 'Row', payload: 'r2' },
    ...inbound,
  ],
  [
    'a text that was changed',
    message({
      type: 'edit',
      edit: { original_message_id: 'wamid.M0', message: { type: 'text', text: { body: 'STOP' } } },
    }),
    { ...named, content: 'edit', text: 'STOP', replyTo: 'wamid.M0' },
    ...inbound,
  ],
  [
    'the words below a picture that were changed',
    message({
      type: 'edit',
      edit: {
        original_message_id: 'wamid.M0',
        message: { type: 'image', image: { caption: 'B' } },
      },
    }),
    { ...named, content: 'edit', text: 'B', replyTo: 'wamid.M0' },
    ...inbound,
  ],
  [
    'a message that was taken back',
    message({ type: 'revoke', revoke: { original_message_id: 'wamid.M0' } }),
    { ...named, content: 'deletion', text: '', replyTo: 'wamid.M0' },
    ...inbound,
  ],
];

const file = { id: '9001', mime_type: 'x/y', sha256: 'c2hh' };
const media = (type: string, more: object = {}) => ({
  ...named,
  content: 'media',
  text: '',
  media: { type, id: '9001', mimeType: 'x/y', ...more },
});

const others: Row[] = [
  [
    'a picture with words below it',
    message({ type: 'image', image: { ...file, caption: 'For you' } }),
    { ...media('image'), text: 'For you' },
    ...inbound,
  ],
  ['a film', message({ type: 'video', video: file }), media('video'), ...inbound],
  [
    'a voice message',
    message({ type: 'audio', audio: { ...file, voice: true } }),
    media('audio'),
    ...inbound,
  ],
  [
    'a sticker',
    message({ type: 'sticker', sticker: { ...file, animated: false } }),
    media('sticker'),
    ...inbound,
  ],
  [
    'a document',
    message({ type: 'document', document: { ...file, filename: 'CV.pdf' } }),
    media('document', { fileName: 'CV.pdf' }),
    ...inbound,
  ],
  ['a picture without an id', message({ type: 'image', image: {} }), ...nothing],
  [
    'a reaction',
    message({ type: 'reaction', reaction: { message_id: 'wamid.Q', emoji: '👍' } }),
    { ...named, content: 'reaction', text: '👍', replyTo: 'wamid.Q' },
    ...inbound,
  ],
  [
    'a reaction that was taken back',
    message({ type: 'reaction', reaction: { message_id: 'wamid.Q' } }),
    { ...named, content: 'reaction', text: '', replyTo: 'wamid.Q' },
    ...inbound,
  ],
  [
    'a place with a name',
    message({
      type: 'location',
      location: { latitude: 40.4, longitude: -3.7, name: 'Sol', address: 'Madrid' },
    }),
    { ...named, content: 'location', text: 'Sol, Madrid' },
    ...inbound,
  ],
  [
    'a place without one',
    message({ type: 'location', location: { latitude: 40.4, longitude: -3.7 } }),
    { ...named, content: 'location', text: '40.4, -3.7' },
    ...inbound,
  ],
  [
    'cards of other people',
    message({
      type: 'contacts',
      contacts: [{ name: { formatted_name: 'Berta' } }, 7, { name: { formatted_name: 'Carla' } }],
    }),
    { ...named, content: 'contacts', text: 'Berta, Carla' },
    ...inbound,
  ],
  [
    'an order',
    message({ type: 'order', order: { catalog_id: '1', product_items: [], text: 'Two, please' } }),
    { ...named, content: 'order', text: 'Two, please' },
    ...inbound,
  ],
  [
    'what WhatsApp does not pass on',
    message({ type: 'unsupported', errors: [{ code: 131051, title: 'Unsupported' }] }),
    { ...named, content: 'unsupported', text: '' },
    ...inbound,
  ],
  ['a kind that nobody knows', message({ type: 'hologram', hologram: {} }), ...nothing],
  ['a kind of no name', message({ type: 'constructor' }), ...nothing],
  [
    'a form that was filled in',
    message({ type: 'interactive', interactive: { type: 'nfm_reply', nfm_reply: {} } }),
    ...nothing,
  ],
  [
    'what was said in a group',
    message({ type: 'text', text: { body: 'STOP' }, group_id: 'Y2FwaV9' }),
    ...nothing,
  ],
  [
    'a writer without any name',
    { messages: [written({ from: undefined, type: 'text', text: { body: 'Hi' } })] },
    ...nothing,
  ],
  ['a message that is none', { messages: [17] }, ...nothing],
  [
    'an id that fits no index',
    message({ id: 'w'.repeat(5_000), type: 'text', text: { body: 'Hi' } }),
    ...nothing,
  ],
  ['nothing in a change', {}, ...nothing],
];

export const messageTable = [...statuses, ...words, ...others];
