import { beforeEach, describe, expect, test } from 'vitest';
import { invoke } from '../../src/operations/invoke.ts';
import { getWhatsappConversationHistory } from '../../src/operations/messages/history.ts';
import { getWhatsappMessageLogs } from '../../src/operations/messages/logs.ts';
import { sendWhatsappMessage } from '../../src/operations/messages/send.ts';
import { addWhatsappOptout } from '../../src/operations/suppressions/add-optout.ts';
import { createWorld, type World } from '../support/world.ts';

const ana = '+34600000001';
const berta = '+34600000002';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});

describe('the logs', () => {
  const hour = 3_600_000;

  /** A campaign, its answer, a single message and a word typed at the phone, an hour after each other. */
  async function talk(): Promise<number> {
    const campaign_id = await world.campaign('running', [ana, berta]);
    await world.dispatchAll();
    world.pass(hour);
    await world.hear(wrote('in-1', 'What does it cost?', '2026-03-01T11:00:00Z'));
    world.pass(hour);
    await world.invoke(sendWhatsappMessage, { phone: ana, message: 'Twenty' });
    await world.dispatchAll();
    return campaign_id;
  }

  const wrote = (id: string, text: string, at: string) => ({
    ...{ type: 'message', id, message_id: id, from: ana, text, at },
  });

  test('show what was said with one person, the newest first, with the words of campaigns', async () => {
    const campaign_id = await talk();

    const history = await world.invoke(getWhatsappConversationHistory, { phone: ana });

    expect(history).toMatchObject({ phone: ana, name: 'Person 001', contact_id: 1, more: false });
    expect(history.messages.map(({ source, text }) => [source, text])).toEqual([
      ['single', 'Twenty'],
      ['reply', expect.stringContaining('Thanks')],
      ['person', 'What does it cost?'],
      ['campaign', 'Hello Person 001'],
    ]);
    expect(history.messages.at(-1)).toMatchObject({
      ...{ direction: 'outgoing', status: 'sent', campaign_id, message_id: null },
      ...{ at: '2026-03-01T10:00:00.000Z', replied_at: '2026-03-01T11:00:00.000Z' },
    });
    expect(history.messages[2]).toMatchObject({ direction: 'incoming', status: 'received' });
  });

  test('come in pages', async () => {
    await talk();
    const texts = async (page: number) => {
      const asked = { phone: ana, limit: 3, page };
      const { messages, more } = await world.invoke(getWhatsappConversationHistory, asked);
      return [messages.length, more];
    };

    expect([await texts(1), await texts(2), await texts(3)]).toEqual([
      [3, true],
      [1, false],
      [0, false],
    ]);
  });

  test('of everybody look back as far as they are asked to, in one direction or both', async () => {
    await talk();
    const sources = async (asked: object) => {
      const { messages } = await world.invoke(getWhatsappMessageLogs, asked);
      return messages.map(({ source }) => source).sort();
    };

    expect(await sources({})).toEqual(['campaign', 'campaign', 'person', 'reply', 'single']);
    expect(await sources({ direction: 'incoming' })).toEqual(['person']);
    expect(await sources({ direction: 'outgoing', hours: 1 })).toEqual(['reply', 'single']);
    expect(await sources({ phone: berta })).toEqual(['campaign']);
    expect(await sources({ phone: '+34600000009' })).toEqual([]);
    expect(await sources({ session_id: 1, limit: 1 })).toHaveLength(1);
  });

  test('name a campaign that is too large to be looked through', async () => {
    const campaign_id = await talk();
    await world.db
      .updateTable('campaign_count')
      .set({ n: 1_000_000 })
      .where('campaign_id', '=', campaign_id)
      .execute();

    const everybody = await world.invoke(getWhatsappMessageLogs, {});
    const one = await world.invoke(getWhatsappMessageLogs, { phone: ana });

    expect(everybody.campaigns_left_out).toEqual([campaign_id]);
    expect(everybody.messages.map(({ source }) => source)).not.toContain('campaign');
    expect(one.campaigns_left_out).toEqual([]);
    expect(one.messages.map(({ source }) => source)).toContain('campaign');
  });

  test('leave out what was not said', async () => {
    await world.invoke(sendWhatsappMessage, { phone: ana, message: 'Hi' });
    await world.invoke(addWhatsappOptout, { phone: ana });

    const { messages } = await world.invoke(getWhatsappMessageLogs, {});

    expect(messages).toEqual([]);
  });

  test('of a number that nobody has are empty', async () => {
    const history = await world.invoke(getWhatsappConversationHistory, { phone: ana });

    expect(history).toEqual({
      ...{ phone: ana, name: null, contact_id: null, messages: [], page: 1, more: false },
    });
  });

  test('show nothing of another workspace', async () => {
    await talk();
    const stranger = await world.stranger();

    const { messages } = await invoke(stranger, getWhatsappMessageLogs, {});

    expect(messages).toEqual([]);
  });
});
