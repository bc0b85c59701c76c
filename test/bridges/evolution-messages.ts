import { at, ignored, key, lid, own, type PostedEvent, seconds } from './evolution-posts.ts';

const said = { kind: 'inbound', providerId: '3AM1', from: { phone: '+34600000001' }, at };

function upsert(message: unknown, more: object = {}): { event: string; data: object } {
  return {
    event: 'messages.upsert',
    data: { key, message, messageTimestamp: seconds, ...more },
  };
}

function inbound(
  label: string,
  message: unknown,
  words: object,
  more: object = {},
): [string, PostedEvent] {
  const meaning = { ...said, ...words };
  return [label, { ...upsert(message, more), meaning, lane: 'inbound', key: /^inbound:3AM1$/ }];
}

const media = (type: string, more: object = {}) => ({
  content: 'media',
  media: { type, id: '3AM1', ...more },
});

/** What people write, each with its label. */
export const messages: [string, PostedEvent][] = [
  inbound(
    'a text',
    { conversation: 'Hola 🦩' },
    { text: 'Hola 🦩', name: 'Ana' },
    { pushName: 'Ana' },
  ),
  inbound(
    'a text with a link, as an answer',
    { extendedTextMessage: { text: 'see b.test', contextInfo: { stanzaId: '3EB0Q' } } },
    { text: 'see b.test', replyTo: '3EB0Q' },
  ),
  inbound(
    'an answer whose quotation stands beside it',
    { conversation: 'Yes' },
    { text: 'Yes', replyTo: '3EB0Q' },
    { contextInfo: { stanzaId: '3EB0Q', quotedMessage: {} } },
  ),
  inbound(
    'a text that disappears',
    { ephemeralMessage: { message: { extendedTextMessage: { text: 'psst' } } } },
    { text: 'psst' },
  ),
  inbound(
    'a text of somebody with two names',
    { conversation: 'Hi' },
    { text: 'Hi', from: { phone: '+34600000001', lid: '139871234567890' } },
    { key: { ...key, remoteJid: lid, remoteJidAlt: own, addressingMode: 'lid' } },
  ),
  inbound(
    'a text of somebody whose phone stands elsewhere',
    { conversation: 'Hi' },
    { text: 'Hi', from: { phone: '+34600000001', lid: '139871234567890' } },
    { key: { ...key, remoteJid: lid }, senderPn: '34600000001@s.whatsapp.net' },
  ),
  inbound(
    'a text of somebody who hides the phone',
    { conversation: 'Hi' },
    { text: 'Hi', from: { lid: '139871234567890' } },
    { key: { ...key, remoteJid: lid } },
  ),
  inbound(
    'a text from the second device of somebody',
    { conversation: 'Hi' },
    { text: 'Hi' },
    { key: { ...key, remoteJid: '34600000001:12@s.whatsapp.net' } },
  ),
  inbound(
    'a pressed button',
    { buttonsResponseMessage: { selectedButtonId: 'STOP', selectedDisplayText: 'No more' } },
    { text: 'No more', content: 'button', payload: 'STOP' },
  ),
  inbound(
    'a pressed button of a template',
    { templateButtonReplyMessage: { selectedId: 'yes', selectedDisplayText: 'Yes!' } },
    { text: 'Yes!', content: 'button', payload: 'yes' },
  ),
  inbound(
    'a pressed button of the newest kind',
    {
      interactiveResponseMessage: {
        body: { text: 'Yes' },
        nativeFlowResponseMessage: { name: 'quick_reply', paramsJson: '{"id":"y"}' },
      },
    },
    { text: 'Yes', content: 'button', payload: 'y' },
  ),
  inbound(
    'a choice from a list',
    { listResponseMessage: { title: 'Row', singleSelectReply: { selectedRowId: 'r2' } } },
    { text: 'Row', content: 'list', payload: 'r2' },
  ),
  inbound(
    'a picture',
    { imageMessage: { url: 'https://mmg.test/x.enc', mimetype: 'image/jpeg', caption: 'STOP' } },
    { text: 'STOP', ...media('image', { mimeType: 'image/jpeg' }) },
  ),
  inbound(
    'a picture that Evolution keeps',
    { imageMessage: {}, mediaUrl: 'https://s3.test/x.jpg' },
    { text: '', ...media('image', { url: 'https://s3.test/x.jpg' }) },
  ),
  inbound(
    'a document with words',
    {
      documentWithCaptionMessage: {
        message: {
          documentMessage: { fileName: 'a.pdf', mimetype: 'application/pdf', caption: 'Bill' },
        },
      },
    },
    { text: 'Bill', ...media('document', { mimeType: 'application/pdf', fileName: 'a.pdf' }) },
  ),
  inbound('a voice message', { audioMessage: { ptt: true } }, { text: '', ...media('audio') }),
  inbound('a sticker', { stickerMessage: {} }, { text: '', ...media('sticker') }),
  inbound(
    'a film that is seen once',
    { viewOnceMessageV2: { message: { videoMessage: {} } } },
    { text: '', ...media('video') },
  ),
  inbound(
    'a place',
    { locationMessage: { degreesLatitude: 1, degreesLongitude: 2, name: 'Bar', address: 'Sol 1' } },
    { text: 'Bar, Sol 1', content: 'location' },
  ),
  inbound(
    'a contact',
    { contactMessage: { displayName: 'Eva', vcard: 'x' } },
    { text: 'Eva', content: 'contacts' },
  ),
  inbound(
    'a reaction',
    { reactionMessage: { text: '👍', key: { id: '3EB0Q', fromMe: true } } },
    { text: '👍', content: 'reaction', replyTo: '3EB0Q' },
  ),
  inbound(
    'an order',
    { orderMessage: { message: 'Two loaves' } },
    { text: 'Two loaves', content: 'order' },
  ),
  inbound('something new', { holoMessage: { depth: 3 } }, { text: '', content: 'unsupported' }),
  inbound(
    'a text without a time, of an older version',
    { conversation: 'Hi' },
    { text: 'Hi', at: new Date('2026-03-01T10:00:00.000Z') },
    { messageTimestamp: null },
  ),
  [
    'a text that was typed on our own phone',
    {
      ...upsert({ conversation: 'I call you' }, { key: { ...key, fromMe: true } }),
      meaning: {
        kind: 'echo',
        providerId: '3AM1',
        to: { phone: '+34600000001' },
        text: 'I call you',
        at,
      },
      lane: 'inbound',
      key: /^echo:3AM1$/,
    },
  ],
  [
    'a text, in capitals as in version 1',
    {
      ...upsert({ conversation: 'Hi' }),
      event: 'MESSAGES_UPSERT',
      meaning: { ...said, text: 'Hi' },
      lane: 'inbound',
      key: /^inbound:/,
    },
  ],
  ignored(
    'keys of a conversation',
    'messages.upsert',
    upsert({ senderKeyDistributionMessage: {}, messageContextInfo: {} }).data,
  ),
  ignored('a message without an id', 'messages.upsert', {
    key: { ...key, id: '' },
    message: { conversation: 'Hi' },
  }),
  ignored('an id that fits no index', 'messages.upsert', {
    key: { ...key, id: 'x'.repeat(5_000) },
    message: { conversation: 'Hi' },
  }),
  ignored('a writer who is nobody', 'messages.upsert', {
    key: { ...key, remoteJid: 'x@bot' },
    message: { conversation: 'Hi' },
  }),
];
