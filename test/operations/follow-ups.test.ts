import { beforeEach, describe, expect, test } from 'vitest';
import { getFollowUpRules } from '../../src/operations/follow-ups/get-rules.ts';
import { listFollowUps } from '../../src/operations/follow-ups/list.ts';
import { saveFollowUpRules } from '../../src/operations/follow-ups/save-rules.ts';
import { getContactListDetail } from '../../src/operations/lists/detail.ts';
import { createListFromFollowup } from '../../src/operations/lists/from-follow-up.ts';
import { says } from '../support/says.ts';
import { createWorld, type World } from '../support/world.ts';

const [ana, berta, carla] = ['+34600000001', '+34600000002', '+34600000003'] as const;
const dayMs = 24 * 3_600_000;

let world: World;
beforeEach(async () => {
  world = await createWorld();
});

const hear = (from: string, text: string) => world.hear(says(from, text, world));

async function phonesIn(list_id: number): Promise<string[]> {
  const { contacts } = await world.invoke(getContactListDetail, { list_id });
  return contacts.map(({ phone }) => phone).sort();
}

describe('follow-ups', () => {
  test('are the messages that show that somebody wants something, with the campaign they answer', async () => {
    const campaign_id = await world.campaign('running', [ana]);
    await world.dispatchAll();
    await hear(ana, 'Great! How much is it?');
    await hear(berta, 'Thanks');
    await hear(carla, 'STOP');

    const { follow_ups, total } = await world.invoke(listFollowUps, {});

    expect(total).toBe(1);
    expect(follow_ups).toMatchObject([
      {
        phone: ana,
        text: 'Great! How much is it?',
        level: 'medium',
        phrase: 'how much',
        campaign_id,
        at: '2026-03-01T10:00:00.000Z',
      },
    ]);
  });

  test('are listed by level and by time', async () => {
    await hear(ana, 'Quiero comprar');
    world.pass(20 * dayMs);
    await hear(berta, 'Talvez');
    await hear(berta, 'Qual o preço?');

    const levels = async (input: object) =>
      (await world.invoke(listFollowUps, input)).follow_ups.map(({ level }) => level);
    expect(await levels({})).toEqual(['medium', 'low', 'high']);
    expect(await levels({ level: 'medium' })).toEqual(['medium', 'high']);
    expect(await levels({ period: 'last_7_days' })).toEqual(['medium', 'low']);
    expect(await levels({ period: 'last_7_days', level: 'high' })).toEqual([]);
  });

  test('become a list in which everybody is once', async () => {
    await hear(ana, 'I want to buy');
    world.pass(40 * dayMs);
    await hear(berta, 'How much?');
    await hear(berta, 'Is there a discount?');
    await hear(carla, 'Maybe');

    const recent = await world.invoke(createListFromFollowup, {});
    expect(recent).toMatchObject({
      name: 'Follow-ups of the last 30 days, 2026-04-10',
      contacts: 2,
    });
    expect(await phonesIn(recent.list_id)).toEqual([berta, carla]);

    const given = { name: 'Hot', period: 'last_60_days', level: 'medium' };
    const hot = await world.invoke(createListFromFollowup, given);
    expect(await phonesIn(hot.list_id)).toEqual([ana, berta]);
  });
});

describe('the rules of follow-ups', () => {
  test('are ready in three languages, and can be replaced and brought back', async () => {
    const builtIn = await world.invoke(getFollowUpRules, {});
    expect(builtIn.rules.map(({ level }) => level)).toEqual(['high', 'medium', 'low']);

    const rules = [{ level: 'high', phrases: ['demo[s]'] }];
    expect(await world.invoke(saveFollowUpRules, { rules })).toEqual({ rules });
    await hear(ana, 'Do you give demos?');
    await hear(berta, 'How much?');
    const { follow_ups } = await world.invoke(listFollowUps, {});
    expect(follow_ups).toMatchObject([{ phone: ana, level: 'high', phrase: 'demos' }]);

    await world.invoke(saveFollowUpRules, { rules: [] });
    await hear(ana, 'demo');
    expect((await world.invoke(listFollowUps, {})).total).toBe(1);

    expect(await world.invoke(saveFollowUpRules, { rules: null })).toEqual(builtIn);
  });

  test.each([
    ['a level that is none', [{ level: 'huge', phrases: ['x'] }]],
    ['a pattern that stands for too much', [{ level: 'low', phrases: ['(a|b)'.repeat(13)] }]],
    ['an empty phrase', [{ level: 'low', phrases: [' '] }]],
  ])('refuse %s', async (_, rules) => {
    await expect(world.invoke(saveFollowUpRules, { rules })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });
});
