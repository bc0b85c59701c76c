import { beforeEach, describe, expect, test } from 'vitest';
import type { Caller } from '../../src/context.ts';
import { approveCampaign } from '../../src/operations/campaigns/approve.ts';
import { duplicateCampaign } from '../../src/operations/campaigns/duplicate.ts';
import { getCampaign } from '../../src/operations/campaigns/get.ts';
import { rejectCampaign } from '../../src/operations/campaigns/reject.ts';
import { startCampaign } from '../../src/operations/campaigns/start.ts';
import { updateCampaign } from '../../src/operations/campaigns/update.ts';
import { invoke } from '../../src/operations/invoke.ts';
import { saveMassMarketingConfig } from '../../src/operations/settings/save.ts';
import { createWorld, type World } from '../support/world.ts';

const ana = '+34600000001';

describe('where campaigns of programs need approval', () => {
  let world: World;
  let operator: Caller;
  beforeEach(async () => {
    world = await createWorld();
    await world.invoke(saveMassMarketingConfig, { require_approval: true });
    const actor = { kind: 'operator', id: 1, name: 'Ana', telegramUserId: 1 } as const;
    operator = { ...world.caller, actor };
  });

  const alerts = () => world.db.selectFrom('alert').select(['kind', 'campaign_id']).execute();

  test('a draft from before that is no way around it', async () => {
    await world.invoke(saveMassMarketingConfig, { require_approval: false });
    const campaign_id = await world.campaign('draft', [ana]);
    await world.invoke(saveMassMarketingConfig, { require_approval: true });

    await expect(world.invoke(startCampaign, { campaign_id })).rejects.toThrow(
      'Nobody has approved this campaign',
    );
    await invoke(operator, startCampaign, { campaign_id });
    expect(await world.invoke(getCampaign, { campaign_id })).toMatchObject({ status: 'running' });
  });

  test('one waits, and cannot start before somebody else has approved it', async () => {
    const campaign_id = await world.campaign('draft', [ana]);
    const { status, created_by } = await world.invoke(getCampaign, { campaign_id });
    expect({ status, created_by }).toEqual({
      status: 'pending_approval',
      created_by: 'token 1 (test)',
    });
    expect(await alerts()).toEqual([{ kind: 'campaign_to_approve', campaign_id }]);

    await expect(world.invoke(startCampaign, { campaign_id })).rejects.toThrow('approve');
    await expect(world.invoke(approveCampaign, { campaign_id })).rejects.toMatchObject({
      code: 'not_allowed',
    });

    expect(await invoke(operator, approveCampaign, { campaign_id })).toMatchObject({
      status: 'draft',
    });
    await world.invoke(startCampaign, { campaign_id });
  });

  test('one of an operator waits for nobody', async () => {
    const campaign_id = await world.campaign('draft', [ana]);
    const copy = await invoke(operator, duplicateCampaign, { campaign_id });
    expect(copy.status).toBe('draft');
  });

  test('a copy that a program makes waits as well', async () => {
    const campaign_id = await world.campaign('draft', [ana]);
    const copy = await world.invoke(duplicateCampaign, { campaign_id });
    expect(copy.status).toBe('pending_approval');
    expect(await alerts()).toHaveLength(2);
  });

  test('what a program changes after the approval waits anew', async () => {
    const campaign_id = await world.campaign('draft', [ana]);
    await invoke(operator, approveCampaign, { campaign_id });
    await world.db.updateTable('alert').set({ taken_at: world.house.clock() }).execute();

    const changed = { campaign_id, message_text: 'Something else' };
    expect(await world.invoke(updateCampaign, changed)).toMatchObject({
      status: 'pending_approval',
    });
    expect(await alerts()).toHaveLength(2);

    // What is still to be told is told once, as it is by then.
    await world.invoke(updateCampaign, { ...changed, name: 'Another' });
    expect(await alerts()).toHaveLength(2);
  });

  test('nobody approves what has changed since they looked at it', async () => {
    const campaign_id = await world.campaign('draft', [ana]);
    const { updated_at } = await world.invoke(getCampaign, { campaign_id });
    await world.invoke(updateCampaign, { campaign_id, message_text: 'Something else' });

    const stale = invoke(operator, approveCampaign, { campaign_id, updated_at });
    await expect(stale).rejects.toMatchObject({ code: 'conflict' });

    const fresh = await world.invoke(getCampaign, { campaign_id });
    const seen = { campaign_id, updated_at: fresh.updated_at };
    expect(await invoke(operator, approveCampaign, seen)).toMatchObject({ status: 'draft' });
  });

  test('one with a time is scheduled by the approval, unless its time has passed', async () => {
    const inTime = await world.campaign('draft', [ana], { scheduled_at: '2026-03-02T09:00:00' });
    const late = await world.campaign('draft', [ana], { scheduled_at: '2026-03-01T11:00:00' });
    world.pass(2 * 3_600_000);

    const approved = await invoke(operator, approveCampaign, { campaign_id: inTime });
    expect(approved.status).toBe('scheduled');
    await invoke(operator, approveCampaign, { campaign_id: late });
    expect(await world.invoke(getCampaign, { campaign_id: late })).toMatchObject({
      ...{ status: 'draft', scheduled_at: null },
      status_reason: expect.stringContaining('had passed'),
    });
  });

  test('one that is rejected is over, and says why', async () => {
    const campaign_id = await world.campaign('draft', [ana]);
    const given = { campaign_id, reason: 'Not in March.' };
    expect(await invoke(operator, rejectCampaign, given)).toMatchObject({ status: 'cancelled' });
    expect(await world.invoke(getCampaign, { campaign_id })).toMatchObject({
      status_reason: 'Rejected: Not in March.',
    });
    await expect(invoke(operator, approveCampaign, { campaign_id })).rejects.toMatchObject({
      code: 'wrong_state',
    });
  });
});
