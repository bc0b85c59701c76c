import { beforeEach, describe, expect, test } from 'vitest';
import { invoke } from '../../src/operations/invoke.ts';
import { assignMarketingSession } from '../../src/operations/senders/assign.ts';
import { connectWhatsapp } from '../../src/operations/senders/connect.ts';
import { getMarketingSessions } from '../../src/operations/senders/marketing.ts';
import { getWhatsappStatus } from '../../src/operations/senders/status.ts';
import { updateWhatsappSession } from '../../src/operations/senders/update.ts';
import { createWorld, type World } from '../support/world.ts';

describe('numbers', () => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld();
  });

  test('a new workspace of the sandbox has one connected number', async () => {
    const { sessions } = await world.invoke(getWhatsappStatus, {});

    expect(sessions).toMatchObject([
      { session_id: 1, channel_id: 'wb-1', phone: '+34910000001', status: 'connected' },
    ]);
  });

  test('a number is found by its id, its UUID and its channel', async () => {
    const { sessions } = await world.invoke(getWhatsappStatus, {});

    for (const session_id of [1, '1', 'wb-1', sessions[0]?.account_id]) {
      expect(await world.invoke(getWhatsappStatus, { session_id })).toEqual({ sessions });
    }
  });

  test('connecting adds the next number and says how it stands', async () => {
    const second = await world.invoke(connectWhatsapp, { label: 'Sales' });
    const third = await world.invoke(connectWhatsapp, { bridge: 'sandbox' });

    expect(second).toMatchObject({
      session_id: 2,
      channel_id: 'wb-2',
      label: 'Sales',
      status: 'connected',
      phone: '+34910000002',
      qr: 'sandbox:+34910000002',
    });
    expect(third).toMatchObject({ phone: '+34910000003', label: null });
    expect(await world.invoke(getWhatsappStatus, { session_id: 2 })).toMatchObject({
      sessions: [{ account_id: second.account_id, status: 'connected' }],
    });
  });

  test('two who connect at once get two numbers', async () => {
    const made = await Promise.all([
      world.invoke(connectWhatsapp, {}),
      invoke(await world.stranger(), connectWhatsapp, {}),
    ]);

    expect(new Set(made.map(({ phone }) => phone)).size).toBe(2);
  });

  test('a disconnected number is linked again, unless a new one is asked for', async () => {
    await world.db.updateTable('sender').set({ status: 'disconnected' }).execute();

    const fresh = await world.invoke(connectWhatsapp, { force_new: true });
    const again = await world.invoke(connectWhatsapp, {});

    expect(fresh.session_id).toBe(2);
    expect(again).toMatchObject({ session_id: 1, status: 'connected', label: 'Sandbox number' });
  });

  test('a bridge that does not answer leaves a number that can be linked later', async () => {
    const house = {
      ...world.house,
      bridges: {
        names: ['sandbox'],
        get: () => ({
          ...world.bridge,
          connect: () => Promise.reject(new Error('secret inner words')),
        }),
      },
    };

    const connecting = invoke({ ...world.caller, house }, connectWhatsapp, {});

    await expect(connecting).rejects.toMatchObject({ code: 'unavailable' });
    await expect(connecting).rejects.not.toThrow('secret');
    expect(await world.invoke(getWhatsappStatus, { session_id: 2 })).toMatchObject({
      sessions: [{ status: 'disconnected', phone: null }],
    });
    expect(await world.invoke(connectWhatsapp, {})).toMatchObject({
      session_id: 2,
      status: 'connected',
      status_reason: null,
    });
  });

  test('an unknown bridge is refused, with the names of those there are', async () => {
    const connecting = world.invoke(connectWhatsapp, { bridge: 'pigeon' });

    await expect(connecting).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(connecting).rejects.toThrow('There is no bridge "pigeon". There is: sandbox.');
  });

  test('a number can be renamed', async () => {
    const renamed = await world.invoke(updateWhatsappSession, { session_id: 1, label: 'Support' });

    expect(renamed).toMatchObject({ session_id: 1, label: 'Support' });
  });

  test('campaigns are only offered numbers that are allowed', async () => {
    await world.invoke(connectWhatsapp, {});

    await world.invoke(assignMarketingSession, {
      session_id: 'wb-1',
      enable_mass_marketing: false,
    });

    const { sessions } = await world.invoke(getMarketingSessions, {});
    expect(sessions.map(({ session_id }) => session_id)).toEqual([2]);
  });

  test.each([
    ['a number that does not exist', { session_id: 9 }, 'not_found'],
    ['what can be no number', { session_id: 'sales' }, 'invalid_input'],
    ['a channel of another kind', { session_id: 'tg-1' }, 'invalid_input'],
    ['nothing at all', { session_id: '' }, 'invalid_input'],
  ])('asking for %s is refused', async (_, input, code) => {
    await expect(world.invoke(getWhatsappStatus, input)).rejects.toMatchObject({ code });
  });

  test('a label has at most fifty characters', async () => {
    await expect(world.invoke(connectWhatsapp, { label: 'x'.repeat(51) })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });
});
