import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { FetchedFile } from '../../src/bridges/bridge.ts';
import { partBytesMax } from '../../src/database/inbound-media.ts';
import { forgetTurn, mediaTurn } from '../../src/dispatch/media.ts';
import { deleteContact } from '../../src/operations/contacts/delete.ts';
import { getInboundMedia } from '../../src/operations/messages/inbound-media.ts';
import { checkWhatsappOptout } from '../../src/operations/suppressions/check-optout.ts';
import { createCloudWorld, numberId } from '../support/cloud-world.ts';
import { createEvolutionWorld, instance } from '../support/evolution-world.ts';
import { createWahaWorld, ownPhone, session } from '../support/waha-world.ts';
import type { World } from '../support/world.ts';

const ana = '34600000001';
// Not UTF-8, so that whoever reads it as text spoils it.
const picture = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x80, 0xc3, 0x28]);
const content_base64 = picture.toString('base64');
const minuteMs = 60_000;

/** A Herald with a Cloud number, to which Ana has sent these pictures. */
async function createWorldWithFiles(ids: readonly string[] = ['900'], message: object = {}) {
  const world = await createCloudWorld();
  await world.connect();
  const { cloud, db } = world;
  for (const id of ids) {
    cloud.account.files.set(id, { mimeType: 'image/jpeg', bytes: picture });
    const image = { id, mime_type: 'image/jpeg', caption: 'Look' };
    await cloud.say(numberId, { from: ana, other: { type: 'image', image, ...message } });
  }
  await world.read();
  return {
    ...world,
    turn: (stopping?: AbortSignal) => mediaTurn(world.house, stopping),
    media: (media_id = 1) => world.invoke(getInboundMedia, { media_id }),
    states: async () =>
      (await db.selectFrom('inbound_media').select('state').orderBy('inbound_id').execute()).map(
        ({ state }) => state,
      ),
  };
}

