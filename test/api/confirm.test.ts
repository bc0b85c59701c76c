import { beforeEach, describe, expect, test } from 'vitest';
import { callTool, toolDone } from './call-tool.ts';
import { createHttpWorld, type HttpWorld } from './herald.ts';

let herald: HttpWorld;
let campaign_id: number;
let list_id: number;

beforeEach(async () => {
  herald = await createHttpWorld();
  ({ list_id } = await done('create_contact_list', { name: 'People' }));
  await done('create_contact_list', { name: 'Spare' });
  await add('+34600000001');
  ({ campaign_id } = await done('create_campaign', {
    ...{ name: 'Spring', message_text: 'Hello', list_id, include_unsubscribe_link: false },
  }));
});

const call = (name: string, args: object, token?: string) => callTool(herald, name, args, token);
const done = (name: string, args: object, token?: string) => toolDone(herald, name, args, token);
const add = (phone: string) => done('add_contacts_to_list', { list_id, contacts: [{ phone }] });
const stateOf = async () => (await done('get_campaign', { campaign_id })).status;

describe('a call that starts, ends or destroys something', () => {
  test('does nothing before it is confirmed, and says what it would do', async () => {
    const { isError, structuredContent: question } = await call('start_campaign', { campaign_id });

    expect(isError).toBe(true);
    expect(question).toMatchObject({
      requires_confirmation: true,
      tool: 'start_campaign',
      preview: { people: 1, reach: 1, skipped: {} },
    });
    expect(await stateOf()).toBe('draft');
  });

  test('runs with confirm: true', async () => {
    await done('start_campaign', { campaign_id, confirm: true });
    expect(await stateOf()).toBe('running');
  });

  test('runs with the token of a preview that still holds', async () => {
    const { structuredContent: question } = await call('start_campaign', { campaign_id });
    await done('start_campaign', { campaign_id, preview_token: question.preview_token });
    expect(await stateOf()).toBe('running');
  });

  test('asks again when something has changed since the preview', async () => {
    const { structuredContent: question } = await call('start_campaign', { campaign_id });
    await add('+34600000002');

    const { preview_token } = question;
    const { structuredContent: again } = await call('start_campaign', {
      campaign_id,
      preview_token,
    });

    expect(again).toMatchObject({
      preview: { reach: 2 },
      how: expect.stringContaining('changed since that preview'),
    });
    expect(await stateOf()).toBe('draft');
  });

  test.each([
    [
      'cancel_campaign',
      () => ({ campaign_id }),
      { campaign_id: 1, name: 'Spring', status: 'draft' },
    ],
    ['delete_campaign', () => ({ campaign_id }), { name: 'Spring' }],
    ['delete_contact_list', () => ({ list_id: 2 }), { name: 'Spare' }],
    ['remove_contacts_bulk', () => ({ list_id, select_all: true }), { name: 'People' }],
    ['remove_unsubscribed_bulk', () => ({ select_all: true }), { total: 0 }],
    ['disconnect_whatsapp', () => ({ session_id: 1 }), { sessions: [{ session_id: 1 }] }],
  ])('%s is asked about', async (tool, given, preview) => {
    const { structuredContent } = await call(tool, given());
    expect(structuredContent).toMatchObject({ requires_confirmation: true, preview });
  });

  test.each([
    ['a parameter that is not known', { colour: 'red' }, '"colour" is not a parameter'],
    ['a parameter that is no such thing', { campaign_id: {} }, 'campaign_id: must be'],
    ['a confirm that is neither true nor false', { confirm: 'yes' }, 'confirm is true or false'],
  ])('is refused with %s before anybody is asked', async (_, wrong, sentence) => {
    const { structuredContent, content } = await call('start_campaign', { campaign_id, ...wrong });
    expect(structuredContent).toBeUndefined();
    expect(content[0]?.text).toContain(sentence);
  });

  test('is refused to a token that may not do it before anybody is asked', async () => {
    const scopes = ['campaigns:read'];
    const { token } = await done('create_api_token', { name: 'reader', scopes });
    const { structuredContent, content } = await call(
      'start_campaign',
      { campaign_id },
      String(token),
    );
    expect(structuredContent).toBeUndefined();
    expect(content[0]?.text).toContain('start_campaign needs the right campaigns:send');
  });

  test('shows its parameters to a token that may not look at what it would do', async () => {
    const scopes = ['campaigns:send'];
    const { token } = await done('create_api_token', { name: 'sender', scopes });
    const { structuredContent } = await call('start_campaign', { campaign_id }, String(token));
    expect(structuredContent).toMatchObject({ preview: { parameters: { campaign_id } } });
  });

  test('knows its preview_token again when the call spells itself otherwise', async () => {
    const { structuredContent: question } = await call('start_campaign', { campaign_id });
    const { preview_token: previewToken } = question;
    await done('start_campaign', { previewToken, campaignId: String(campaign_id) });
    expect(await stateOf()).toBe('running');
  });

  test('is held to its preview_token even where it is confirmed too', async () => {
    const { structuredContent: question } = await call('start_campaign', { campaign_id });
    await add('+34600000002');
    const { preview_token } = question;

    const again = await call('start_campaign', { campaign_id, preview_token, confirm: true });

    expect(again.structuredContent).toMatchObject({ requires_confirmation: true });
    expect(await stateOf()).toBe('draft');
  });

  test.each([
    ['asks', 'cancel_campaign'],
    ['does not ask', 'pause_campaign'],
  ])('is refused with the preview_token of another tool, where it %s', async (_, tool) => {
    const { structuredContent: question } = await call('start_campaign', { campaign_id });
    const { preview_token } = question;
    await done('start_campaign', { campaign_id, confirm: true });

    const { isError, content } = await call(tool, { campaign_id, preview_token });

    expect(isError).toBe(true);
    expect(content[0]?.text).toContain(`This preview_token is none of ${tool}`);
    expect(await stateOf()).toBe('running');
  });

  test('is not run by the preview_token of the same tool for something else', async () => {
    const other = { name: 'Other', message_text: 'Hi', list_id, include_unsubscribe_link: false };
    const { campaign_id: otherId } = await done('create_campaign', other);
    const { structuredContent: question } = await call('start_campaign', { campaign_id: otherId });
    const { preview_token } = question;

    const { structuredContent } = await call('start_campaign', { campaign_id, preview_token });

    expect(structuredContent).toMatchObject({ requires_confirmation: true });
    expect(await stateOf()).toBe('draft');
  });

  test('is refused like any other when it cannot be done at all', async () => {
    const { content } = await call('start_campaign', { campaign_id: 99 });
    expect(content[0]?.text).toContain('There is no campaign 99');
  });
});

