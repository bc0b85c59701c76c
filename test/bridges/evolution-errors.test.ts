import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { portOf } from './cloud-number.ts';
import { createEvolutionNumber, described, numberAt, person } from './evolution-number.ts';

const sent = (more: object = {}) =>
  JSON.stringify({
    key: { remoteJid: `${person}@s.whatsapp.net`, fromMe: true, id: '3EB0A1' },
    status: 'PENDING',
    message: { conversation: 'Hola' },
    ...more,
  });
/** As its error handler writes what was thrown. */
const thrown = (status: number, ...message: unknown[]) =>
  JSON.stringify({ status, error: 'Bad Request', response: { message } });
/** As an instance that speaks the Cloud API passes on what Meta answered. */
const meta = (code: unknown, more: object = {}) =>
  JSON.stringify({ message: `(#${code}) words`, type: 'OAuthException', code, ...more });

const stops = (code: string) => ({ kind: 'refused', class: 'stop_sender', code });
const doubt = (code: string) => ({ kind: 'unclear', code });

const answers: [string, number, string, object][] = [
  ['an id', 201, sent(), { kind: 'accepted', providerId: '3EB0A1' }],
  [
    'an id, and the LID',
    201,
    sent({ key: { id: 'A', remoteJid: '1398712@lid' } }),
    { kind: 'accepted', person: { lid: '1398712' } },
  ],
  ['an id, and no error', 201, sent({ error: null }), { kind: 'accepted' }],
  ['success without an id', 201, '{}', doubt('http_201')],
  ['success with an id that is none', 201, sent({ key: { id: '\0' } }), doubt('http_201')],
  ['success that is no JSON', 200, '<html>', doubt('http_200')],
  ['success with nothing', 201, '', doubt('http_201')],
  [
    'success with an error of Meta’s in it',
    201,
    meta(131026, { error_data: { details: 'Not on WhatsApp' } }),
    { kind: 'refused', class: 'recipient_undeliverable', code: '131026', text: 'Not on WhatsApp' },
  ],
  ['success with an error of Meta’s that has no details', 201, meta(190), stops('190')],
  [
    'success with an error of Meta’s as it came',
    200,
    JSON.stringify({ error: { message: 'Paused', code: 132015 } }),
    { kind: 'refused', class: 'stop_template' },
  ],
  [
    'success with an error and an id',
    201,
    sent({ error_data: { details: 'no' } }),
    doubt('http_201'),
  ],
  ['success with an error of Meta’s that leaves it open', 201, meta(131000), doubt('131000')],
  ['success with an error of Meta’s that nobody knows', 201, meta(424242), doubt('424242')],
  [
    'success with another error',
    200,
    '{"error":true,"message":"no"}',
    { kind: 'unclear', text: 'no' },
  ],
  [
    'that the number is not on WhatsApp',
    400,
    thrown(400, { jid: '1@s.whatsapp.net', exists: false, number: '1' }),
    { kind: 'refused', class: 'recipient_permanent', code: 'not_on_whatsapp' },
  ],
  [
    'that the connection is closed',
    400,
    thrown(400, 'Error: Connection Closed'),
    stops('connection_closed'),
  ],
  [
    'the same in other words',
    400,
    '{"message":["Error: Error: Connection Closed"]}',
    stops('connection_closed'),
  ],
  [
    'the same from the check before',
    500,
    thrown(500, 'Connection Closed'),
    stops('connection_closed'),
  ],
  ['that a key is wrong', 401, thrown(401, 'Unauthorized'), stops('http_401')],
  [
    'that there is no such instance',
    404,
    thrown(404, 'The "x" instance does not exist'),
    stops('no_instance'),
  ],
  [
    'that the shape is wrong',
    400,
    thrown(400, ['requires property "number"']),
    { kind: 'refused', class: 'our_bug' },
  ],
  [
    'that there are no words',
    400,
    thrown(400, 'Text is required'),
    { kind: 'refused', class: 'our_bug' },
  ],
  [
    'that the file is none',
    400,
    thrown(400, 'Owned media must be a url or base64'),
    { kind: 'refused', class: 'media' },
  ],
  [
    'that it cannot do this',
    400,
    thrown(400, 'Method not available on WhatsApp Business API'),
    { kind: 'refused', class: 'our_bug' },
  ],
  [
    'what went wrong after the message had left',
    400,
    thrown(400, 'PrismaClientKnownRequestError: requires property "x"'),
    doubt('http_400'),
  ],
  [
    'what its own socket to Meta said',
    400,
    thrown(400, "TypeError: Cannot read properties of undefined (reading 'message')"),
    doubt('http_400'),
  ],
  [
    'words that quote the person',
    400,
    thrown(400, 'Error: saving {"text":"say \\"exists\\":false"}'),
    doubt('http_400'),
  ],
  ['400 without words', 400, '', doubt('http_400')],
  ['500 of any kind', 500, thrown(500, 'Error: Timed Out'), doubt('http_500')],
  ['500 with an id', 500, sent(), doubt('http_500')],
  ['502 from a proxy', 502, '<html>Bad gateway', doubt('http_502')],
  [
    '404 from something else',
    404,
    'not here',
    { kind: 'refused', class: 'other', code: 'http_404' },
  ],
  ['413 from a proxy', 413, '', { kind: 'refused', class: 'media' }],
  ['429 from a proxy', 429, 'slower', { kind: 'refused', class: 'slow_down' }],
  ['a redirect', 302, '', { kind: 'refused', class: 'other', code: 'http_302' }],
];