describe('a file that somebody sends', () => {
  test('is fetched and kept', async () => {
    const { turn, media } = await createWorldWithFiles();
    expect(await media()).toMatchObject({ state: 'waiting', content_base64: null });

    expect(await turn()).toEqual({ kept: 1, lost: 0, later: 0 });

    expect(await media()).toMatchObject({
      phone: `+${ana}`,
      type: 'image',
      mime_type: 'image/jpeg',
      state: 'kept',
      size: picture.length,
      content_base64,
    });
  });

  test('of many parts is whole again', async () => {
    const { turn, media, cloud } = await createWorldWithFiles();
    const bytes = randomBytes(2 * partBytesMax + 1);
    cloud.account.files.set('900', { mimeType: 'video/mp4', bytes });
    await turn();

    const { content_base64, size, sha256 } = await media();

    expect(Buffer.from(content_base64 ?? '', 'base64').equals(bytes)).toBe(true);
    expect(size).toBe(bytes.length);
    expect(sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  test('over WAHA, whatever it calls itself', async () => {
    const world = await createWahaWorld();
    await world.connect();
    await world.waha.scan(session, ownPhone);
    const path = '/api/files/bakery/AC45.oga';
    world.waha.files.set(path, { mimeType: 'audio/ogg', bytes: picture });
    const media = { url: `http://localhost:3000${path}`, mimetype: 'audio/ogg; codecs=opus' };
    await world.waha.say(session, { from: ana, media });
    await world.read();

    expect(await mediaTurn(world.house)).toMatchObject({ kept: 1 });

    const file = await world.invoke(getInboundMedia, { media_id: 1 });
    expect(file).toMatchObject({ type: 'audio', mime_type: 'audio/ogg', content_base64 });
  });

  test('over Evolution, with the name that its sender gave it', async () => {
    const world = await createEvolutionWorld();
    await world.connect();
    await world.evolution.scan(instance, '34911222333');
    const base64 = content_base64;
    const fileName = '../in\u202egpj.exe';
    const documentMessage = { mimetype: 'application/pdf', fileName, caption: 'The bill' };
    const { files } = world.evolution.instance(instance);
    files.set('3A900', { mimetype: 'application/pdf', base64 });
    const key = { id: '3A900' };
    await world.evolution.say(instance, { from: ana, message: { documentMessage }, key });
    await world.read();

    expect(await mediaTurn(world.house)).toMatchObject({ kept: 1 });

    expect(await world.invoke(getInboundMedia, { media_id: 1 })).toMatchObject({
      type: 'document',
      file_name: '.._ingpj.exe',
      mime_type: 'application/pdf',
      content_base64,
    });
  });

  test('with its message twice is one file', async () => {
    const { turn, states, cloud } = await createWorldWithFiles(['900', '901'], {
      id: 'wamid.same',
    });
    await turn();
    expect(await states()).toEqual(['kept']);
    expect(cloud.account.fetched).toEqual(['900']);
  });

  test('whose caption says stop stops nobody, and is kept', async () => {
    const world = await createCloudWorld();
    await world.connect();
    const image = { id: '900', caption: 'STOP' };
    await world.cloud.say(numberId, { from: ana, other: { type: 'image', image } });
    await world.read();

    const phone = `+${ana}`;
    expect(await world.invoke(checkWhatsappOptout, { phone })).toMatchObject({ opted_out: false });
    expect(await world.invoke(getInboundMedia, { media_id: 1 })).toMatchObject({ mime_type: null });
  });

  test('goes with the person', async () => {
    const { turn, invoke, db, states } = await createWorldWithFiles();
    await turn();
    const { id } = await db.selectFrom('contact').select('id').executeTakeFirstOrThrow();

    await invoke(deleteContact, { contact_id: id });

    expect(await states()).toEqual([]);
    expect(await db.selectFrom('inbound_media_part').selectAll().execute()).toEqual([]);
  });
});

describe('files', () => {
  test('are fetched once, however many processes fetch', async () => {
    const ids = Array.from({ length: 20 }, (_, n) => String(900 + n));
    const { turn, states, cloud } = await createWorldWithFiles(ids);

    const turns = await Promise.all([turn(), turn()]);

    expect(turns.reduce((sum, { kept }) => sum + kept, 0)).toBe(20);
    expect(await states()).toEqual(ids.map(() => 'kept'));
    expect([...cloud.account.fetched].sort()).toEqual(ids);
  });

  test('arrive although another one does not', async () => {
    const world = await createWorldWithFiles(['900', '901', '902', '903', '904']);
    const kept = async () => (await world.states()).filter((state) => state === 'kept').length;
    let others = Number.NaN;
    await fetchedBy(world, async (id) => {
      // It comes when all others are there.
      while (id === '900' && others !== 4) others = await kept();
      return { bytes: picture, mimeType: 'image/jpeg' };
    });

    const turns = await Promise.all([world.turn(), world.turn()]);

    expect(turns.map(({ kept }) => kept).sort()).toEqual([1, 4]);
    expect(others).toBe(4);
  });
});

describe('a file that does not come', () => {
  test('is tried again after 5 seconds, a minute and ten, and then is gone', async () => {
    const { turn, media, pass, cloud } = await createWorldWithFiles();
    cloud.fault('files', { kind: 'error', code: 1, status: 503 }, 4);

    expect(await turn()).toMatchObject({ later: 1 });
    for (const waitMs of [5_000, minuteMs, 10 * minuteMs]) {
      pass(waitMs - 1);
      expect(await turn()).toEqual({ kept: 0, lost: 0, later: 0 });
      expect(await media()).toMatchObject({
        state: 'waiting',
        reason: expect.stringContaining('503'),
      });
      pass(1);
      await turn();
    }

    expect(await media()).toMatchObject({
      state: 'gone',
      reason: expect.stringContaining('503'),
      content_base64: null,
    });
    pass(100 * minuteMs);
    await turn();
    expect(await media()).toMatchObject({ state: 'gone' });
  });

  test('comes later, and then nothing is said of the trouble', async () => {
    const { turn, media, pass, cloud } = await createWorldWithFiles();
    cloud.fault('files', { kind: 'reset', taken: false });
    await turn();
    pass(5_000);

    expect(await turn()).toMatchObject({ kept: 1 });
    expect(await media()).toMatchObject({ state: 'kept', reason: null, content_base64 });
  });

  test('is gone at once where its bridge says so', async () => {
    const { turn, media, cloud } = await createWorldWithFiles();
    cloud.fault('number', { kind: 'error', code: 100, details: 'Object does not exist' });

    expect(await turn()).toMatchObject({ lost: 1 });
    expect(await media()).toMatchObject({
      state: 'gone',
      reason: expect.stringContaining('does not exist'),
    });
  });

  test('is said to be too large where it is', async () => {
    const { turn, media, cloud } = await createWorldWithFiles();
    cloud.account.files.set('900', { mimeType: 'video/mp4', bytes: picture, size: 90_000_000 });

    expect(await turn()).toMatchObject({ lost: 1 });
    expect(await media()).toMatchObject({ state: 'too_large', content_base64: null });
  });

  test('is gone with its number', async () => {
    const { turn, media, db, house } = await createWorldWithFiles();
    await db.updateTable('sender').set({ deleted_at: house.clock() }).execute();

    expect(await turn()).toMatchObject({ lost: 1 });
    expect(await media()).toMatchObject({ state: 'gone', reason: expect.stringMatching(/number/) });
  });

  test('is fetched by others when whoever has it dies, and given up when all of them do', async () => {
    const { turn, media, pass, db } = await createWorldWithFiles();
    const dies = async () => {
      await db
        .updateTable('inbound_media')
        .set(({ eb }) => ({ tries: eb('tries', '+', 1) }))
        .execute();
    };
    await dies();
    await db
      .updateTable('inbound_media')
      .set({ next_try_at: new Date('2026-03-01T10:03:00Z') })
      .execute();
    expect(await turn()).toEqual({ kept: 0, lost: 0, later: 0 });
    for (let death = 2; death <= 4; death += 1) await dies();
    pass(3 * minuteMs);

    expect(await turn()).toMatchObject({ lost: 1 });
    expect(await media()).toMatchObject({
      state: 'gone',
      reason: 'Each try to fetch it broke off.',
    });
  });

  test('is put back, untried, by whoever stops', async () => {
    const world = await createWorldWithFiles();
    const stopping = new AbortController();
    await fetchedBy(world, () => {
      stopping.abort();
      return new Promise(() => {});
    });

    expect(await world.turn(stopping.signal)).toEqual({ kept: 0, lost: 0, later: 0 });

    expect(await world.db.selectFrom('inbound_media').selectAll().execute()).toMatchObject([
      { state: 'waiting', tries: 0, note: null },
    ]);
  });

  test('over a bridge that brings none is gone', async () => {
    const world = await createWorldWithFiles();
    await fetchedBy(world, undefined);

    expect(await world.turn()).toMatchObject({ lost: 1 });
    expect(await world.media()).toMatchObject({ reason: 'The sandbox bridge brings no files.' });
  });
});

/** As if the files had come over the scripted bridge, which does as it is told. */
async function fetchedBy(
  { db, bridge }: Pick<World, 'db' | 'bridge'>,
  fetchMedia: ((id: string | undefined) => Promise<FetchedFile>) | undefined,
): Promise<void> {
  const { id } = await db
    .selectFrom('sender')
    .select('id')
    .where('bridge', '=', bridge.name)
    .executeTakeFirstOrThrow();
  await db.updateTable('inbound_media').set({ sender_id: id }).execute();
  if (fetchMedia) bridge.fetchMedia = (_, { media }) => fetchMedia(media.id);
}

test('a file is let go after thirty days, and its row says so', async () => {
  const { turn, media, pass, house } = await createWorldWithFiles();
  await turn();
  pass(29 * 24 * 60 * minuteMs);
  expect(await forgetTurn(house)).toBe(0);

  pass(2 * 24 * 60 * minuteMs);
  expect(await forgetTurn(house)).toBe(1);
  expect(await media()).toMatchObject({ state: 'gone', content_base64: null });
});
