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

describe('a call that is sent twice with one idempotency_key', () => {
  const spring = { name: 'Twice', idempotency_key: 'k1' };

  test('is done once, and answered the same', async () => {
    const first = await done('create_contact_list', spring);
    const second = await done('create_contact_list', { idempotency_key: 'k1', name: 'Twice' });
    expect(second).toEqual(first);
    expect((await done('list_contact_lists', {})).lists).toHaveLength(3);
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

  test('and with a preview_token is done once, though its preview no longer holds', async () => {
    const { structuredContent: question } = await call('delete_campaign', { campaign_id });
    const { preview_token } = question;
    const confirmed = { campaign_id, preview_token, idempotency_key: 'k3' };
    const first = await done('delete_campaign', confirmed);
    expect(await done('delete_campaign', confirmed)).toEqual(first);
  });

  test.each(['', 1, null])('is refused with %j, which names nothing', async (idempotency_key) => {
    const { content } = await call('create_contact_list', { name: 'x', idempotency_key });
    expect(content[0]?.text).toMatch(/^idempotency_key: /);
  });

  test('is refused where the answer is a secret', async () => {
    const admin = herald.token;
    const { content } = await call('create_api_token', { name: 'x', idempotency_key: 'k' }, admin);
    expect(content[0]?.text).toContain('takes no idempotency_key');
    expect((await done('list_api_tokens', {}, admin)).tokens).not.toContainEqual(
      expect.objectContaining({ name: 'x' }),
    );
  });

  test('is refused where the answer holds a token of a new workspace', async () => {
    const { content } = await call('create_workspace', { name: 'x', idempotency_key: 'k' });
    expect(content[0]?.text).toContain('takes no idempotency_key');
  });
});
