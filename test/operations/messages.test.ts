import { beforeEach, describe, expect, test } from 'vitest';
import { invoke } from '../../src/operations/invoke.ts';
import { getCreditsInfo } from '../../src/operations/messages/credits.ts';
import { sendWhatsappMessage } from '../../src/operations/messages/send.ts';
import { getWhatsappMessageStatus } from '../../src/operations/messages/status.ts';
import { addToBlacklist } from '../../src/operations/suppressions/add-blacklist.ts';
import { addWhatsappOptout } from '../../src/operations/suppressions/add-optout.ts';
import { createWorld, type World } from '../support/world.ts';

const ana = '+34600000001';
const berta = '+34600000002';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});

/** Somebody sends while an operation waits for the result. */
function engineRuns() {
  world.house.sleep = async () => {
    await world.dispatchTurn();
  };
}

describe('send_whatsapp_message', () => {
  test('says queued, and the engine sends it', async () => {
    const sent = await world.invoke(sendWhatsappMessage, { phone: ana, message: 'Hi {name}' });

    expect(sent).toMatchObject({ status: 'queued', phone: ana, session_id: 1, text: 'Hi {name}' });
    await world.dispatchAll();
    expect(world.bridge.sent).toMatchObject([
      { to: ana, content: { kind: 'text', text: 'Hi {name}' } },
    ]);
    const { message_id } = sent;
    expect(await world.invoke(getWhatsappMessageStatus, { message_id })).toMatchObject({
      status: 'sent',
      sent_at: '2026-03-01T10:00:00.000Z',
    });
  });

  test('says sent when WhatsApp has it within a moment', async () => {
    engineRuns();

    const sent = await world.invoke(sendWhatsappMessage, { phone: ana, message: 'Hi' });

    expect(sent).toMatchObject({ message_id: expect.any(Number), status: 'sent' });
  });

  test('says failed and why when WhatsApp refuses it within a moment', async () => {
    engineRuns();
    const text = 'Not on WhatsApp';
    world.bridge.answer(ana, { kind: 'refused', class: 'recipient_permanent', code: '1', text });

    const sent = await world.invoke(sendWhatsappMessage, { phone: ana, message: 'Hi' });

    expect(sent).toMatchObject({ status: 'failed', error_code: '1', error_text: text });
  });

  test('leaves before what a running campaign still has to send', async () => {
    await world.campaign('running', [berta, '+34600000003']);
    await world.invoke(sendWhatsappMessage, { phone: ana, message: 'Hi' });

    await world.dispatchTurn({ max: 1 });

    expect(world.bridge.sentTo).toEqual([ana]);
  });

  test('is sent once under one idempotency key, and answers the first message', async () => {
    const letter = { phone: ana, message: 'Hi', idempotency_key: 'order-4432' };
    const [first, second] = await Promise.all([
      world.invoke(sendWhatsappMessage, letter),
      world.invoke(sendWhatsappMessage, letter),
    ]);
    await world.dispatchAll();
    await world.invoke(addWhatsappOptout, { phone: ana });
    const third = await world.invoke(sendWhatsappMessage, letter);

    expect(world.bridge.sentTo).toEqual([ana]);
    expect(second.message_id).toBe(first.message_id);
    expect(third).toMatchObject({ message_id: first.message_id, status: 'sent' });
  });

  test('refuses an idempotency key that was used for another message', async () => {
    await world.invoke(sendWhatsappMessage, { phone: ana, message: 'Hi', idempotency_key: 'a' });

    const another = { phone: berta, message: 'Hi', idempotency_key: 'a' };

    await expect(world.invoke(sendWhatsappMessage, another)).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  test.each([
    [
      'has opted out of WhatsApp messages since 2026-',
      'remove_whatsapp_optout',
      () => world.invoke(addWhatsappOptout, { phone: ana }),
    ],
    [
      'is on the blacklist since 2026-',
      'remove_from_blacklist',
      () => world.invoke(addToBlacklist, { phone: ana }),
    ],
  ])('is refused for somebody who %s, with what undoes it', async (sentence, undo, stop) => {
    await stop();

    const sending = world.invoke(sendWhatsappMessage, { phone: ana, message: 'Hi' });

    await expect(sending).rejects.toMatchObject({ code: 'not_allowed' });
    await expect(sending).rejects.toThrow(sentence);
    await expect(sending).rejects.toThrow(undo);
    expect(await world.db.selectFrom('contact').select('id').execute()).toEqual([]);
  });

  test('leaves out who opts out before it has left', async () => {
    const { message_id } = await world.invoke(sendWhatsappMessage, { phone: ana, message: 'Hi' });
    await world.invoke(addWhatsappOptout, { phone: ana });
    await world.dispatchAll();

    expect(world.bridge.sentTo).toEqual([]);
    expect(await world.invoke(getWhatsappMessageStatus, { message_id })).toMatchObject({
      status: 'skipped',
      reason: 'opted_out',
    });
  });

  test('sends a file by its address, with the words under it', async () => {
    const media_url = 'https://shop.example/offers/Summer%20list.pdf?v=2';
    const sent = await world.invoke(sendWhatsappMessage, {
      ...{ phone: ana, message: 'Our list', media_url, media_type: 'document' },
    });
    await world.dispatchAll();

    expect(sent).toMatchObject({ text: 'Our list', media_url, media_type: 'document' });
    expect(world.bridge.sent).toMatchObject([
      {
        content: {
          kind: 'media',
          caption: 'Our list',
          media: {
            type: 'document',
            mimeType: 'application/pdf',
            fileName: 'Summer list.pdf',
            source: { url: media_url },
          },
        },
      },
    ]);
  });

  test('sends a picture without any words', async () => {
    await world.invoke(sendWhatsappMessage, { phone: ana, media_url: 'https://a.example/b.png' });
    await world.dispatchAll();

    expect(world.bridge.sent).toMatchObject([
      { content: { kind: 'media', media: { type: 'image', mimeType: 'image/png' } } },
    ]);
    expect(world.bridge.sent[0]?.content).not.toHaveProperty('caption');
  });

  test.each([
    ['nothing to say', {}, 'message is empty'],
    ['words that are blank', { message: ' ' }, 'message is empty'],
    ['a caption without a file', { message: 'Hi', caption: 'Hi' }, 'belong to a file'],
    ['two texts for one file', { ...file(), message: 'A', caption: 'B' }, 'either message or cap'],
    ['words under a sound', { ...file(), media_type: 'audio', message: 'A' }, 'no text under it'],
    ['a file that is not https', file('http://a.example/b.png'), 'https'],
    ['a file that is no address', file('b.png'), 'https'],
    ['a file of a machine near by', file('https://127.0.0.1/b.png'), 'public host'],
    ['a file of this machine', file('https://localhost/b.png'), 'public host'],
    ['a file of a private network', file('https://nas.local/b.png'), 'public host'],
    ['a file behind a password', file('https://me:secret@a.example/b.png'), 'password'],
    ['a number without its country', { phone: '600000000', message: 'Hi' }, 'written +34600000000'],
    ['a number with 00', { phone: '0034600000000', message: 'Hi' }, 'written +34600000000'],
    ['an unknown number of ours', { session_id: 9, message: 'Hi' }, 'No session 9'],
  ])('refuses %s', async (_, wrong, sentence) => {
    const sending = world.invoke(sendWhatsappMessage, { phone: ana, ...wrong });

    await expect(sending).rejects.toThrow(sentence);
  });

  test('is refused by a number that is not connected', async () => {
    await world.db.updateTable('sender').set({ status: 'disconnected' }).execute();
    const letter = { phone: ana, message: 'Hi' };

    await expect(world.invoke(sendWhatsappMessage, letter)).rejects.toThrow('No number is conn');
    await expect(
      world.invoke(sendWhatsappMessage, { ...letter, session_id: 1 }),
    ).rejects.toMatchObject({ code: 'wrong_state', details: { status: 'disconnected' } });
  });

  test('archives the chat once the message is over there', async () => {
    const archived: unknown[] = [];
    const archiveChat = async (_: unknown, chat: object) => void archived.push(chat);
    const letter = { phone: ana, message: 'Hi', archive_after_send: true };
    expect(await world.invoke(sendWhatsappMessage, letter)).toMatchObject({
      archive_after_send: false,
    });
    Object.assign(world.bridge, { session: { archiveChat } });

    expect(await world.invoke(sendWhatsappMessage, letter)).toMatchObject({
      archive_after_send: true,
    });
    await world.dispatchAll();

    expect(archived).toEqual([{ person: { phone: ana }, lastProviderId: 'prov-2' }]);
  });

  test('of another workspace is not shown', async () => {
    const { message_id } = await world.invoke(sendWhatsappMessage, { phone: ana, message: 'Hi' });

    const asking = invoke(await world.stranger(), getWhatsappMessageStatus, { message_id });

    await expect(asking).rejects.toMatchObject({ code: 'not_found' });
  });
});

function file(media_url = 'https://a.example/b.png') {
  return { media_url };
}

test('credits are off, and nothing claims otherwise', async () => {
  expect(await world.invoke(getCreditsInfo, {})).toMatchObject({
    ...{ enabled: false, unlimited: true, balance: null },
  });
});
