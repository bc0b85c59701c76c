import { describe, expect, test } from 'vitest';
import { findOrCreateContact } from '../../src/database/contacts.ts';
import { insertInbound } from '../../src/database/inbound.ts';
import { insertInboundMedia, keepMedia } from '../../src/database/inbound-media.ts';
import { standingTime } from '../support/world.ts';
import { createHttpWorld, type HttpWorld } from './herald.ts';

const bytes = Buffer.from([0xff, 0xd8, 0xff, 0x00]);
const letters = bytes.toString('base64');

interface Result {
  content: { type: string; text?: string; data?: string; mimeType?: string }[];
  structuredContent: { messages?: object[]; content_base64?: string };
  isError?: boolean;
}

/** A file of this type, sent by Ana and kept. */
async function createWorldWithFile(mimeType: string, isKept = true) {
  const herald = await createHttpWorld();
  const { db, caller } = herald;
  const { workspaceId } = caller;
  await db.transaction().execute(async (trx) => {
    const ana = { phone: '+34600000001', key: '34600000001' };
    const { id: contactId } = await findOrCreateContact(trx, workspaceId, ana);
    const inboundId = await insertInbound(trx, {
      ...{ workspaceId, senderId: 1, contactId, providerId: 'a', text: 'Look' },
      ...{ campaignId: undefined, consent: undefined, at: standingTime, receivedAt: standingTime },
    });
    if (inboundId === undefined) throw new Error('it was there before');
    await insertInboundMedia(trx, {
      ...{ inboundId, workspaceId, senderId: 1, type: 'image', origin: { provider_id: 'a' } },
      ...{ mimeType, fileName: 'a', at: standingTime },
    });
  });
  if (isKept) await keepMedia(db, 1, bytes, mimeType);
  return {
    history: () => callTool(herald, 'get_whatsapp_conversation_history', { phone: '+34600000001' }),
    file: (media_id = 1) => callTool(herald, 'get_inbound_media', { media_id }),
  };
}

async function callTool(herald: HttpWorld, name: string, args: object): Promise<Result> {
  const params = { name, arguments: args };
  const response = await herald.app.request('/mcp', {
    method: 'POST',
    headers: {
      host: 'localhost:8080',
      'content-type': 'application/json',
      authorization: `Bearer ${herald.token}`,
    },
    body: JSON.stringify({ jsonrpc: '2.0', method: 'tools/call', params, id: 1 }),
  });
  return ((await response.json()) as { result: Result }).result;
}

describe('a file that somebody sent', () => {
  test('is named by the history', async () => {
    const { history } = await createWorldWithFile('image/jpeg');
    expect((await history()).structuredContent.messages).toMatchObject([
      { source: 'person', text: 'Look', media_id: 1, media_type: 'image', media_url: null },
    ]);
  });

  test.each([
    ['image/jpeg', 'image'],
    ['image/webp', 'image'],
    ['audio/ogg', 'audio'],
  ])('that is %s is shown to an agent as %s', async (mimeType, type) => {
    const { file } = await createWorldWithFile(mimeType);

    const { content, structuredContent } = await file();

    expect(content).toEqual([
      { type: 'text', text: expect.any(String) },
      { type, mimeType, data: letters },
    ]);
    expect(content[0]?.text).not.toContain(letters);
    expect(structuredContent).toMatchObject({ state: 'kept', content_base64: letters });
  });

  test.each(['application/pdf', 'text/html', 'image/svg+xml', 'video/mp4'])(
    'that is %s is handed to programs alone',
    async (mimeType) => {
      const { content, structuredContent } = await (await createWorldWithFile(mimeType)).file();

      expect(content).toHaveLength(1);
      expect(content[0]?.text).not.toContain(letters);
      expect(structuredContent.content_base64).toBe(letters);
    },
  );

  test('that has not come yet is described', async () => {
    const { content } = await (await createWorldWithFile('image/jpeg', false)).file();
    expect(content).toEqual([{ type: 'text', text: expect.stringContaining('"state":"waiting"') }]);
  });

  test('is not found under an id that nobody has', async () => {
    const { isError, content } = await (await createWorldWithFile('image/jpeg')).file(9);
    expect(isError).toBe(true);
    expect(content[0]?.text).toContain('There is no file 9');
  });
});
