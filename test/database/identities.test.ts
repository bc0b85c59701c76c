import { beforeEach, describe, expect, test } from 'vitest';
import type { Contact } from '../../src/database/contacts.ts';
import {
  findOrCreatePerson,
  learnNames,
  type NamedPerson,
  renamePerson,
} from '../../src/database/identities.ts';
import { openSuppression } from '../../src/database/suppressions.ts';
import type { Trx } from '../../src/database/tables.ts';
import { startCampaign } from '../../src/operations/campaigns/start.ts';
import { addContactsToList } from '../../src/operations/lists/add.ts';
import { checkWhatsappOptout } from '../../src/operations/suppressions/check-optout.ts';
import { createWorld, standingTime, type World } from '../support/world.ts';

const phone = '+34600000001';
const other = '+34600000002';
const lid = '187654321098765';
const bsuid = 'ES.13491208655302741918';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});

const inTrx = <T>(work: (trx: Trx) => Promise<T>) => world.db.transaction().execute(work);
const person = (names: NamedPerson): Promise<Contact> =>
  inTrx((trx) => findOrCreatePerson(trx, world.caller.workspaceId, names, standingTime));
const saysStop = ({ phone_key: key, phone }: Contact) =>
  inTrx((trx) =>
    openSuppression(trx, {
      ...{ workspaceId: world.caller.workspaceId, phone, key, at: standingTime },
      ...{ kind: 'whatsapp', source: 'word' },
    }),
  );
const contacts = () => world.db.selectFrom('contact').selectAll().orderBy('id').execute();

describe('one person with several names', () => {
  test('is found by each of them', async () => {
    const ana = await person({ phone, lid, name: 'Ana' });

    expect((await person({ lid })).id).toBe(ana.id);
    expect((await person({ phone })).id).toBe(ana.id);
    expect((await person({ lid, bsuid })).id).toBe(ana.id);
    expect((await person({ bsuid })).id).toBe(ana.id);
    expect(await contacts()).toMatchObject([{ phone, lid, bsuid, name: 'Ana' }]);
  });

  test('may hide the number, and is a contact all the same, one for each of them', async () => {
    const hidden = await person({ lid });
    expect(hidden).toMatchObject({ phone: '', lid, phone_key: `lid:${lid}` });
    expect((await person({ lid: '999' })).id).not.toBe(hidden.id);
  });

  test('who has said no without a number has said no once the number is known', async () => {
    await saysStop(await person({ lid }));

    await person({ lid, phone });

    expect(await contacts()).toMatchObject([{ phone, lid, blocked: 1 }]);
    expect(await world.invoke(checkWhatsappOptout, { phone })).toMatchObject({ opted_out: true });
  });

  test('and who is known by the number already becomes one with it, with lists, words and the no', async () => {
    const hidden = await person({ lid });
    await saysStop(hidden);
    const known = await person({ phone });

    const joined = await person({ phone, lid });

    expect(joined.id).toBe(known.id);
    expect(await contacts()).toMatchObject([{ id: known.id, phone, lid, blocked: 1 }]);
  });

  test('two people with numbers of their own are never made one', async () => {
    await person({ phone, lid });
    await person({ phone: other });

    await person({ phone: other, lid });

    expect(await contacts()).toMatchObject([
      { phone, lid },
      { phone: other, lid: null },
    ]);
  });

  test('is not messaged twice by a campaign that has both of their names', async () => {
    const hidden = await person({ lid, name: 'Ana' });
    const campaign_id = await world.campaign('draft', [phone]);
    const list = await world.db.selectFrom('contact_list').select('id').executeTakeFirstOrThrow();
    await world.db
      .insertInto('contact_list_member')
      .values({ workspace_id: 1, list_id: list.id, contact_id: hidden.id })
      .execute();
    await world.invoke(startCampaign, { campaign_id });
    await world.plan();

    await person({ phone, lid });
    await world.dispatchAll();

    expect(world.bridge.sentTo).toHaveLength(1);
    expect(Object.values(await world.ledger(campaign_id)).sort()).toEqual([
      'accepted',
      'skipped: same_person',
    ]);
  });

  test('whose message goes out under the one name is not planned under the other', async () => {
    const hidden = await person({ lid, name: 'Ana' });
    const campaign_id = await world.campaign('draft', [other]);
    const { list_id } = await world.db
      .selectFrom('campaign')
      .select('list_id')
      .where('id', '=', campaign_id)
      .executeTakeFirstOrThrow();
    await world.db
      .insertInto('contact_list_member')
      .values({ workspace_id: 1, list_id: Number(list_id), contact_id: hidden.id })
      .execute();
    await world.invoke(startCampaign, { campaign_id });
    await world.plan();
    await person({ phone });
    await person({ phone, lid });

    await world.invoke(addContactsToList, { list_id, contacts: [{ phone }] });
    await world.db.updateTable('campaign').set({ plan_after: 0, planned_at: null }).execute();
    await world.plan();
    await world.dispatchAll();

    expect(world.bridge.sentTo).toHaveLength(2);
    expect(await world.ledger(campaign_id)).toMatchObject({ [phone]: 'skipped: same_person' });
  });
});

