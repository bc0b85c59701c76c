import { describe, expect, test } from 'vitest';
import { listContactLists } from '../../src/operations/lists/list.ts';
import { createBotWorld } from '../support/bot-world.ts';

describe('a file that is dropped into the chat', () => {
  test('is imported, and one message tells how it went', async () => {
    const { you } = await createBotWorld();

    await you.upload(
      'people.csv',
      'phone,name\n600000001,Ana\n600000002,Bo\n+34 600 00 00 01,Ana\nnobody,Cy\n',
    );

    const report = await you.sees('people.csv is imported');
    expect(report.text).toContain('2 added\n0 updated\n1 duplicate\n1 bad line');
    expect(report.text).toMatch(/These lines were left out:\nLine 5: .+ \(nobody.*\)/);
    expect(report.edit_date).toBeDefined();
    expect((await you.messages()).filter(({ from }) => from === 'bot')).toHaveLength(1);
  });

  test('becomes a list under the name of the file or another one, ready for a campaign', async () => {
    const { you, world } = await createBotWorld();
    await you.upload('people.csv', 'phone\n600000001\n600000002\n');
    await you.sees('is imported');

    await you.press('Make a list of them');
    await you.sees('What should the list be called?');
    await you.press('Call it “people”');
    await you.sees('List 1, people, has 2 people.');
    await you.press('Make a list of them');
    expect((await you.say('x'.repeat(101))).text).toContain('A name has 1 to 100 characters');
    expect((await you.say('Customers')).text).toBe('List 2, Customers, has 2 people.');

    await you.press('New campaign with this list');
    await you.sees('What is the campaign called?');
    expect((await you.say('June')).text).toContain('What should people read?');
    const { lists } = await world.invoke(listContactLists, {});
    expect(lists.map(({ name }) => name)).toEqual(['people', 'Customers']);
  });

  test('shows ten bad lines and hands the others over as a text file', async () => {
    const { you } = await createBotWorld();
    const bad = Array.from({ length: 120 }, (_, n) => `nobody${n}`).join('\n');

    await you.upload('bad.csv', `phone\n${bad}\n600000001\n`);

    const report = await you.sees('120 bad lines');
    expect(report.text?.match(/^Line /gm)).toHaveLength(10);
    expect(report.text).toContain('… and 110 more, in the file below.');
    const file = await you.until(({ messages }) =>
      messages.find(({ document }) => document?.file_name === 'bad-lines.txt'),
    );
    const lines = (await you.read(file)).trimEnd().split('\n');
    expect(lines).toHaveLength(91);
    expect(lines[0]).toMatch(/^Line 12: /);
    expect(lines[90]).toBe('… and 20 more lines.');
  });

  test('without a usable line offers no list', async () => {
    const { you } = await createBotWorld();
    await you.upload('bad.csv', 'phone\nnobody\n');
    expect((await you.sees('bad.csv is imported')).buttons).toEqual([]);
  });

  test('that is a CSV file by its name alone is refused in words', async () => {
    const { you } = await createBotWorld();
    await you.upload(
      'picture.csv',
      new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0, 1, 2, 3]),
    );

    const { text } = await you.until(({ messages }) => messages.find(({ edit_date }) => edit_date));
    expect(text).not.toContain('imported');
    expect(text).not.toContain('Something went wrong');
  });

  test('that is none by its name is not even read', async () => {
    const { you } = await createBotWorld();
    await you.upload('holiday.jpg', 'phone\n600000001');
    await you.sees('holiday.jpg does not look like a CSV file');
  });

  test('is told to come again when Telegram has lost it', async () => {
    const { you, telegram } = await createBotWorld();
    telegram.failNext({
      method: 'getFile',
      code: 400,
      description: 'Bad Request: file is too big',
    });
    await you.upload('people.csv', 'phone\n600000001');
    await you.sees(/Telegram did not hand people\.csv over/);
  });

  test('in the middle of a dialog is imported, and the dialog waits', async () => {
    const { you, world } = await createBotWorld();
    await world.campaign('draft', ['+34600000001']);
    await you.say('/newcampaign');
    await you.upload('people.csv', 'phone\n600000002');
    await you.sees('is imported');
    expect((await you.say('June')).text).toContain('Whom is it for?');
  });
});
