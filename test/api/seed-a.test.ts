import { beforeEach, describe, expect, test } from 'vitest';
import { operations } from '../../src/operations/registry.ts';
import { connectWhatsapp } from '../../src/operations/senders/connect.ts';
import { createHttpWorld, type HttpWorld } from './herald.ts';

/**
 * Every request that the mass marketing document shows, as it stands there: plain JSON-RPC to
 * /api/mcp/, with nothing but the two headers of its curl line. What has to be there already is made first.
 */
const createVip = {
  name: 'create_contact_list',
  arguments: { name: 'VIP Customers', description: 'High-value repeat customers' },
};
const blackFriday = {
  name: 'create_campaign',
  arguments: {
    name: 'Black Friday',
    message_text: 'Black Friday sale is live!',
    list_id: 1,
    session_ids: [1],
    scheduled_at: '2026-11-27T09:00:00',
  },
};
const addJohnAndMaria = {
  name: 'add_contacts_to_list',
  arguments: {
    list_id: 1,
    contacts: [
      { phone: '+34600000001', name: 'John' },
      { phone: '+34600000002', name: 'Maria' },
    ],
  },
};

interface Example {
  name: string;
  arguments: object;
}

/** The call, what has to be done before it, and what is answered. */
const examples: [call: Example, before: Example[], answer: object][] = [
  [
    {
      name: 'create_campaign',
      arguments: {
        name: 'March Promotion',
        message_text:
          'Hi! We have a special offer for you this month. Check it out at https://mystore.com/promo',
        list_id: 1,
        include_unsubscribe_link: true,
        send_interval_seconds: 30,
        session_ids: [1, 2],
      },
    },
    [createVip],
    {
      campaign_id: 1,
      status: 'draft',
      include_unsubscribe_link: true,
      send_interval_seconds: 30,
      session_ids: [1, 2],
    },
  ],
  [
    createVip,
    [],
    { list_id: 1, name: 'VIP Customers', description: 'High-value repeat customers' },
  ],
  [addJohnAndMaria, [createVip], { list_id: 1, added: 2, invalid: [] }],
  [
    { name: 'import_contacts_from_conversations', arguments: { list_id: 1 } },
    [createVip],
    { list_id: 1, found: 0, added: 0 },
  ],
  [
    { name: 'create_list_from_inactive', arguments: { days: 30, name: 'Inactive 30+ days' } },
    [],
    { list_id: 1, name: 'Inactive 30+ days', contacts: 0 },
  ],
  [
    blackFriday,
    [createVip],
    { campaign_id: 1, status: 'scheduled', scheduled_at: '2026-11-27T09:00:00.000Z' },
  ],
  [
    { name: 'cancel_campaign_schedule', arguments: { campaign_id: 5 } },
    [createVip, ...Array<Example>(5).fill(blackFriday)],
    { campaign_id: 5, status: 'draft' },
  ],
  [
    {
      name: 'count_filtered_contacts',
      arguments: {
        list_id: 1,
        segment_filters: { tags: ['vip'], exclude_tags: ['unsubscribed'] },
      },
    },
    [createVip, addJohnAndMaria],
    { list_id: 1, total: 2, count: 0, reachable: 0 },
  ],
  [
    {
      name: 'save_mass_marketing_config',
      arguments: {
        auto_reply_enabled: true,
        auto_reply_text: 'Thanks for your reply! An agent will contact you shortly.',
        auto_reply_translate: true,
        auto_reply_unsubscribe: true,
      },
    },
    [],
    {
      auto_reply_enabled: true,
      auto_reply_text: 'Thanks for your reply! An agent will contact you shortly.',
      auto_reply_translate: true,
      auto_reply_unsubscribe: true,
    },
  ],
];

/** The document's own table. */
const tools =
  `get_mass_marketing_config save_mass_marketing_config list_contact_lists create_contact_list
  delete_contact_list get_contact_list_detail add_contacts_to_list remove_contact_from_list remove_contacts_bulk
  import_marketing_contacts import_contacts_manual import_contacts_from_conversations list_campaigns get_campaign
  create_campaign update_campaign delete_campaign duplicate_campaign start_campaign pause_campaign resume_campaign
  cancel_campaign archive_campaign unarchive_campaign approve_campaign cancel_campaign_schedule get_campaign_logs
  export_campaign_csv get_mass_marketing_stats count_filtered_contacts get_marketing_sessions
  assign_marketing_session list_blacklist add_to_blacklist remove_from_blacklist bulk_add_to_blacklist
  get_unsubscribed_list remove_unsubscribed_bulk create_list_from_inactive create_list_from_followup`.split(
    /\s+/,
  );

describe('the mass marketing document', () => {
  let herald: HttpWorld;
  beforeEach(async () => {
    herald = await createHttpWorld();
    // Its campaigns go out over two numbers; a fresh Herald has one.
    await herald.invoke(connectWhatsapp, { force_new: true });
  });

  async function call(params: Example): Promise<unknown> {
    const response = await herald.app.request('https://localhost/api/mcp/', {
      method: 'POST',
      headers: {
        host: 'localhost',
        'Content-Type': 'application/json',
        Authorization: `Bearer ${herald.token}`,
      },
      // As it is printed: some of them without the envelope of JSON-RPC.
      body: JSON.stringify(params),
    });
    expect(response.status).toBe(200);
    return response.json();
  }

  test.each(examples.map((example) => [example[0].name, ...example] as const))(
    'shows %s, and it does what is said there',
    async (_, example, before, answer) => {
      for (const earlier of before) await call(earlier);

      expect(await call(example)).toMatchObject({
        jsonrpc: '2.0',
        id: 1,
        result: { structuredContent: answer, content: [{ type: 'text' }] },
      });
    },
  );

  test('lists tools that are all there', () => {
    const names = operations.map(({ name }) => name);
    expect(tools).toHaveLength(40);
    expect(tools.filter((tool) => !names.includes(tool))).toEqual([]);
  });
});