describe('a person who changes the number', () => {
  test('is the same contact, and a no goes along and stays behind', async () => {
    await saysStop(await person({ phone, name: 'Ana' }));

    await inTrx((trx) => renamePerson(trx, world.caller.workspaceId, { phone }, { phone: other }));

    expect(await contacts()).toMatchObject([{ phone: other, name: 'Ana', blocked: 1 }]);
    for (const number of [phone, other]) {
      const { opted_out } = await world.invoke(checkWhatsappOptout, { phone: number });
      expect(opted_out).toBe(true);
    }
  });

  test('to one that is known: both stay, and the no counts for both', async () => {
    await saysStop(await person({ phone }));
    await person({ phone: other });

    await inTrx((trx) => renamePerson(trx, world.caller.workspaceId, { phone }, { phone: other }));

    expect(await contacts()).toMatchObject([
      { phone, blocked: 1 },
      { phone: other, blocked: 1 },
    ]);
  });
});

describe('receipts that call people by other names', () => {
  /** Told of the messages to these people, all at once. */
  const told = async (...names: NamedPerson[]) => {
    const people = [phone, other].slice(0, names.length);
    const campaignId = await world.campaign('running', people);
    const { workspaceId } = world.caller;
    const messages = await world.db
      .selectFrom('message')
      .select('recipient_key')
      .orderBy('address')
      .execute();
    const news = messages.map(({ recipient_key: recipientKey }, i) => ({
      ...{ workspaceId, campaignId, recipientKey },
      names: names[i] ?? {},
    }));
    await inTrx((trx) => learnNames(trx, news, standingTime));
  };

  test('teach them', async () => {
    await told({ lid }, { lid: '999', bsuid });

    expect(await contacts()).toMatchObject([
      { phone, lid, bsuid: null },
      { phone: other, lid: '999', bsuid },
    ]);
  });

  test('change nothing that is known', async () => {
    await person({ phone, lid });
    await told({ lid: '999', bsuid });
    expect(await contacts()).toMatchObject([{ phone, lid, bsuid }]);
  });

  test('give a name that two are called by to the first', async () => {
    await told({ lid }, { lid });
    expect(await contacts()).toMatchObject([
      { phone, lid },
      { phone: other, lid: null },
    ]);
  });

  test('make one person of a name without a number, and the no counts', async () => {
    await saysStop(await person({ lid }));
    await told({ lid }, { bsuid });
    expect(await contacts()).toMatchObject([
      { phone, lid, blocked: 1 },
      { phone: other, bsuid, blocked: 0 },
    ]);
  });
});
