import { describe, expect, test } from 'vitest';
import { createBotWorld } from '../support/bot-world.ts';

describe('an operator', () => {
  test('is greeted with what they can do and with buttons', async () => {
    const { you } = await createBotWorld();

    const greeting = await you.say('/start');

    expect(greeting.text).toContain('Hello Operator 1, this is Herald.');
    expect(greeting.buttons.flat().map(({ text }) => text)).toEqual([
      'New campaign',
      'Campaigns',
      'Import contacts',
    ]);
  });
});
