import { describe, expect, test } from 'vitest';
import type { Person } from './cast.ts';
import type { FakeNumber } from './fake.ts';
import { People } from './people.ts';

describe('the people of a bridge’s demo', () => {
  test('read, answer once, and testify what they got', async () => {
    const { people, number, posted } = world('answers');
    number.deliver('Spring');
    expect(await people.turn()).toBe(1);
    expect(posted).toEqual(['sent', 'delivered', 'read', 'says ¿Hasta cuándo?']);

    number.deliver('Thank you');
    expect(await people.turn()).toBe(1);
    expect(posted.slice(4)).toEqual(['sent', 'delivered', 'read']);
    const { messages } = await people.look('+34600000001');
    expect(messages.map(({ direction, text }) => `${direction}: ${text}`)).toEqual([
      'in: Spring',
      'out: ¿Hasta cuándo?',
      'in: Thank you',
    ]);
  });

  test('count every message that the server delivered, also those of this very moment', async () => {
    const { people, number } = world('reads');
    number.deliver('Spring');
    number.deliver('Spring');
    expect(await people.tally()).toMatchObject({
      taken: 2,
      phones: { '+34600000001': { arrived: 2, texts: { Spring: 2 } } },
    });
  });

  test('show nothing on a phone that is off', async () => {
    const { people, number, posted } = world('is_off');
    number.deliver('Spring');
    expect(await people.tally()).toMatchObject({ taken: 1, arrived: 0 });
    expect(posted).toEqual(['sent']);
  });

  test('know of nobody else', async () => {
    const { people, number } = world('reads');
    number.deliver('Spring', '34600000002');
    await expect(people.turn()).rejects.toThrow('34600000002 got a message');
  });
});

/** One person at a number that notes what is posted for them. */
function world(does: Person['does']) {
  const posted: string[] = [];
  const received: { to: string; text: string }[] = [];
  const number: FakeNumber = {
    config: {},
    received: () => received,
    async scan() {},
    loseAnswer() {},
    async tell(_person, status) {
      posted.push(status);
    },
    async say(_person, text) {
      posted.push(`says ${text}`);
    },
    async close() {},
  };
  const people = new People(number, [{ phone: '+34600000001', name: 'Ana', does }]);
  const deliver = (text: string, to = '34600000001') => received.push({ to, text });
  return { people, posted, number: { deliver } };
}
