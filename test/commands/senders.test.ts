import { describe, expect, onTestFinished, test } from 'vitest';
import { createEvolutionBridge } from '../../src/bridges/evolution/bridge.ts';
import { connectWhatsapp } from '../../src/operations/senders/connect.ts';
import { getWhatsappStatus } from '../../src/operations/senders/status.ts';
import { createVault } from '../../src/vault.ts';
import { createBotWorld } from '../support/bot-world.ts';
import { startFakeEvolution } from '../support/fake-evolution.ts';

/** An operator, and a number over Evolution that waits to be scanned. */
async function createOperator() {
  const bridge = createEvolutionBridge({ vault: createVault('only for tests'), pollMs: 0 });
  onTestFinished(() => bridge.close());
  const evolution = await startFakeEvolution();
  onTestFinished(() => evolution.close());
  const { you, world, hire, person } = await createBotWorld({ bridges: [bridge] });
  await world.invoke(connectWhatsapp, {
    bridge: 'evolution',
    label: 'Bakery',
    config: {
      ...{ base_url: evolution.url, api_key: 'any-key', instance: 'bakery' },
      webhook_secret: 'a-word-of-ours',
    },
  });
  const statusNow = async () => {
    const { sessions } = await world.invoke(getWhatsappStatus, { session_id: 2 });
    return sessions[0];
  };
  return { you, hire, person, evolution, statusNow };
}

describe('/senders', () => {
  test('shows each number with its bridge, what may happen to it and what its licence wants', async () => {
    const { you } = await createOperator();

    const { text = '' } = await you.say('/senders');

    expect(text).toContain('Sandbox number +34910000001 (sandbox): connected');
    expect(text).toContain(
      'Bakery not linked yet (evolution): waits for its QR code to be scanned',
    );
    expect(text).toContain('⚠️ Evolution API links a number');
    expect(text).toContain('software of the Evolution Foundation');
  });

  test('shows the QR code as a picture, and that nothing has to be scanned any more', async () => {
    const { you, evolution, statusNow } = await createOperator();
    await you.say('/senders');

    await you.press('QR code of Bakery');
    const picture = await you.until(({ messages }) => messages.find(({ photo }) => photo));
    expect(picture).toMatchObject({ caption: expect.stringContaining('Scan this') });

    await evolution.scan('bakery', '34911222333');
    await you.press('Newest code', picture);
    await you.sees('There is no QR code: the number is connected.');
    expect(await statusNow()).toMatchObject({ status: 'connected', phone: '+34911222333' });
  });

  test('disconnects after asking, and connects again', async () => {
    const { you, evolution, statusNow } = await createOperator();
    await evolution.scan('bakery', '34911222333');
    await you.say('/senders');
    await you.press('QR code of Bakery');
    await you.sees('There is no QR code');
    await you.say('/senders');

    await you.press('Disconnect Bakery');
    await you.sees('Really disconnect this number?');
    await you.press('No');
    expect(await statusNow()).toMatchObject({ status: 'connected' });
    await you.press('Disconnect Bakery');
    expect(await you.press('Yes, disconnect it')).toBe('disconnected');
    expect(await statusNow()).toMatchObject({ status: 'disconnected' });

    await you.press('Connect Bakery');
    expect(await statusNow()).toMatchObject({ status: 'qr_pending' });
  });

  test('lets an owner acknowledge the risks, and nobody who may not', async () => {
    const { you, hire, person, statusNow } = await createOperator();
    await hire(2, 'viewer');
    const viewer = person(2);
    await viewer.say('/senders');
    await viewer.press('I know the risks');
    expect(await statusNow()).toMatchObject({ risks_acknowledged: false });

    await you.say('/senders');
    expect(await you.press('I know the risks')).toBe('Noted');

    expect(await statusNow()).toMatchObject({ risks_acknowledged: true });
    const { text } = await you.say('/senders');
    expect(text).not.toContain('⚠️');
  });
});
