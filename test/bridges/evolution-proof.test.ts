import { createHmac } from 'node:crypto';
import { sign } from 'hono/jwt';
import { describe, expect, test } from 'vitest';
import { provesEvolution } from '../../src/bridges/evolution/verify.ts';

const secret = 'the-word-that-only-we-know';
const now = new Date('2026-03-01T10:00:00Z');
const seconds = now.getTime() / 1_000;
const minute = 60;

function token(
  claims: unknown,
  head: unknown = { alg: 'HS256', typ: 'JWT' },
  key = secret,
): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part(head)}.${part(claims)}`;
  return `Bearer ${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
}
const claims = { iat: seconds, exp: seconds + 10 * minute, app: 'evolution', action: 'webhook' };

describe('the proof that Evolution is calling', () => {
  test.each<[string, string]>([
    ['the secret itself', secret],
    ['a token', token(claims)],
    ['a token in another case', token(claims).replace('Bearer', 'bearer')],
    [
      'a token that was repeated for a quarter of an hour after its end',
      token({ ...claims, exp: seconds - 15 * minute }),
    ],
  ])('is %s', (_, header) => {
    expect(provesEvolution(secret, header, now)).toBe(true);
  });

  test.each<[string, string]>([
    ['nothing', ''],
    ['another word', 'another-word-of-some-length'],
    ['the secret with more behind it', `${secret} `],
    ['the secret as a bearer', `Bearer ${secret}`],
    ['a token that ended long ago', token({ ...claims, exp: seconds - 21 * minute })],
    ['a token without an end', token({ app: 'evolution' })],
    ['a token whose end is no number', token({ exp: '9999999999' })],
    ['a token with another secret', token(claims, undefined, 'another secret')],
    ['a token of the algorithm none', token(claims, { alg: 'none' })],
    [
      'a token of the algorithm none without a signature',
      token(claims, { alg: 'none' }).replace(/\.[^.]*$/, '.'),
    ],
    ['a token of another algorithm', token(claims, { alg: 'HS512' })],
    ['a token with another body', token(claims).replace(/\.[^.]+\./, '.eyJleHAiOjk5OTk5OTk5OTl9.')],
    ['a token that is cut short', token(claims).slice(0, -3)],
    ['a token of what is no JSON', 'Bearer bm8.bm8.bm8'],
  ])('is not %s', (_, header) => {
    expect(provesEvolution(secret, header, now)).toBe(false);
  });

  test('is a token that another maker of tokens made', async () => {
    const { exp } = claims;
    expect(provesEvolution(secret, `Bearer ${await sign({ exp }, secret, 'HS256')}`, now)).toBe(
      true,
    );
    expect(provesEvolution(secret, `Bearer ${await sign({ exp }, secret, 'HS384')}`, now)).toBe(
      false,
    );
  });
});
