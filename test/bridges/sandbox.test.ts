import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sandboxFailureClass } from '../../src/bridges/sandbox/errors.ts';
import { parseSandboxItem, splitSandboxPost } from '../../src/bridges/sandbox/parse.ts';
import { signSandbox, verifySandbox } from '../../src/bridges/sandbox/verify.ts';
import { Refusal } from '../../src/errors.ts';

const at = '2026-11-20T10:00:00.000Z';
const status = { id: 'e1', type: 'status', message_id: 'm1', token: 't.1', status: 'read', at };
const message = {
  id: 'e2',
  type: 'message',
  message_id: 'm2',
  from: '+34600000001',
  text: 'Hola',
  at,
};
const session = { id: 'e3', type: 'session', status: 'disconnected', at };

describe('the signature of the sandbox bridge', () => {
  const body = Buffer.from('{"instance":"+34600000000","events":[]}');

  test('is an HMAC-SHA256 that other programs can compute', () => {
    // echo -n '{"instance":"+34600000000","events":[]}' | openssl dgst -sha256 -hmac secret
    expect(signSandbox('secret', body)).toBe(
      'sha256=2543347066dd3790a20d88f2f0ad5d970601e97ae0224a21aa127d4b95dbccc9',
    );
  });

  test('rejects the body when any one byte of it has changed', () => {
    const header = signSandbox('secret', body);
    fc.assert(
      fc.property(fc.nat(body.length - 1), fc.integer({ min: 1, max: 255 }), (index, mask) => {
        const changed = Buffer.from(body);
        changed[index] = (changed[index] ?? 0) ^ mask;
        return verifySandbox('secret', body, header) && !verifySandbox('secret', changed, header);
      }),
    );
  });

  test.each([
    ['missing', undefined],
    ['empty', ''],
    ['without its prefix', signSandbox('secret', body).slice('sha256='.length)],
    ['cut short', signSandbox('secret', body).slice(0, -1)],
    ['followed by more', `${signSandbox('secret', body)}00`],
    ['not hexadecimal', `sha256=${'z'.repeat(64)}`],
    ['made with another secret', signSandbox('other', body)],
  ])('rejects a header that is %s', (_label, header) => {
    expect(verifySandbox('secret', body, header)).toBe(false);
  });
});

describe('splitting a post of the sandbox bridge', () => {
  test.each([
    ['a status', status, 'e1', 'status'],
    ['a message', message, 'e2', 'inbound'],
    ['a session', session, 'e3', 'sender'],
    ['a message with fields of tomorrow', { ...message, mood: 'good' }, 'e2', 'inbound'],
  ])(
    'gives %s the key and the lane of its event, and keeps it whole',
    (_label, item, key, lane) => {
      const items = splitSandboxPost({ instance: '+34600000000', events: [item], version: 2 });

      expect(items).toEqual([{ key, lane, numberKey: '+34600000000', payload: item }]);
    },
  );

  test.each([
    ['of an unknown type', { id: 'e4', type: 'reaction', at }],
    ['without an id', { ...status, id: undefined }],
    ['with a date that is none', { ...status, at: 'yesterday' }],
    ['from nobody', { ...message, from: 'me' }],
    ['that is no object', 42],
    ['that is null', null],
  ])('keeps an item %s under a key of its own, the same each time', (_label, item) => {
    const post = { instance: '+34600000000', events: [item, message] };
    const [unreadable, next] = splitSandboxPost(post);

    expect(unreadable?.key).toMatch(/^unreadable:[0-9a-f]{64}$/);
    expect(unreadable?.payload).toEqual(item);
    expect(splitSandboxPost(post)[0]?.key).toBe(unreadable?.key);
    expect(next?.key).toBe('e2');
  });

  test.each([
    ['nothing', undefined],
    ['a text', 'hello'],
    ['a list', [message]],
    ['a post without a number', { events: [message] }],
    ['a post whose events are no list', { instance: '+34600000000', events: message }],
  ])('refuses %s', (_label, body) => {
    expect(() => splitSandboxPost(body)).toThrow(Refusal);
  });
});

describe('reading an item of the sandbox bridge', () => {
  const error = { code: 'undeliverable', text: 'Away' };

  test.each([
    [
      'a status',
      status,
      { kind: 'status', status: 'read', providerId: 'm1', token: 't.1', at: new Date(at) },
    ],
    [
      'a failure',
      { ...status, status: 'failed', error },
      {
        kind: 'status',
        status: 'failed',
        providerId: 'm1',
        token: 't.1',
        at: new Date(at),
        failure: { class: 'recipient_undeliverable', ...error },
      },
    ],
    [
      'a plain message',
      message,
      {
        kind: 'inbound',
        providerId: 'm2',
        from: { phone: '+34600000001' },
        text: 'Hola',
        at: new Date(at),
      },
    ],
    [
      'a message with everything',
      { ...message, name: 'Lucía', payload: 'YES', reply_to: 'm1' },
      {
        kind: 'inbound',
        providerId: 'm2',
        from: { phone: '+34600000001' },
        name: 'Lucía',
        text: 'Hola',
        payload: 'YES',
        replyTo: 'm1',
        at: new Date(at),
      },
    ],
    ['a session', session, { kind: 'sender', status: 'disconnected', at: new Date(at) }],
  ])('understands %s', (_label, item, event) => {
    expect(parseSandboxItem({ ...item, unknown: true })).toStrictEqual(event);
  });

  test('understands nothing that it does not know, and never throws', () => {
    expect(parseSandboxItem({ ...message, type: 'reaction' })).toBeUndefined();
    fc.assert(fc.property(fc.jsonValue(), (item) => parseSandboxItem(item) === undefined));
  });

  test('takes a code that it does not know for a failure that stops nobody', () => {
    expect(sandboxFailureClass('session_down')).toBe('stop_sender');
    expect(sandboxFailureClass('toString')).toBe('other');
  });
});