describe('the answer to a send', () => {
  test.each(answers)('with %s', async (_, status, body, outcome) => {
    const { evolution, send } = await createEvolutionNumber();
    evolution.fault(person, { kind: 'answer', status, body, taken: false });

    expect(await send()).toMatchObject(outcome);
  });

  test('is kept without our keys, and in characters that can be stored', async () => {
    const { evolution, send } = await createEvolutionNumber();
    const words = `no ${described.api_key} nor ${described.webhook_secret} \0 \ud800`;
    evolution.fault(person, {
      kind: 'answer',
      status: 500,
      body: thrown(500, words),
      taken: false,
    });

    expect(await send()).toMatchObject({ text: 'no (hidden) nor (hidden) \ufffd \ufffd' });
  });

  test('is kept in 500 characters', async () => {
    const { evolution, send } = await createEvolutionNumber();
    const body = thrown(500, 'x'.repeat(5_000));
    evolution.fault(person, { kind: 'answer', status: 500, body, taken: false });

    expect(await send()).toMatchObject({ text: 'x'.repeat(500) });
  });

  test('may hold the whole file that was sent', async () => {
    const { evolution, send } = await createEvolutionNumber();
    const body = sent({ message: { base64: 'A'.repeat(300_000) } });
    evolution.fault(person, { kind: 'answer', status: 201, body, taken: true });

    expect(await send()).toMatchObject({ kind: 'accepted', providerId: '3EB0A1' });
  });
});

describe('a message', () => {
  test('that found nobody listening is due again later', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { send } = numberAt(`http://127.0.0.1:${portOf(server)}`);
    server.close();
    await once(server, 'close');

    expect(await send()).toMatchObject({
      kind: 'refused',
      class: 'transient',
      code: 'ECONNREFUSED',
    });
  });

  test.each([true, false])('whose connection broke stays in doubt (taken: %s)', async (taken) => {
    const { evolution, send } = await createEvolutionNumber();
    evolution.fault(person, { kind: 'reset', taken });

    expect(await send()).toMatchObject({ kind: 'unclear' });
    expect(evolution.received).toHaveLength(taken ? 1 : 0);
  });

  test('that is not answered in time stays in doubt', async () => {
    const { evolution } = await createEvolutionNumber();
    evolution.fault(person, { kind: 'hang', taken: true });
    const { send } = numberAt(evolution.url, { limits: { connectMs: 2_000, answerMs: 50 } });

    expect(await send()).toMatchObject({ kind: 'unclear', code: 'ANSWER_TIMEOUT' });
    expect(evolution.received).toHaveLength(1);
  });

  test('to somebody who is not on WhatsApp is refused for good', async () => {
    const { evolution, send } = await createEvolutionNumber({ strangers: [person] });

    expect(await send()).toMatchObject({ kind: 'refused', class: 'recipient_permanent' });
    expect(evolution.received).toEqual([]);
  });
});
