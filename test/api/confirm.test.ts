import { beforeEach, describe, expect, test } from 'vitest';
import { createHttpWorld, type HttpWorld } from './herald.ts';

let herald: HttpWorld;
let campaign_id: number;
let list_id: number;

beforeEach(async () => {
  herald = await createHttpWorld();
  ({ list_id } = await done('create_contact_list', { name: 'People' }));
  await add('+34600000001');
  ({ campaign_id } = await done('create_campaign', {
    ...{ name: 'Spring', message_text: 'Hello', list_id, include_unsubscribe_link: false },
  }));
});

interface Answer {
  isError?: boolean;
  content: { text: string }[];
  structuredContent: Record<string, unknown> & { [id in 'campaign_id' | 'list_id']: number };
}

async function call(name: string, args: object, token = herald.token): Promise<Answer> {
  const response = await herald.app.request('/mcp', {
    method: 'POST',
    headers: {
      host: 'localhost:8080',
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
    },
    body: JSON.stringify({
      ...{ jsonrpc: '2.0', id: 1, method: 'tools/call' },
      params: { name, arguments: args },
    }),
  });
  return ((await response.json()) as { result: Answer }).result;
}

async function done(name: string, args: object, token?: string) {
  const { isError, content, structuredContent } = await call(name, args, token);
  if (isError) throw new Error(content[0]?.text);
  return structuredContent;
}

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
    ['delete_contact_list', () => ({ list_id }), { name: 'People' }],
    ['remove_contacts_bulk', () => ({ list_id, select_all: true }), { name: 'People' }],
    ['remove_unsubscribed_bulk', () => ({ select_all: true }), { total: 0 }],
    ['disconnect_whatsapp', () => ({ session_id: 1 }), { sessions: [{ session_id: 1 }] }],
  ])('%s is asked about', async (tool, given, preview) => {
    const { structuredContent } = await call(tool, given());
    expect(structuredContent).toMatchObject({ requires_confirmation: true, preview });
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

  test('may be one that confirms whatever sends', async () => {
    const token = await tokenThat('always');
    const send = { phone: '+34600000001', message: 'Hi', session_id: 1 };
    expect((await call('send_whatsapp_message', send, token)).structuredContent).toMatchObject({
      requires_confirmation: true,
      preview: { parameters: send },
    });
    await done('list_campaigns', {}, token);
  });
});

describe('a call that is sent twice with one idempotency_key', () => {
  const spring = { name: 'Twice', idempotency_key: 'k1' };

  test('is done once, and answered the same', async () => {
    const first = await done('create_contact_list', spring);
    const second = await done('create_contact_list', { idempotency_key: 'k1', name: 'Twice' });
    expect(second).toEqual(first);
    expect((await done('list_contact_lists', {})).lists).toHaveLength(2);
  });

  test('at the same moment, is done once', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => done('create_contact_list', spring)));
    expect(new Set(answers.map((answer) => answer.list_id)).size).toBe(1);
  });

  test('is refused with other parameters', async () => {
    await done('create_contact_list', spring);
    const { content } = await call('create_contact_list', { ...spring, name: 'Other' });
    expect(content[0]?.text).toContain('was used for another call');
  });

  test('may be sent again when it was refused', async () => {
    const wrong = { campaign_id, idempotency_key: 'k2', confirm: true };
    expect((await call('resume_campaign', wrong)).isError).toBe(true);
    await done('start_campaign', { campaign_id, confirm: true });
    await done('pause_campaign', { campaign_id });
    await done('resume_campaign', wrong);
    expect(await stateOf()).toBe('running');
  });

  test('is refused where the answer is a secret', async () => {
    const admin = herald.token;
    const { content } = await call('create_api_token', { name: 'x', idempotency_key: 'k' }, admin);
    expect(content[0]?.text).toContain('takes no idempotency_key');
    expect((await done('list_api_tokens', {}, admin)).tokens).not.toContainEqual(
      expect.objectContaining({ name: 'x' }),
    );
  });
});
