import { describe, expect, test } from 'vitest';
import { listCampaigns } from '../../src/operations/campaigns/list.ts';
import { addContactsToList } from '../../src/operations/lists/add.ts';
import { createContactList } from '../../src/operations/lists/create.ts';
import { deleteContactList } from '../../src/operations/lists/delete.ts';
import { addWhatsappOptout } from '../../src/operations/suppressions/add-optout.ts';
import { createBotWorld } from '../support/bot-world.ts';

type BotWorld = Awaited<ReturnType<typeof createBotWorld>>;

describe('/newcampaign', () => {
  test('asks for everything, makes the campaign once, and shows what it would do', async () => {
    const bots = await createBotWorld();
    const { you, world } = bots;
    await makeList(bots, 'Customers', 4);
    await world.invoke(addWhatsappOptout, { phone: '+34600000004' });

    expect((await you.say('/newcampaign')).text).toContain('What is the campaign called?');
    expect((await you.say('June sale')).text).toContain('Whom is it for?');
    await you.press('Customers (4)');
    expect((await you.sees('What should people read?')).text).toContain(
      'Your columns: {name} {phone}',
    );
    await you.say('Hello {name}, until {day|Sunday}');
    await you.sees('The text uses {name}, {day}.');
    await you.press('All enabled numbers');
    await you.press('Now');

    const preview = await you.sees('Preview of June sale');
    expect(preview.text).toContain('+34600000001 gets:\nHello Person 1, until Sunday');
    expect(preview.text).toContain(
      'It will reach 3 people.\nIt will skip 1 person:\n• 1: opted out',
    );
    expect(preview.text).toContain('From +34910000001.\nIt will take about');
    expect(preview.buttons.flat().map(({ text }) => text)).toEqual([
      'Start',
      'Edit text',
      'Cancel',
    ]);
    expect(await campaigns(bots)).toMatchObject([
      { name: 'June sale', status: 'draft', session_ids: [] },
    ]);
  });

  test('refuses what is no answer in a sentence, and asks on', async () => {
    const bots = await createBotWorld();
    const { you } = bots;
    await makeList(bots, 'Customers', 1);

    await you.say('/newcampaign');
    expect((await you.say('x'.repeat(201))).text).toContain('A name has 1 to 200 characters');
    await you.say('June');
    expect((await you.say('the customers please')).text).toContain('press one of the buttons');
    await you.press('Customers (1)');
    await you.sees('What should people read?');
    expect((await you.say('Hello {name')).text).toContain('is never closed');
    await you.say('Hello');
    await you.sees('The text is the same for everyone.');
    await you.press('Sandbox number +34910000001');
    await you.press('Later');
    await you.sees('Write the time like');
    expect((await you.say('tomorrow')).text).toContain('no time that I can read');
    expect((await you.say('2026-02-30 09:00')).text).toContain('no time that I can read');
    expect((await you.say('2026-02-01 09:00')).text).toContain('lies in the past');
    await you.say('2026-11-27 09:00');
    await you.sees('Start it by itself on Fri, Nov 27, 2026, 9:00 AM UTC?');
    // Nothing is scheduled before somebody has agreed to what the preview shows.
    expect(await campaigns(bots)).toMatchObject([{ status: 'draft', scheduled_at: null }]);
    await you.press('Schedule it');
    await you.sees('Schedule is set: Fri, Nov 27, 2026, 9:00 AM UTC.');

    expect(await campaigns(bots)).toMatchObject([
      { status: 'scheduled', session_ids: [1], scheduled_at: '2026-11-27T09:00:00.000Z' },
    ]);
  });

  test('takes no command for an answer: it does what it always does, and the question waits', async () => {
    const { you, world } = await createBotWorld();
    await world.campaign('draft', ['+34600000001']);

    await you.say('/newcampaign');
    expect((await you.say('/contacts')).text).toBe('You have 1 contact.');
    expect((await you.say('/contcts')).text).toContain('There is no command /contcts');
    expect((await you.say('June')).text).toContain('Whom is it for?');
  });

  test('begins anew when it is said again, and says that the first one was left', async () => {
    const bots = await createBotWorld();
    await makeList(bots, 'Customers', 1);
    const { you } = bots;
    await you.say('/newcampaign');
    await you.say('June');
    const first = await you.sees('Whom is it for?');

    await you.say('/newcampaign');
    await you.sees('The dialog that was open has been left.');
    await you.sees('What is the campaign called?');
    expect(await you.press('Customers (1)', first)).toBe('This button is too old.');
    expect((await you.say('July')).text).toContain('Whom is it for?');
  });

  test.each([1, 2, 3, 4, 5, 6])(
    'is left with /cancel at step %i, and nothing was made',
    async (step) => {
      const bots = await createBotWorld();
      const { you } = bots;
      await makeList(bots, 'Customers', 1);
      const steps = [
        () => you.say('/newcampaign'),
        () => you.say('June'),
        () => you.press('Customers (1)'),
        () => you.say('Hello'),
        () => you.press('All enabled numbers'),
        () => you.press('Later'),
      ];
      for (const take of steps.slice(0, step)) await take();

      await you.say('/cancel');

      await you.sees('Left. Nothing was made.');
      expect((await you.say('2026-11-27 09:00')).text).toContain('I read commands');
      expect(await campaigns(bots)).toEqual([]);
    },
  );

  test('goes on after a restart at every step, and makes one campaign', async () => {
    const bots = await createBotWorld();
    const { you, restart } = bots;
    await makeList(bots, 'Customers', 1);

    await you.say('/newcampaign');
    await restart();
    await you.say('June');
    await you.sees('Whom is it for?');
    await restart();
    await you.press('Customers (1)');
    await restart();
    await you.say('Hello {name}');
    await you.sees('Which number');
    await restart();
    await you.press('All enabled numbers');
    await restart();
    await you.press('Now');

    await you.sees('Preview of June');
    await restart();
    await you.say('/help');
    expect(await campaigns(bots)).toHaveLength(1);
  });

  test('of two operators at once are two campaigns', async () => {
    const bots = await createBotWorld();
    const { you, hire, person } = bots;
    await hire(2, 'manager');
    const other = person(2);
    await makeList(bots, 'Customers', 1);
    await makeList(bots, 'Friends', 2);

    await you.say('/newcampaign');
    await other.say('/newcampaign');
    await you.say('Mine');
    await other.say('Theirs');
    await other.press('Friends (2)');
    await you.press('Customers (1)');
    await you.say('From me');
    await other.say('From them');
    await other.press('All enabled numbers');
    await you.press('All enabled numbers');
    await you.press('Now');
    await other.press('Now');

    expect((await you.sees('Preview of Mine')).text).toContain('From me');
    expect((await other.sees('Preview of Theirs')).text).toContain('From them');
    expect(await campaigns(bots)).toMatchObject([
      { name: 'Theirs', list_id: 2 },
      { name: 'Mine', list_id: 1 },
    ]);
  });

  test('says how to import where there is no list, and is over', async () => {
    const { you } = await createBotWorld();
    await you.say('/newcampaign');
    expect((await you.say('June')).text).toContain('You have no list yet');
    expect((await you.say('and now?')).text).toContain('I read commands');
  });

  test('turns the pages of many lists in place, the newest first', async () => {
    const bots = await createBotWorld();
    const { you } = bots;
    for (let n = 1; n <= 9; n += 1) await makeList(bots, `List ${n}`, 0);
    await you.say('/newcampaign');

    const asked = await you.say('June');
    expect(asked.buttons.flat().map(({ text }) => text)).toEqual([
      ...[9, 8, 7, 6, 5, 4, 3, 2].map((n) => `List ${n} (0)`),
      'More ›',
    ]);
    await you.press('More ›');
    await you.press('List 1 (0)');

    await you.sees('What should people read?');
  });

  test('says why, when what was chosen has gone in the meantime', async () => {
    const bots = await createBotWorld();
    const { you, world } = bots;
    await makeList(bots, 'Customers', 1);
    await you.say('/newcampaign');
    await you.say('June');
    await you.press('Customers (1)');
    await you.sees('What should people read?');
    await you.say('Hello');
    await you.press('All enabled numbers');
    await world.invoke(deleteContactList, { list_id: 1 });
    await you.press('Now');

    await you.sees('No list 1');
    expect((await you.say('hello?')).text).toContain('I read commands');
  });

  test('is not begun by somebody who may only look', async () => {
    const { hire, person } = await createBotWorld();
    await hire(7, 'viewer');
    expect((await person(7).say('/newcampaign')).text).toContain('does not make them');
    expect((await person(7).say('June')).text).toContain('I read commands');
  });

  test('goes on without a connected number, and says so', async () => {
    const bots = await createBotWorld();
    const { you, world } = bots;
    await world.db.updateTable('sender').set({ status: 'disconnected' }).execute();
    await makeList(bots, 'Customers', 1);
    await you.say('/newcampaign');
    await you.say('June');
    await you.press('Customers (1)');
    await you.say('Hello');
    expect((await you.sees('Which number')).text).toContain('No number is connected');
    await you.press('All enabled numbers');
    await you.press('Now');
    expect((await you.sees('Preview of June')).text).toContain(
      'No number is connected that it could be sent from.',
    );
    expect(await you.press('Start')).toContain('No connected number');
  });
});

