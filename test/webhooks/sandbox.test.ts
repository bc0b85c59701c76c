import { beforeEach, describe, expect, test } from 'vitest';
import { sandboxSignatureHeader, signSandbox } from '../../src/bridges/sandbox/verify.ts';
import { firstSandboxNumber } from '../../src/database/workspaces.ts';
import { createHttpWorld, type HttpWorld, keys } from '../api/herald.ts';

let herald: HttpWorld;

beforeEach(async () => {
  herald = await createHttpWorld();
});

const message = {
  id: 'event-1',
  at: '2026-03-01T10:00:00.000Z',
  type: 'message',
  message_id: 'in-1',
  from: '+34600000001',
  text: 'STOP',
};
const body = JSON.stringify({ instance: firstSandboxNumber, events: [message] });
const sign = (text: string, secret = keys.sandboxWebhook) => signSandbox(secret, Buffer.from(text));

function post(text: string, signature: string | undefined = sign(text)) {
  return herald.app.request('/webhooks/sandbox', {
    method: 'POST',
    headers: signature === '' ? {} : { [sandboxSignatureHeader]: signature },
    body: text,
  });
}

async function stored(): Promise<string[]> {
  const events = await herald.db.selectFrom('event').select('event_key').orderBy('id').execute();
  return events.map((event) => event.event_key);
}

describe("the sandbox's webhook", () => {
  test('stores what was signed, before it answers', async () => {
    expect((await post(body)).status).toBe(200);
    expect(await stored()).toEqual(['event-1']);
  });

  test.each<[string, string]>([
    ['no signature', ''],
    ['a signature that is none', 'sha256=yes'],
    ['the bare digits', sign(body).replace('sha256=', '')],
    ['a wrong digit', sign(body).replace(/.$/, (digit) => (digit === '0' ? '1' : '0'))],
    ['the signature of other bytes', sign(`${body} `)],
    ['a signature with another secret', sign(body, 'another secret')],
  ])('refuses %s and stores nothing', async (_, signature) => {
    expect((await post(body, signature)).status).toBe(401);
    expect(await stored()).toEqual([]);
  });

  test('refuses a body of which one byte was changed', async () => {
    expect((await post(body.replace('STOP', 'STAP'), sign(body))).status).toBe(401);
    expect(await stored()).toEqual([]);
  });

  test('stores a repeat once', async () => {
    await post(body);

    expect((await post(body)).status).toBe(200);
    expect(await stored()).toEqual(['event-1']);
  });

  test('takes events of numbers that are not ours, and keeps none', async () => {
    const foreign = JSON.stringify({ instance: '+34999999999', events: [message] });

    expect((await post(foreign)).status).toBe(200);
    expect(await stored()).toEqual([]);
  });

  test.each([
    ['not JSON', '{"instance":'],
    ['no post of the sandbox', '{"hello":"world"}'],
  ])('refuses what is signed and %s', async (_, text) => {
    const response = await post(text);

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: 'invalid_input' } });
  });

  test('refuses a body of more than 3 MB', async () => {
    expect((await post(' '.repeat(3 * 1024 * 1024 + 1))).status).toBe(413);
  });

  test('refuses a body that is announced as longer, without reading it', async () => {
    const headers = {
      [sandboxSignatureHeader]: sign(body),
      'content-length': String(3 * 1024 * 1024 + 1),
    };
    const response = await herald.app.request('/webhooks/sandbox', {
      ...{ method: 'POST', headers, body },
    });
    expect(response.status).toBe(413);
  });

  test('asks for the post again when the database did not take it', async () => {
    await herald.db.schema.alterTable('event').renameTo('event_away').execute();
    try {
      expect((await post(body)).status).toBe(500);
    } finally {
      await herald.db.schema.alterTable('event_away').renameTo('event').execute();
    }
    expect((await post(body)).status).toBe(200);
    expect(await stored()).toEqual(['event-1']);
  });
});
