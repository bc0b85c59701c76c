import { describe, expect, test } from 'vitest';
import { getCampaign } from '../../src/operations/campaigns/get.ts';
import { addWhatsappOptout } from '../../src/operations/suppressions/add-optout.ts';
import { checkWhatsappOptout } from '../../src/operations/suppressions/check-optout.ts';
import { createWorld, type World } from '../support/world.ts';

const ana = '+34600000001';
const berta = '+34600000002';

describe('a status', () => {
  test('moves a message forward, and never back', async () => {
    const world = await createWorld();
    const spring = await sentCampaign(world, ana);

    await world.hear(status('read', spring));
    await world.hear(status('delivered', spring), status('sent', spring));

    expect(await world.ledger(spring)).toEqual({ [ana]: 'read' });
    const row = await world.db.selectFrom('message').selectAll().executeTakeFirstOrThrow();
    expect(row.delivered_at).not.toBeNull();
  });

  test('counts once, however often the bridge repeats it', async () => {
    const world = await createWorld();
    const campaign_id = await sentCampaign(world, ana);

    await world.hear(status('read', campaign_id), status('read', campaign_id));
    await world.hear(status('read', campaign_id));

    const { counts } = await world.invoke(getCampaign, { campaign_id });
    expect(counts).toMatchObject({ planned: 1, sent: 1, delivered: 1, read: 1 });
  });

  test('settles what was in doubt, as it names the attempt', async () => {
    const world = await createWorld();
    const spring = await world.campaign('running', [ana]);
    world.bridge.answer(ana, { kind: 'unclear', code: 'timeout', text: 'No answer' });
    await world.dispatchAll();

    await world.hear(status('delivered', spring));

    expect(await world.ledger(spring)).toEqual({ [ana]: 'delivered' });
  });

  test('that comes before the answer to the send is not lost', async () => {
    const world = await createWorld();
    const spring = await world.campaign('running', [ana]);
    await world.hear({ ...status('delivered', spring), token: undefined });

    await world.dispatchAll();
    world.pass(60_000);
    await world.hear();

    expect(await world.ledger(spring)).toEqual({ [ana]: 'delivered' });
  });

  test('that names no message is looked at again for a week, and then no more', async () => {
    const world = await createWorld();
    const nobodys = (id: string) => ({
      ...status('read', 1),
      id,
      message_id: id,
      token: undefined,
    });
    const states = async () =>
      (await world.db.selectFrom('event').select(['state', 'tries']).orderBy('id').execute()).map(
        ({ state, tries }) => `${state} ${tries}`,
      );

    await world.hear(nobodys('a'), nobodys('b'));
    expect(await states()).toEqual(['unmatched 1', 'unmatched 1']);
    world.pass(6 * 24 * 3_600_000);
    await world.hear(nobodys('c'));
    expect(await states()).toEqual(['unmatched 2', 'unmatched 2', 'unmatched 1']);
    world.pass(2 * 24 * 3_600_000);
    await world.hear();
    expect(await states()).toEqual(['ignored 2', 'ignored 2', 'unmatched 2']);
  });

  test('"failed" ends a message that was accepted, with the reason', async () => {
    const world = await createWorld();
    const spring = await sentCampaign(world, ana);

    await world.hear({
      ...status('failed', spring),
      error: { code: 'undeliverable', text: 'Not reachable' },
    });

    expect(await world.ledger(spring)).toEqual({ [ana]: 'failed: recipient_undeliverable' });
  });

  test('"failed" changes nothing for a message that a phone has shown', async () => {
    const world = await createWorld();
    const spring = await sentCampaign(world, ana);

    await world.hear(status('delivered', spring));
    await world.hear({ ...status('failed', spring), error: { code: 'undeliverable', text: '?' } });

    expect(await world.ledger(spring)).toEqual({ [ana]: 'delivered' });
  });

  test('of a kind that Herald does not know is kept and marked, and holds up nobody', async () => {
    const world = await createWorld();
    const spring = await sentCampaign(world, ana);

    await world.hear({ id: 'odd', type: 'moon phase' }, status('read', spring));

    expect(await world.ledger(spring)).toEqual({ [ana]: 'read' });
    const events = await world.db.selectFrom('event').select('state').orderBy('id').execute();
    expect(events.map(({ state }) => state)).toEqual(['ignored', 'done']);
  });
});

