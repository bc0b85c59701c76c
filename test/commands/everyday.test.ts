import { describe, expect, test } from 'vitest';
import { commandList } from '../../commands/texts/en.ts';
import { getMassMarketingConfig } from '../../src/operations/settings/get.ts';
import { addToBlacklist } from '../../src/operations/suppressions/add-blacklist.ts';
import { addWhatsappOptout } from '../../src/operations/suppressions/add-optout.ts';
import { createBotWorld } from '../support/bot-world.ts';

describe('an operator', () => {
  test('is greeted with what they can do and with buttons', async () => {
    const { you } = await createBotWorld();

    const greeting = await you.say('/start');

    expect(greeting.text).toContain('Hello Operator 1, this is Herald.');
    expect(greeting.text?.split('\n')).toHaveLength(5);
    expect(greeting.entities[0]).toMatchObject({ type: 'bold', offset: 6, length: 10 });
    expect(greeting.buttons.flat().map(({ text }) => text)).toEqual([
      'New campaign',
      'Campaigns',
      'Import contacts',
    ]);
  });

  test('gets from the buttons of the greeting what the commands give', async () => {
    const { you } = await createBotWorld();
    await you.say('/start');

    await you.press('Campaigns');
    await you.sees('There is no campaign yet.');
    await you.press('Import contacts');
    await you.sees('Drop a CSV file into this chat');
    await you.press('New campaign');
    await you.sees('What is the campaign called?');
  });

  test('finds every command in the help and in the menu of Telegram', async () => {
    const { you, base } = await createBotWorld();

    const { text = '' } = await you.say('/help');

    for (const { command } of commandList) expect(text).toContain(`/${command} –`);
    const menu = await (await fetch(`${base}/telegram/commands?chat=1`)).json();
    expect(menu).toEqual({ commands: commandList });
  });

  test('who mistypes a command is offered the nearest, and the button runs it with its words', async () => {
    const { you, world } = await createBotWorld();
    const id = await world.campaign('draft', ['+34600000001']);

    const answer = await you.say(`/campain ${id}`);
    expect(answer.text).toBe('There is no command /campain. Did you mean /campaign?');
    await you.press('/campaign');

    expect((await you.sees('Preview of Spring')).text).toContain('Hello Person 001');
  });

  test('who says something else hears what the bot reads', async () => {
    const { you } = await createBotWorld();
    expect((await you.say('hello?')).text).toContain('I read commands, buttons and CSV files.');
  });

  test('who has no dialog open has nothing to cancel', async () => {
    const { you } = await createBotWorld();
    expect((await you.say('/cancel')).text).toBe('There is nothing to leave: no dialog is open.');
  });

  test('sees the lists, the contacts and the numbers', async () => {
    const { you, world } = await createBotWorld();
    expect((await you.say('/lists')).text).toBe('There is no list yet.');
    await world.campaign('draft', ['+34600000001', '+34600000002']);

    expect((await you.say('/lists')).text).toBe('You have 1 list:\n1. People: 2 people');
    expect((await you.say('/contacts')).text).toBe('You have 2 contacts.');
    expect((await you.say('/senders')).text).toBe(
      'Your 1 WhatsApp number:\nSandbox number +34910000001 (sandbox): connected',
    );
  });

  test('sees who gets no messages, since when and how, and turns between the kinds', async () => {
    const { you, world } = await createBotWorld();
    const phones = Array.from({ length: 11 }, (_, n) => `+346000000${n + 10}`);
    for (const phone of phones) await world.invoke(addWhatsappOptout, { phone });
    await world.invoke(addToBlacklist, { phone: '+34600000099' });

    const shown = await you.say('/optouts');
    expect(shown.text).toContain('WhatsApp opt-outs: 11\nUnsubscribed: 0\nBlacklist: 1');
    expect(shown.text).toContain(
      '+34600000020 – nothing automatic, since Sun, Mar 1, 2026, 10:00 AM UTC, by a program',
    );
    expect(shown.text).not.toContain('+34600000010');
    await you.press('More ›');
    expect((await you.sees('+34600000010')).message_id).toBe(shown.message_id);
    await you.press('Blacklist');
    await you.sees('+34600000099 – nothing at all');
    await you.press('Unsubscribed');
    await you.sees('Nobody.');
  });

  test('pages through the campaigns and opens one', async () => {
    const { you, world } = await createBotWorld();
    for (let n = 1; n <= 6; n += 1) await world.campaign('draft', [`+3460000000${n}`]);

    const shown = await you.say('/campaigns');
    expect(shown.text).toContain('Your 6 campaigns, the newest first:\n6. Spring: draft');
    expect(shown.text).not.toContain('\n1. Spring');
    await you.press('More ›');
    await you.sees('1. Spring: draft\n\nPage 2 of 2');
    await you.press('1. Spring');

    expect((await you.sees('Preview of Spring')).text).toContain('+34600000001 gets:');
  });

  test.each(['campaign', 'pause', 'resume', 'cancelcampaign'])(
    'who does not say which campaign is told how /%s is used',
    async (command) => {
      const { you } = await createBotWorld();
      expect((await you.say(`/${command}`)).text).toContain(`like /${command} 12`);
      expect((await you.say(`/${command} 77`)).text).toContain('77');
    },
  );

  test('turns the auto-reply off and on, and changes its text', async () => {
    const { you, world } = await createBotWorld();
    const config = () => world.invoke(getMassMarketingConfig, {});

    expect((await you.say('/settings')).text).toContain('The auto-reply is on');
    expect(await you.press('Turn it off')).toBe('The auto-reply is off');
    expect(await config()).toMatchObject({ auto_reply_enabled: false });
    await you.press('Turn it on');
    expect(await config()).toMatchObject({ auto_reply_enabled: true });

    await you.press('Change text');
    await you.say('We will call you.');
    await you.sees(/whoever answers.*We will call you\./s);
    expect(await config()).toMatchObject({ auto_reply_text: 'We will call you.' });
  });

  test('is told the reference of a fault, and the fault itself stays in the log', async () => {
    const { you, world } = await createBotWorld();
    world.house.bridges.get = () => {
      throw new Error('secret of the house');
    };
    const id = await world.campaign('draft', ['+34600000001']);

    const { text } = await you.say(`/campaign ${id}`);

    expect(text).toMatch(/^Something went wrong.*under [0-9a-f]{8}\.$/);
    expect(text).not.toContain('secret');
  });
});
