import { Hono } from 'hono';
import { beforeEach, describe, expect, test } from 'vitest';
import { answerError } from '../../src/api/answer.ts';
import { sandboxSignatureHeader, signSandbox } from '../../src/bridges/sandbox/verify.ts';
import { connectPostgres } from '../../src/database/connect.ts';
import { EventStore } from '../../src/database/event-store.ts';
import { firstSandboxNumber } from '../../src/database/workspaces.ts';
import { sandboxWebhook } from '../../webhooks/sandbox.ts';
import { createHttpWorld, type HttpWorld, keys } from '../api/herald.ts';

let herald: HttpWorld;

beforeEach(async () => {
  herald = await createHttpWorld();
});

function post(id: string, text = 'Hello', app: Pick<Hono, 'request'> = herald.app) {
  const message = { id, at: '2026-03-01T10:00:00.000Z', type: 'message' };
  const events = [{ ...message, message_id: `in ${id}`, from: '+34600000001', text }];
  const body = JSON.stringify({ instance: firstSandboxNumber, events });
  const signature = signSandbox(keys.sandboxWebhook, Buffer.from(body));
  const headers = { [sandboxSignatureHeader]: signature };
  return app.request('/webhooks/sandbox', { method: 'POST', headers, body });
}

async function stored(): Promise<string[]> {
  const events = await herald.db.selectFrom('event').select('event_key').orderBy('id').execute();
  return events.map((event) => event.event_key);
}

const ids = (n: number) => Array.from({ length: n }, (_, i) => `event ${i}`);

describe('posts at the same time', () => {
  test('are each answered when their own event is stored', async () => {
    await Promise.all(
      ids(40).map(async (id) => {
        expect((await post(id)).status).toBe(200);
        expect(await stored()).toContain(id);
      }),
    );
  });

  test('are each stored once in a storm of 500, in which some are repeated', async () => {
    const storm = ids(500);
    const answers = await Promise.all([...storm, ...storm.slice(0, 100)].map((id) => post(id)));

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect((await stored()).sort()).toEqual(storm.sort());
  });

  test('of which the database cannot hold one: that one is answered 500, the others are taken', async () => {
    const answers = await Promise.all([
      ...ids(10).map((id) => post(id)),
      post('nul', 'a\0b'),
      post('after'),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([...Array(10).fill(200), 500, 200]);
    expect(await stored()).toEqual([...ids(10), 'after']);
  });

  test('are all to be posted again when the database is away', async () => {
    const away = await connectPostgres('postgres://herald@127.0.0.1:1/nobody', 2);
    const { house } = herald;
    const webhook = sandboxWebhook({
      ...{ house, secret: keys.sandboxWebhook },
      events: new EventStore(away.db),
    });
    const app = new Hono().onError(answerError(house.log)).route('/webhooks/sandbox', webhook);

    const answers = await Promise.all(ids(20).map((id) => post(id, 'Hello', app)));

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([500]));
    await away.close();
  });
});