describe('a preview', () => {
  test('shows another text after "Edit text", and the schedule stays', async () => {
    const bots = await createBotWorld();
    const { you, world } = bots;
    await world.campaign('draft', ['+34600000001'], { scheduled_at: '2026-11-27T09:00' });
    await you.say('/campaign 1');

    await you.press('Edit text');
    await you.sees('What should people read?');
    expect((await you.say('Bye {name')).text).toContain('is never closed');
    await you.say('Bye {name}');

    const preview = await you.sees('Bye Person 001');
    expect(preview.text).toContain('Schedule is set');
    expect(preview.buttons.flat().map(({ text }) => text)).toContain('Start now');
    expect(await campaigns(bots)).toMatchObject([
      { status: 'scheduled', message_text: 'Bye {name}' },
    ]);
  });

  test('that is cancelled takes the campaign away', async () => {
    const bots = await createBotWorld();
    const { you, world } = bots;
    await world.campaign('draft', ['+34600000001']);
    await you.say('/campaign 1');

    expect(await you.press('Cancel')).toBe('Cancelled');

    const gone = await you.sees('“Spring” was cancelled before it was sent to anybody.');
    expect(gone.buttons).toEqual([]);
    expect(await campaigns(bots)).toEqual([]);
  });
});

async function makeList({ world }: BotWorld, name: string, people: number): Promise<void> {
  const { list_id } = await world.invoke(createContactList, { name });
  const contacts = Array.from({ length: people }, (_, n) => ({
    phone: `+3460000000${n + 1}`,
    name: `Person ${n + 1}`,
  }));
  if (people > 0) await world.invoke(addContactsToList, { list_id, contacts });
}

async function campaigns({ world }: BotWorld) {
  return (await world.invoke(listCampaigns, {})).campaigns;
}
