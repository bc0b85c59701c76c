import { beforeEach, describe, expect, test } from 'vitest';
import { readReplySettings } from '../../src/database/settings.ts';
import { getMassMarketingConfig } from '../../src/operations/settings/get.ts';
import { saveMassMarketingConfig } from '../../src/operations/settings/save.ts';
import { createWorld, type World } from '../support/world.ts';

describe('the marketing configuration', () => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld();
  });

  test('answers replies from the first day', async () => {
    expect(await world.invoke(getMassMarketingConfig, {})).toEqual({
      auto_reply_enabled: true,
      auto_reply_text: expect.stringContaining('Thanks'),
      auto_reply_translate: false,
      auto_reply_unsubscribe: false,
      custom_unsubscribe_text: null,
      require_approval: false,
      refuse_outside_window: false,
    });
  });

  test('changes what is given and keeps the rest', async () => {
    await world.invoke(saveMassMarketingConfig, {
      auto_reply_text: 'An agent will write to you.',
      require_approval: true,
    });

    const config = await world.invoke(saveMassMarketingConfig, { auto_reply_enabled: false });

    expect(config).toMatchObject({
      auto_reply_enabled: false,
      auto_reply_text: 'An agent will write to you.',
      require_approval: true,
    });
    expect(await world.invoke(getMassMarketingConfig, {})).toEqual(config);
    expect(await readReplySettings(world.db, world.caller.workspaceId)).toEqual(config);
  });

  test('goes back to the built-in opt-out words when they are emptied', async () => {
    await world.invoke(saveMassMarketingConfig, { custom_unsubscribe_text: 'No more? ' });
    expect(await world.invoke(getMassMarketingConfig, {})).toMatchObject({
      custom_unsubscribe_text: 'No more?',
    });

    await world.invoke(saveMassMarketingConfig, { custom_unsubscribe_text: '' });

    expect(await world.invoke(getMassMarketingConfig, {})).toMatchObject({
      custom_unsubscribe_text: null,
    });
  });

  test('keeps both of two changes that are made at once', async () => {
    await Promise.all([
      world.invoke(saveMassMarketingConfig, { require_approval: true }),
      world.invoke(saveMassMarketingConfig, { auto_reply_unsubscribe: true }),
    ]);

    expect(await world.invoke(getMassMarketingConfig, {})).toMatchObject({
      require_approval: true,
      auto_reply_unsubscribe: true,
    });
  });

  test.each([
    ['an empty answer', { auto_reply_text: ' ' }],
    ['an answer longer than a message', { auto_reply_text: 'x'.repeat(4097) }],
    ['more than 500 characters of opt-out words', { custom_unsubscribe_text: 'x'.repeat(501) }],
    ['a switch that is text', { auto_reply_enabled: 'yes' }],
    ['a setting that does not exist', { auto_reply: true }],
  ])('refuses %s', async (_, input) => {
    await expect(world.invoke(saveMassMarketingConfig, input)).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });
});