describe('an answer', () => {
  test('is counted for the campaign and answered once', async () => {
    const world = await createWorld();
    const campaign_id = await sentCampaign(world, ana);

    await world.hear(says(ana, 'Is it still on?'), says(ana, 'Hello?'));
    await world.dispatchAll();

    const { counts } = await world.invoke(getCampaign, { campaign_id });
    expect(counts.replied).toBe(1);
    expect(world.bridge.texts.slice(1)).toEqual([
      'Thanks, we have received your message. We will get back to you soon.',
    ]);
  });

  test('that merely contains a stop word is an answer', async () => {
    const world = await createWorld();
    await sentCampaign(world, ana);

    await world.hear(says(ana, 'The bus stop is near the shop'));

    expect(await world.invoke(checkWhatsappOptout, { phone: ana })).toMatchObject({
      opted_out: false,
    });
  });

  test('from one of our own numbers gets none', async () => {
    const world = await createWorld();
    await world.hear(says('+34910000001', 'Hello, robot'));
    await world.dispatchAll();
    expect(world.bridge.sentTo).toEqual([]);
  });
});

describe('STOP', () => {
  test.each(['STOP', 'baja', ' Stop. ', 'parar', 'ARRET', 'توقف'])(
    'as "%s" is confirmed once, and the person is never messaged again',
    async (word) => {
      const world = await createWorld();
      await sentCampaign(world, ana);

      await world.hear(says(ana, word), says(ana, word), says(ana, 'STOP'));
      await world.dispatchAll();
      const summer = await world.campaign('running', [ana, berta]);
      await world.dispatchAll();

      expect(world.bridge.sentTo).toEqual([ana, ana, berta]);
      expect(world.bridge.texts[1]).toContain('unsubscribed');
      expect(await world.ledger(summer)).toEqual({
        [ana]: 'skipped: opted_out',
        [berta]: 'accepted',
      });
      expect(await world.invoke(checkWhatsappOptout, { phone: ana })).toMatchObject({
        opted_out: true,
        kind: 'whatsapp',
        source: 'word',
      });
    },
  );

  test('skips what is planned for this person, at once', async () => {
    const world = await createWorld();
    const spring = await world.campaign('running', [ana, berta]);

    await world.hear(says(ana, 'STOP'));
    expect(await world.ledger(spring)).toEqual({ [ana]: 'skipped: opted_out', [berta]: 'planned' });

    await world.dispatchAll();
    // The confirmation, and nothing else.
    expect(world.bridge.sentTo.filter((to) => to === ana)).toHaveLength(1);
  });

  test('by a button counts as well', async () => {
    const world = await createWorld();
    await sentCampaign(world, ana);
    await world.hear({ ...says(ana, 'No more, thanks'), payload: 'STOP' });
    expect(await world.invoke(checkWhatsappOptout, { phone: ana })).toMatchObject({
      opted_out: true,
      source: 'button',
    });
  });

  test('is heard before the receipts that wait in front of it', async () => {
    const world = await createWorld();
    const spring = await sentCampaign(world, ana);
    const receipts = Array.from({ length: 60 }, (_, i) => ({
      ...status('read', spring),
      id: `receipt ${i}`,
    }));

    await world.hear(...receipts, says(ana, 'STOP'));

    const events = await world.db
      .selectFrom('event')
      .select(['lane', 'state'])
      .where('lane', '=', 0)
      .execute();
    expect(events).toEqual([{ lane: 0, state: 'done' }]);
  });

  test('is lifted by START, where a word had done it', async () => {
    const world = await createWorld();
    await sentCampaign(world, ana);
    await world.hear(says(ana, 'STOP'));
    await world.hear(says(ana, 'START'));

    const summer = await world.campaign('running', [ana]);
    await world.dispatchAll();
    expect(await world.ledger(summer)).toEqual({ [ana]: 'accepted' });
  });

  test('stays when an operator had written it down, whatever the person says', async () => {
    const world = await createWorld();
    await world.invoke(addWhatsappOptout, { phone: ana, reason: 'asked by telephone' });
    await world.hear(says(ana, 'START'));
    expect(await world.invoke(checkWhatsappOptout, { phone: ana })).toMatchObject({
      opted_out: true,
      source: 'api',
    });
  });
});

async function sentCampaign(world: World, phone: string): Promise<number> {
  const id = await world.campaign('running', [phone]);
  await world.dispatchAll();
  return id;
}

const at = '2026-03-01T10:00:01.000Z';

/** What the bridge says of the first person's message. */
function status(what: string, campaignId: number) {
  return {
    id: `status ${what}`,
    type: 'status',
    message_id: 'prov-1',
    token: `${campaignId}.1.1`,
    status: what,
    at,
  };
}

let saidSoFar = 0;

function says(from: string, text: string) {
  saidSoFar += 1;
  const message_id = `in ${saidSoFar}`;
  return { id: `event ${saidSoFar}`, type: 'message', message_id, from, text, at };
}
