import { describe, expect, test } from 'vitest';
import { cloudFailure } from '../../src/bridges/cloud/errors.ts';
import { createCloudNumber, person } from './cloud-number.ts';

/** Every code of the table that the bridge decides by. */
const table: readonly (readonly [string, readonly number[]])[] = [
  ['recipient_opted_out', [131050]],
  ['recipient_permanent', [131021, 130403, 131030, 137000, 131051]],
  ['recipient_permanent', [131047, 130472, 131062]],
  ['recipient_undeliverable', [131026]],
  ['recipient_defer', [131049, 131056]],
  ['slow_down', [130429, 80007, 4, 131057, 133016]],
  ['pause_sender', [131048, 131064, 130497]],
  ['stop_sender', [0, 3, 10, 190, 200, 230, 299, 368, 131005, 131031, 131037, 131042]],
  ['stop_sender', [131045, 133010, 33]],
  ['stop_template', [132000, 132012, 132018, 132001, 132005, 132007, 132015, 132016]],
  ['stop_template', [132068, 132069, 131061, 131063, 134100, 134101, 134102]],
  ['our_bug', [100, 131008, 131009]],
  ['media', [131052, 131053]],
  ['other', [999, 199, 300, -1, 131999]],
];
const inDoubt = [1, 2, 131000, 131016, 133004, 135000];

describe('an error code', () => {
  test.each(table.flatMap(([failure, codes]) => codes.map((code) => [code, failure] as const)))(
    '%d is %s',
    (code, failure) => {
      expect(cloudFailure(code).class).toBe(failure);
    },
  );

  test.each(inDoubt)('%d is transient once a status names it', (code) => {
    expect(cloudFailure(code).class).toBe('transient');
  });

  test.each([
    [131056, 6],
    [130429, 5],
    [131057, 20],
    [131049, 24 * 3_600],
    [4, 60],
    [80007, 60],
  ])('%d waits %d seconds', (code, seconds) => {
    expect(cloudFailure(code).retryAfterMs).toBe(seconds * 1_000);
  });
});

const ok = '{"messages":[{"id":"wamid.HB1","message_status":"accepted"}]}';
const held = '{"messages":[{"id":"wamid.HB1","message_status":"held_for_quality_assessment"}]}';
const error = (code: unknown, details?: string) =>
  JSON.stringify({ error: { message: `(#${code}) words`, code, error_data: { details } } });

const answers: [string, number, string, object][] = [
  ['an id', 200, ok, { kind: 'accepted', providerId: 'wamid.HB1' }],
  ['an id, held for assessment', 200, held, { kind: 'accepted', providerId: 'wamid.HB1' }],
  ['another success with an id', 202, ok, { kind: 'accepted' }],
  ['success without an id', 200, '{"messages":[]}', { kind: 'unclear', code: 'http_200' }],
  ['success with an id that is none', 200, '{"messages":[{"id":"\\u0000"}]}', { kind: 'unclear' }],
  ['success that is no JSON', 200, '<html>', { kind: 'unclear', code: 'http_200' }],
  ['success with nothing', 200, '', { kind: 'unclear' }],
  [
    'a definite error',
    400,
    error(131026, 'Not on WhatsApp'),
    { kind: 'refused', class: 'recipient_undeliverable', code: '131026', text: 'Not on WhatsApp' },
  ],
  [
    'a definite error under 503, as the code decides',
    503,
    error(131057),
    { kind: 'refused', class: 'slow_down', retryAfterMs: 20_000 },
  ],
  ['a definite error under 200', 200, error(130429), { kind: 'refused', class: 'slow_down' }],
  ['a code as text', 400, error('190'), { kind: 'refused', class: 'stop_sender', code: '190' }],
  [
    'an error without details',
    400,
    error(100),
    { kind: 'refused', class: 'our_bug', text: '(#100) words' },
  ],
  ['an unknown code under 400', 400, error(424242), { kind: 'refused', class: 'other' }],
  ['an unknown code under 500', 500, error(424242), { kind: 'unclear', code: 'http_500' }],
  ['no code at all', 400, error(null), { kind: 'refused', class: 'other', code: 'http_400' }],
  [
    '404 from something else',
    404,
    'not here',
    { kind: 'refused', class: 'other', code: 'http_404' },
  ],
  ['429 from a proxy', 429, 'slower', { kind: 'refused', class: 'slow_down', code: 'http_429' }],
  ['a redirect', 302, '', { kind: 'refused', class: 'other', code: 'http_302' }],
  ['502 from a proxy', 502, '<html>Bad gateway', { kind: 'unclear', code: 'http_502' }],
  ['500 with an id', 500, ok, { kind: 'unclear', code: 'http_500' }],
  ...inDoubt.map((code): [string, number, string, object] => [
    `the code ${code}, which says nothing for sure`,
    code === 131000 ? 500 : 400,
    error(code),
    { kind: 'unclear', code: String(code) },
  ]),
];

describe('the answer to a send', () => {
  test.each(answers)('with %s', async (_, status, body, outcome) => {
    const { cloud, send } = await createCloudNumber();
    cloud.fault(person, { kind: 'answer', status, body, taken: false });

    expect(await send()).toMatchObject(outcome);
  });

  test('is kept without our token, and in characters that can be stored', async () => {
    const { cloud, send } = await createCloudNumber();
    const body = error(190, 'Malformed EAA-the-token-of-the-tests \0 \ud800');
    cloud.fault(person, { kind: 'answer', status: 401, body, taken: false });

    expect(await send()).toMatchObject({ text: 'Malformed (hidden) \ufffd \ufffd' });
  });

  test('is kept in 500 characters', async () => {
    const { cloud, send } = await createCloudNumber();
    const body = error(100, 'x'.repeat(5_000));
    cloud.fault(person, { kind: 'answer', status: 400, body, taken: false });

    expect(await send()).toMatchObject({ text: 'x'.repeat(500) });
  });
});
