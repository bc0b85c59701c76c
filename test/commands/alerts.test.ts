import { describe, expect, test } from 'vitest';
import { raiseAlert } from '../../src/database/alerts.ts';
import { evidenceTurn } from '../../src/dispatch/evidence.ts';
import { getCampaign } from '../../src/operations/campaigns/get.ts';
import { createBotWorld } from '../support/bot-world.ts';
import { standingTime } from '../support/world.ts';

const [ana, berta] = ['+34600000001', '+34600000002'];

describe('what the engine has to tell', () => {
  test('reaches everybody who may do something about it, and nobody else', async () => {
    const { world, bot, you, person, hire } = await createBotWorld();
    await hire(2, 'viewer');
    await you.say('/start');
    await person(2).say('/start');
    world.bridge.answer(ana, {
      kind: 'refused',
      class: 'stop_sender',
      code: '368',
      text: 'Blocked',
    });
    await world.campaign('running', [ana, berta]);
    await world.dispatchAll();

    await bot.tellAlerts();

    const alert = await you.sees('sends nothing more');
    expect(alert.text).toContain('368: Blocked');
    expect((await person(2).messages()).filter(({ text }) => text?.includes('368'))).toEqual([]);
  });

  test('is said once, whichever process says it, also after a restart', async () => {
    const herald = await createBotWorld();
    const { world, you } = herald;
    await you.say('/start');
    const about = { workspaceId: world.caller.workspaceId, at: standingTime };
    const facts = { reason: 'It rests.', restriction: 'campaigns' };
    await raiseAlert(world.db, { ...about, kind: 'sender_restricted', facts });
    await raiseAlert(world.db, { ...about, kind: 'sender_restricted', facts });

    await herald.bot.tellAlerts();
    await herald.restart();
    await herald.bot.tellAlerts();

    await you.sees('It rests.');
    expect((await you.messages()).filter(({ text }) => text?.includes('It rests.'))).toHaveLength(
      1,
    );
  });

  test('asks about messages in doubt, with buttons that decide', async () => {
    const { world, bot, you } = await createBotWorld();
    await you.say('/start');
    world.bridge.answer(ana, { kind: 'unclear', code: 'timeout', text: 'No answer' });
    const campaign_id = await world.campaign('running', [ana, berta], { unknown_policy: 'ask' });
    await world.dispatchAll();
    world.pass(16 * 60_000);
    await evidenceTurn(world.house);
    await bot.tellAlerts();

    await you.sees('nobody can tell whether it left');
    await you.press('They were not sent');

    await you.sees('1 is taken for failed.');
    expect((await world.invoke(getCampaign, { campaign_id })).counts).toMatchObject({
      sent: 1,
      failed: 1,
      unknown: 0,
    });
  });
});
