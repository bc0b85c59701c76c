import { describe, expect, test } from 'vitest';
import { listAudit } from '../../src/operations/audit/list.ts';
import { createBotWorld } from '../support/bot-world.ts';

describe('a stranger', () => {
  test('meets silence, and the audit has one line an hour with who and what kind, not what they wrote', async () => {
    const { world, person, untilNoted } = await createBotWorld();
    const stranger = person(66);

    await stranger.tell('/start');
    await untilNoted(1);
    await stranger.tell('let me in, my PIN is 1234');
    world.pass(3_600_000);
    await stranger.upload('x.csv', 'phone\n600000001');
    await untilNoted(2);

    expect((await stranger.messages()).filter(({ from }) => from === 'bot')).toEqual([]);
    const { entries } = await world.invoke(listAudit, { action: 'stranger' });
    expect(entries).toMatchObject([
      { input: { telegram_user_id: 66, did: 'message' }, outcome: 'refused' },
      { input: { telegram_user_id: 66, did: 'message' } },
    ]);
    expect(JSON.stringify(entries)).not.toContain('1234');
  });

  test('who was an operator yesterday gets no answer to a press', async () => {
    const { world, person, hire, untilNoted } = await createBotWorld();
    await hire(7, 'manager');
    const guest = person(7);
    const greeting = await guest.say('/start');
    await world.db
      .updateTable('operator')
      .set({ removed_at: new Date() })
      .where('telegram_user_id', '=', 7)
      .execute();

    await guest.tap('Campaigns', greeting);
    await untilNoted(1);

    const { entries } = await world.invoke(listAudit, { action: 'stranger' });
    expect(entries).toMatchObject([{ input: { telegram_user_id: 7, did: 'callback_query' } }]);
    expect((await guest.look()).toasts).toEqual([]);
  });

  test('who opens an invitation works here at once, in the role that it names', async () => {
    const { you, person } = await createBotWorld();
    const { text = '' } = await you.say('/invite viewer');
    const code = /https:\/\/t\.me\/herald_sandbox_bot\?start=([\w-]+)$/.exec(text)?.[1];

    const guest = person(5);
    await guest.tell(`/start ${code}`);

    await guest.sees('Welcome, Guest 5: you work here as viewer now.');
    await guest.sees('Hello Guest 5, this is Herald.');
    expect((await you.say('/team')).text).toContain('2 people may work here:');
    expect((await you.say('/team')).text).toContain('Guest 5: viewer, since');
  });

  test('with a code that was used, or never made, meets silence that the audit knows of', async () => {
    const { you, world, person, untilNoted } = await createBotWorld();
    await you.say('/invite');
    await you.press('Editor: prepares contacts and campaigns');
    const { text = '' } = await you.sees('works here as editor');
    const code = text.split('start=')[1];
    await person(5).tell(`/start ${code}`);
    await person(5).sees('Welcome');

    await person(6).tell(`/start ${code}`);
    await person(8).tell('/start nonsense');
    await untilNoted(2);

    expect(await person(6).messages()).toHaveLength(1);
    const { entries } = await world.invoke(listAudit, { action: 'stranger' });
    expect(entries.map(({ input }) => input)).toEqual(
      expect.arrayContaining([
        { telegram_user_id: 6, did: 'invite' },
        { telegram_user_id: 8, did: 'invite' },
      ]),
    );
  });
});

describe('the role of an operator', () => {
  test('decides what they may do, and what they may not is refused in words', async () => {
    const { world, person, hire } = await createBotWorld();
    await hire(7, 'viewer');
    const viewer = person(7);
    const id = await world.campaign('running', ['+34600000001']);

    expect((await viewer.say(`/campaign ${id}`)).text).toContain('Running');
    expect(await viewer.press('Pause')).toContain('pause_campaign needs the right campaigns:send');
    expect((await viewer.say('/invite owner')).text).toContain('needs the right admin');
    expect((await viewer.say('/team')).text).toContain('needs the right admin');
  });
});
