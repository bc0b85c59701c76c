import { beforeEach, describe, expect, test } from 'vitest';
import { signOptOut } from '../../src/keys.ts';
import { deleteContact } from '../../src/operations/contacts/delete.ts';
import { saveContact } from '../../src/operations/contacts/save.ts';
import { getUnsubscribedList } from '../../src/operations/suppressions/unsubscribed.ts';
import { createHttpWorld, type HttpWorld, keys } from './herald.ts';

let herald: HttpWorld;
let link: string;
let contactId: number;

beforeEach(async () => {
  herald = await createHttpWorld();
  const contact = await herald.invoke(saveContact, { phone: '+34600000001' });
  contactId = contact.contact_id;
  link = linkTo(keys.optOut);
});

function linkTo(key: string): string {
  const { workspaceId } = herald.caller;
  return `/u/${signOptOut(key, { workspaceId, contactId, campaignId: -workspaceId })}`;
}

async function optedOut(): Promise<number> {
  return (await herald.invoke(getUnsubscribedList, {})).total;
}

const press = (path: string, body = '') => herald.app.request(path, { method: 'POST', body });

describe('the opt-out link', () => {
  test('changes nothing when it is only opened, as programs open links for a preview', async () => {
    const response = await herald.app.request(link);

    expect(response.status).toBe(200);
    expect(await response.text()).toContain('<button type="submit">');
    expect(await optedOut()).toBe(0);
  });

  test('opts the person out at the press of its button', async () => {
    const response = await press(link);

    expect(response.status).toBe(200);
    expect(await response.text()).toContain('You will get no more campaigns');
    expect(await optedOut()).toBe(1);
  });

  test('works the same from the button of a mail program', async () => {
    await press(link, 'List-Unsubscribe=One-Click');

    expect(await optedOut()).toBe(1);
  });

  test('may be used again', async () => {
    await press(link);

    expect((await press(link)).status).toBe(200);
    expect(await optedOut()).toBe(1);
  });

  test.each<[string, () => string]>([
    ['made up', () => '/u/nonsense'],
    ['signed with another key', () => linkTo('another key')],
    ['cut off', () => link.slice(0, -1)],
    ['for somebody else by a changed letter', () => link.replace(/\/u\/./, '/u/N')],
    ['with another letter at its end', () => link.slice(0, -1) + (link.endsWith('A') ? 'B' : 'A')],
  ])('is not valid when it is %s', async (_, path) => {
    for (const response of [await herald.app.request(path()), await press(path())]) {
      expect(response.status).toBe(404);
      expect(await response.text()).toContain('This link is not valid');
    }
    expect(await optedOut()).toBe(0);
  });

  test('is not valid any more once the person is deleted', async () => {
    await herald.invoke(deleteContact, { contact_id: contactId });

    expect((await press(link)).status).toBe(404);
  });

  test('is kept from caches, search engines and frames, and loads nothing', async () => {
    const { headers } = await herald.app.request(link);

    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-robots-tag')).toBe('noindex');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });
});
