import { describe, expect, test } from 'vitest';
import { cancelCampaign } from '../../src/operations/campaigns/cancel.ts';
import { getCampaign } from '../../src/operations/campaigns/get.ts';
import { resolveUnknown, retryFailed } from '../../src/operations/campaigns/second-try.ts';
import { createWorld } from '../support/world.ts';

const ana = '+34600000001';
const berta = '+34600000002';

describe('retry_failed', () => {
  test('tries again what may be over, and leaves alone who cannot be reached', async () => {
    const world = await createWorld();
    const campaign_id = await world.campaign('running', [ana, berta]);
    world.bridge.answer(ana, { kind: 'refused', class: 'other', code: '1', text: 'Odd' });
    world.bridge.answer(berta, {
      kind: 'refused',
      class: 'recipient_permanent',
      code: '2',
      text: 'No',
    });
    await world.dispatchAll();
    await world.reconcile();

    expect(await world.invoke(retryFailed, { campaign_id })).toEqual({ campaign_id, retried: 1 });
    await world.dispatchAll();

    expect(world.bridge.sentTo).toEqual([ana]);
    expect(world.bridge.sent[0]?.token).toBe(`${campaign_id}.2.1`);
    const { counts } = await world.invoke(getCampaign, { campaign_id });
    expect(counts).toMatchObject({ planned: 2, sent: 1, failed: 1 });
    await expect(world.db.selectFrom('past_attempt').selectAll().execute()).resolves.toHaveLength(
      1,
    );
  });

  test('is refused for a campaign that was cancelled', async () => {
    const world = await createWorld();
    const campaign_id = await world.campaign('running', [ana]);
    await world.invoke(cancelCampaign, { campaign_id });
    await expect(world.invoke(retryFailed, { campaign_id })).rejects.toThrow('cancelled');
  });
});

describe('resolve_unknown', () => {
  test.each([
    ['sent', 'unknown: no_answer', 0],
    ['failed', 'failed: given_up', 0],
    ['resend', 'accepted', 1],
  ] as const)('as %s leaves the message %s', async (as, ledger, resent) => {
    const world = await createWorld();
    const campaign_id = await world.campaign('running', [ana]);
    world.bridge.answer(ana, { kind: 'unclear', code: 'timeout', text: 'No answer' });
    await world.dispatchAll();

    expect(await world.invoke(resolveUnknown, { campaign_id, as })).toEqual({
      campaign_id,
      resolved: 1,
    });
    expect(await world.invoke(resolveUnknown, { campaign_id, as })).toEqual({
      campaign_id,
      resolved: 0,
    });
    await world.dispatchAll();

    expect(await world.ledger(campaign_id)).toEqual({ [ana]: ledger });
    expect(world.bridge.sentTo).toHaveLength(1 + resent);
  });
});
