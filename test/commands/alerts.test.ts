import { describe, expect, test } from 'vitest';
import { raiseAlert } from '../../src/database/alerts.ts';
import { evidenceTurn } from '../../src/dispatch/evidence.ts';
import { approveCampaign } from '../../src/operations/campaigns/approve.ts';
import { getCampaign } from '../../src/operations/campaigns/get.ts';
import { updateCampaign } from '../../src/operations/campaigns/update.ts';
import { invoke } from '../../src/operations/invoke.ts';
import { saveMassMarketingConfig } from '../../src/operations/settings/save.ts';
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

  describe('of a campaign that a program made', () => {
    async function waiting(scheduled_at?: string) {
      const herald = await createBotWorld();
      await herald.you.say('/start');
      await herald.world.invoke(saveMassMarketingConfig, { require_approval: true });
      const choices = scheduled_at === undefined ? {} : { scheduled_at };
      const campaign_id = await herald.world.campaign('draft', [ana], choices);
      await herald.bot.tellAlerts();
      const status = async () => (await herald.world.invoke(getCampaign, { campaign_id })).status;
      return { ...herald, campaign_id, status };
    }

    test('is its preview, with buttons that approve it', async () => {
      const { you, status } = await waiting();
      const preview = await you.sees('waits until somebody approves it');
      expect(preview.text).toContain('Hello Person 001');

      expect(await you.press('Approve')).toBe('Approved');

      expect(await status()).toBe('draft');
      await you.press('Start');
      expect(await status()).toBe('running');
    });

    test('lets nobody approve what has changed since it was shown', async () => {
      const { you, world, campaign_id, status } = await waiting();
      const shown = await you.sees('waits until');
      await world.invoke(updateCampaign, { campaign_id, message_text: 'Something else' });

      await you.press('Approve', shown);

      expect(await status()).toBe('pending_approval');
    });

    test('asks why it is rejected, and keeps that for whoever made it', async () => {
      const { you, world, campaign_id } = await waiting();
      await you.press('Reject');
      await you.sees('Why not?');
      await you.tell('Not in March.');
      await you.sees('Rejected: Not in March.');
      expect(await world.invoke(getCampaign, { campaign_id })).toMatchObject({
        status: 'cancelled',
        status_reason: 'Rejected: Not in March.',
      });
    });

    test('says nothing any more once it was dealt with', async () => {
      const { you, world, bot, campaign_id } = await waiting();
      await you.press('Approve');
      const before = (await you.messages()).length;
      const actor = { kind: 'operator', id: 1, name: 'Ana', telegramUserId: 1 } as const;
      await world.invoke(updateCampaign, { campaign_id, name: 'Other' });
      await invoke({ ...world.caller, actor }, approveCampaign, { campaign_id });
      await bot.tellAlerts();
      expect(await you.messages()).toHaveLength(before);
    });
  });
});