describe('a token', () => {
  const tokenThat = async (confirms: string) => {
    const admin = herald.token;
    return String((await done('create_api_token', { name: confirms, confirms }, admin)).token);
  };

  test('may be one that confirms nothing', async () => {
    const token = await tokenThat('never');
    await done('start_campaign', { campaign_id }, token);
    expect(await stateOf()).toBe('running');
  });

  describe('that confirms whatever sends', () => {
    let token: string;
    beforeEach(async () => {
      token = await tokenThat('always');
    });

    test('is asked before a message, and shown its parameters', async () => {
      const send = { phone: '+34600000001', message: 'Hi', session_id: 1 };
      const { structuredContent } = await call('send_whatsapp_message', send, token);
      expect(structuredContent).toMatchObject({
        requires_confirmation: true,
        preview: { parameters: send },
      });
      await done('send_whatsapp_message', { ...send, confirm: true }, token);
    });

    test.each<[string, () => object]>([
      [
        'create_scheduled_message',
        () => ({
          ...{ session_id: 1, phone: '+34600000001', message_text: 'Hi' },
          ...{ scheduled_at: '2027-01-01T10:00:00Z' },
        }),
      ],
      [
        'create_campaign',
        () => ({ name: 'a', message_text: 'b', list_id, scheduled_at: '2027-01-01T10:00:00Z' }),
      ],
      ['update_campaign', () => ({ campaign_id, scheduled_at: '2027-01-01T10:00:00Z' })],
      ['retry_failed', () => ({ campaign_id })],
      ['resolve_unknown', () => ({ campaign_id, as: 'resend' })],
      ['start_campaign', () => ({ campaign_id })],
    ])('is asked before %s', async (tool, args) => {
      const { structuredContent } = await call(tool, args(), token);
      expect(structuredContent).toMatchObject({ requires_confirmation: true, tool });
    });

    test('is asked before a paused campaign goes on', async () => {
      await done('start_campaign', { campaign_id, confirm: true });
      await done('pause_campaign', { campaign_id });
      const { structuredContent } = await call('resume_campaign', { campaign_id }, token);
      expect(structuredContent).toMatchObject({ requires_confirmation: true });
      expect(await stateOf()).toBe('paused');
    });

    test('is not asked before what sends nothing or stops something', async () => {
      await done('list_campaigns', {}, token);
      await done('update_campaign', { campaign_id, name: 'Summer' }, token);
      await done('start_campaign', { campaign_id, confirm: true }, token);
      await done('resolve_unknown', { campaign_id, as: 'sent' }, token);
      await done('pause_campaign', { campaign_id }, token);
    });
  });
});

test('nobody is asked about what would be refused anyway', async () => {
  await done('start_campaign', { campaign_id, confirm: true });
  await done('cancel_campaign', { campaign_id, confirm: true });
  const { structuredContent, content } = await call('start_campaign', { campaign_id });
  expect(structuredContent).toBeUndefined();
  expect(content[0]?.text).toContain('cancelled');
  expect(await stateOf()).toBe('cancelled');
});

test('to try a call out changes nothing', async () => {
  const { structuredContent } = await call('delete_campaign', { campaign_id });
  expect(structuredContent).toMatchObject({ requires_confirmation: true });
  expect(await stateOf()).toBe('draft');
});
