import { describe, expect, test } from 'vitest';
import { createWahaNumber, person } from './waha-number.ts';

const sent = (id: unknown) => JSON.stringify({ id, timestamp: 1_772_359_200, ack: 0 });
const state = (status: string) =>
  JSON.stringify({ error: 'Session status is not as expected.', status, expected: ['WORKING'] });
const failed = (exception: object, more: object = {}) =>
  JSON.stringify({ statusCode: 500, exception, ...more });
const timelocked = {
  kind: 'refused',
  class: 'pause_new_chats',
  code: '463',
  retryAfterMs: 86_400_000,
};

/** What it is; the status; the body; what became of the message. */
/** WAHA tells when it is linked again, and the number goes on by itself. */
const notLinked = { kind: 'refused', class: 'pause_sender', code: 'connection_closed' };

const answers: [string, number, string, object][] = [
  [
    'the id in its long form',
    201,
    sent('true_34600000001@c.us_3EB0AA'),
    { kind: 'accepted', providerId: '3EB0AA' },
  ],
  [
    'an id with the LID and a device behind it',
    201,
    sent('true_77123@lid_3EB0AB_34911@c.us'),
    { kind: 'accepted', providerId: '3EB0AB' },
  ],
  ['the bare id', 201, sent('3EB0AC'), { kind: 'accepted', providerId: '3EB0AC' }],
  [
    'the id as the browser engine writes it',
    201,
    sent({ fromMe: true, _serialized: 'true_34600000001@c.us_3EB0AD' }),
    { kind: 'accepted', providerId: '3EB0AD' },
  ],
  [
    'the key of an older NOWEB',
    200,
    JSON.stringify({ key: { id: '3EB0AE' }, status: 1 }),
    { kind: 'accepted', providerId: '3EB0AE' },
  ],
  ['success without an id', 201, '{}', { kind: 'unclear', code: 'http_201' }],
  ['success with an id that is none', 201, sent('\0'), { kind: 'unclear' }],
  ['success that is no JSON', 200, '<html>', { kind: 'unclear', code: 'http_200' }],
  ['success with nothing', 201, '', { kind: 'unclear' }],
  [
    'success that holds an error',
    201,
    JSON.stringify({ id: 'true_1@c.us_3EB0', error: 'It broke' }),
    { kind: 'unclear', text: 'It broke' },
  ],
  [
    'success that holds the reach-out timelock',
    201,
    JSON.stringify({ error: 'server returned error 463' }),
    timelocked,
  ],
  [
    'the reach-out timelock on GOWS',
    500,
    failed({ message: '2 UNKNOWN: server returned error 463', code: 2 }),
    timelocked,
  ],
  ['the reach-out timelock in a word', 500, JSON.stringify({ error: 'Error: 463' }), timelocked],
  [
    'the reach-out timelock in the details',
    500,
    failed({ details: 'server returned error 463', message: '2 UNKNOWN' }),
    { ...timelocked, text: 'server returned error 463' },
  ],
  [
    'a failure that repeats a text with the number in it',
    500,
    failed({ message: 'deadline' }, { request: { body: { text: 'error 463' } } }),
    { kind: 'unclear', code: 'http_500', text: 'deadline' },
  ],
  ['a failure with a longer number', 500, failed({ message: 'code 4631' }), { kind: 'unclear' }],
  ['another error of WhatsApp’s', 500, failed({ details: 'error 479' }), { kind: 'unclear' }],
  ['502 from a proxy', 502, '<html>Bad gateway', { kind: 'unclear', code: 'http_502' }],
  ['500 with an id', 500, sent('true_1@c.us_3EB0'), { kind: 'unclear' }],
  ['408 from a proxy', 408, '', { kind: 'unclear' }],
  [
    'a body that WAHA does not like',
    400,
    JSON.stringify({ message: ['text must be a string', 'chatId is empty'] }),
    { kind: 'refused', class: 'our_bug', text: 'text must be a string; chatId is empty' },
  ],
  ['a key that does not count', 401, '{}', { kind: 'refused', class: 'stop_sender' }],
  ['a key without the right', 403, '{}', { kind: 'refused', class: 'stop_sender' }],
  [
    'no such session',
    404,
    JSON.stringify({ error: 'Session not found' }),
    { kind: 'refused', class: 'stop_sender', text: 'Session not found' },
  ],
  ['a file that is too large', 413, '', { kind: 'refused', class: 'media' }],
  ['too many at once', 429, 'slower', { kind: 'refused', class: 'slow_down' }],
  ['a redirect', 302, '', { kind: 'refused', class: 'other', code: 'http_302' }],
  ['a session that starts', 422, state('STARTING'), { kind: 'refused', class: 'transient' }],
  ['a session that waits', 422, state('SCAN_QR_CODE'), notLinked],
  ['a session that failed', 422, state('FAILED'), notLinked],
  ['something that cannot be done', 422, '{}', { kind: 'refused', class: 'other' }],
];

describe('the answer to a send', () => {
  test.each(answers)('with %s', async (_, status, body, outcome) => {
    const { world, send } = await createWahaNumber();
    world.fault(person, { kind: 'answer', status, body, taken: false });

    expect(await send()).toMatchObject(outcome);
  });

  test('is kept without our key, and in characters that can be stored', async () => {
    const { world, send } = await createWahaNumber();
    const body = JSON.stringify({ message: 'Not with the-key-of-the-tests \0 \ud800' });
    world.fault(person, { kind: 'answer', status: 401, body, taken: false });

    expect(await send()).toMatchObject({ text: 'Not with (hidden) \ufffd \ufffd' });
  });

  test('may be large: WAHA describes the whole message in it', async () => {
    const { world, send } = await createWahaNumber();
    const id = 'true_34600000001@c.us_3EB0AA';
    const body = JSON.stringify({ id, _data: { thumbnail: 'x'.repeat(300_000) } });
    world.fault(person, { kind: 'answer', status: 201, body, taken: true });

    expect(await send()).toEqual({ kind: 'accepted', providerId: '3EB0AA' });
  });
});

/** What check-exists answers; what becomes of the message. Nothing has been written by then. */
const lookUps: [string, number, string, object][] = [
  ['the rights of the key do not reach so far', 403, '{}', { kind: 'accepted' }],
  ['an older WAHA knows no such question', 404, '{}', { kind: 'accepted' }],
  ['it names a group', 200, '{"numberExists":true,"chatId":"1-2@g.us"}', { kind: 'accepted' }],
  ['it names no chat', 200, '{"numberExists":true}', { kind: 'accepted' }],
  ['it breaks', 500, '{}', { kind: 'refused', class: 'transient' }],
  ['it says something else', 200, '[]', { kind: 'refused', class: 'transient' }],
  ['it is asked too often', 429, '{}', { kind: 'refused', class: 'slow_down' }],
  ['the key does not count', 401, '{}', { kind: 'refused', class: 'stop_sender' }],
  ['the session waits', 422, state('SCAN_QR_CODE'), { kind: 'refused', class: 'pause_sender' }],
];

describe('asking whether a phone exists, when', () => {
  test.each(lookUps)('%s', async (_, status, body, outcome) => {
    const { waha, world, send } = await createWahaNumber();
    world.existsAnswer = { status, body };

    expect(await send()).toMatchObject(outcome);
    const isSent = 'kind' in outcome && outcome.kind === 'accepted';
    expect(waha.received.map(({ chatId }) => chatId)).toEqual(isSent ? [`${person}@c.us`] : []);
  });
});
