import { describe, expect, test } from 'vitest';
import { Bookmarks } from '../../src/dispatch/bookmarks.ts';

const dueAt = new Date('2026-03-01T10:00:00Z');
const share = { campaignId: 1, limit: 2 };

function due(id: number) {
  return { campaignId: 1, place: { dueAt, id } };
}

function placesAt(bookmarks: Bookmarks, nowMs: number) {
  return bookmarks.continue([share], nowMs).map(({ after }) => after?.id);
}

describe('a bookmark', () => {
  test('lets the next opening begin behind what the last one took', () => {
    const bookmarks = new Bookmarks();
    expect(placesAt(bookmarks, 0)).toEqual([undefined]);
    bookmarks.note([share], [due(7), due(8)], [due(7)], 0);
    expect(placesAt(bookmarks, 100)).toEqual([7]);
    expect(bookmarks.unfinished(100)).toEqual([1]);
  });

  test('is taken out at the end of a pass, when there was less than asked for', () => {
    const bookmarks = new Bookmarks();
    bookmarks.note([share], [due(7), due(8)], [due(7), due(8)], 0);
    bookmarks.note([share], [due(9)], [due(9)], 100);
    expect(placesAt(bookmarks, 200)).toEqual([undefined]);
    expect(bookmarks.unfinished(200)).toEqual([]);
  });

  test('is not believed for longer than two seconds, however it moves on: what was given back stands behind it', () => {
    const bookmarks = new Bookmarks();
    bookmarks.note([share], [due(7), due(8)], [due(8)], 0);
    bookmarks.note([share], [due(9), due(10)], [due(10)], 1900);
    expect(placesAt(bookmarks, 1999)).toEqual([10]);
    expect(placesAt(bookmarks, 2000)).toEqual([undefined]);
  });
});
