import { parse } from 'csv-parse/sync';
import { beforeEach, describe, expect, test } from 'vitest';
import { exportCampaignCsv } from '../../src/operations/campaigns/export.ts';
import { pauseCampaign } from '../../src/operations/campaigns/pause.ts';
import { getMassMarketingStats } from '../../src/operations/campaigns/stats.ts';
import { saveContact } from '../../src/operations/contacts/save.ts';
import { addToBlacklist } from '../../src/operations/suppressions/add-blacklist.ts';
import { updateWorkspace } from '../../src/operations/workspaces/update.ts';
import { createWorld, type World } from '../support/world.ts';

const [ana, berta, carla] = ['+34600000001', '+34600000002', '+34600000003'] as const;

let world: World;
let campaign_id: number;
beforeEach(async () => {
  world = await createWorld();
  campaign_id = await world.campaign('running', [ana, berta, carla]);
  world.bridge.answer(berta, { kind: 'refused', class: 'media', code: '131053', text: 'Upload' });
  await world.dispatchAll();
});

describe('export_campaign_csv', () => {
  const give = (more: object = {}) => world.invoke(exportCampaignCsv, { campaign_id, ...more });

  test('gives a line for each person, with the phones as people write them', async () => {
    await world.invoke(saveContact, { phone: ana, name: '=HYPERLINK("http://evil.test")' });
    await world.invoke(pauseCampaign, { campaign_id }).catch(() => undefined);

    const { content, rows, next_cursor, file_name } = await give();

    expect({ rows, next_cursor, file_name }).toEqual({
      ...{ rows: 3, next_cursor: null, file_name: 'campaign-1.csv' },
    });
    expect(parse(content, { columns: true })).toMatchObject([
      { phone: ana, name: `'=HYPERLINK("http://evil.test")`, status: 'accepted' },
      { phone: berta, status: 'failed', reason: 'media', error_code: '131053', session_id: '1' },
      { phone: carla, status: 'accepted', sent_at: '2026-03-01T10:00:00.000Z', read_at: '' },
    ]);
  });

  test('comes in pieces that make the same file when they are put together', async () => {
    await world.invoke(pauseCampaign, { campaign_id }).catch(() => undefined);
    const whole = await give();
    const pieces: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const piece = await give({ limit: 1, cursor });
      pieces.push(piece.content);
      cursor = piece.next_cursor;
    }
    expect(pieces.join('')).toBe(whole.content);
    expect(pieces).toHaveLength(4);
  });

  test('waits until nothing is sent any more', async () => {
    const draft = await world.campaign('draft', [ana]);
    await expect(give({ campaign_id: draft })).rejects.toThrow('Nothing was sent');
    const running = world.db.updateTable('campaign').set({ state: 'running' });
    await running.where('id', '=', campaign_id).execute();
    await expect(give()).rejects.toThrow('Pause it first');
  });
});

describe('get_mass_marketing_stats', () => {
  test('tells why messages failed, when they left, and how good the lists are', async () => {
    await world.invoke(updateWorkspace, { timezone: 'America/Bogota' });
    await world.invoke(addToBlacklist, { phone: carla });

    const stats = await world.invoke(getMassMarketingStats, {});

    expect(stats).toMatchObject({
      campaigns: [{ campaign_id, counts: { sent: 2, failed: 1 } }],
      failures: { media: 1 },
      lists: [
        {
          ...{ list_id: 1, name: 'People', contacts: 3, reachable: 2 },
          ...{ impossible_numbers: 0, sent: 2, failed: 1 },
        },
      ],
    });
    // Ten o'clock in UTC is five in Bogotá.
    expect(stats.sends_by_hour).toEqual(Array.from({ length: 24 }, (_, h) => (h === 5 ? 2 : 0)));
  });

  test('tells nothing of a time in which nothing was sent', async () => {
    const given = { date_from: '2025-01-01', date_to: '2025-01-31' };
    expect(await world.invoke(getMassMarketingStats, given)).toMatchObject({
      ...{ campaigns: [], failures: {}, reasons: {}, lists: [] },
      sends_by_hour: Array(24).fill(0),
    });
  });
});
