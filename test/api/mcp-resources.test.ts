import { beforeEach, describe, expect, test } from 'vitest';
import { createHttpWorld, type HttpWorld, postMcp } from './herald.ts';

let herald: HttpWorld;
beforeEach(async () => {
  herald = await createHttpWorld();
});

interface Answer {
  result?: {
    resources: { uri: string }[];
    contents: { uri: string; mimeType: string; text: string }[];
    structuredContent: { campaign_id: number; token: string };
  };
  error?: object;
}

async function ask(method: string, params: object, token = herald.token): Promise<Answer> {
  const authorization = `Bearer ${token}`;
  const response = await postMcp(
    herald,
    { jsonrpc: '2.0', id: 1, method, params },
    { authorization },
  );
  return (await response.json()) as Answer;
}

const call = async (name: string, args: object) => {
  const { result } = await ask('tools/call', { name, arguments: args });
  if (!result) throw new Error(`${name} was not answered`);
  return result.structuredContent;
};

async function read(uri: string, token?: string) {
  const { result, error } = await ask('resources/read', { uri }, token);
  if (!result?.contents[0]) throw new Error(JSON.stringify(error));
  return result.contents[0];
}

const rules = async (token?: string) => (await read('herald://rules', token)).text;

describe('the resources', () => {
  test('are announced and listed', async () => {
    const { result } = await ask('initialize', {
      ...{
        protocolVersion: '2025-11-25',
        capabilities: {},
        clientInfo: { name: 'a', version: '1' },
      },
    });
    expect(result).toMatchObject({ capabilities: { tools: {}, resources: {} } });

    const listed = (await ask('resources/list', {})).result?.resources;
    expect(listed?.map(({ uri }) => uri)).toEqual(['shop://profile', 'herald://rules']);
    expect(await ask('resources/templates/list', {})).toMatchObject({
      result: { resourceTemplates: [] },
    });
  });

  test('that are not there are refused by their address', async () => {
    expect(await ask('resources/read', { uri: 'shop://till' })).toMatchObject({
      error: { code: -32_602, data: { uri: 'shop://till' } },
    });
  });

  test.each([
    ['shop://profile', 'contacts:read', 'get_workspace needs the right campaigns:read'],
    ['shop://profile', 'campaigns:read', 'list_contacts needs the right contacts:read'],
    ['herald://rules', 'contacts:read', 'get_workspace needs the right campaigns:read'],
  ])('do not show %s to a token with %s alone', async (uri, scope, message) => {
    const { token } = await call('create_api_token', { name: scope, scopes: [scope] });
    expect(await ask('resources/read', { uri }, token)).toMatchObject({
      error: { code: -32_000, message: expect.stringContaining(message) },
    });
  });

  test('hide a fault of ours behind a sentence', async () => {
    const { token } = herald;
    herald.house.clock = () => {
      throw new Error('the clock fell off the wall');
    };
    expect(await ask('resources/read', { uri: 'shop://profile' }, token)).toMatchObject({
      error: { code: -32_603, message: expect.stringMatching(/^Something went wrong/) },
    });
  });
});

describe('shop://profile', () => {
  test('says what the workspace is, has, and is doing', async () => {
    const campaign_id = await herald.campaign('running', ['+34600000001', '+34600000002']);
    await herald.campaign('draft', ['+34600000001']);

    const { mimeType, text } = await read('shop://profile');

    expect(mimeType).toBe('application/json');
    expect(JSON.parse(text)).toEqual({
      workspace_id: 1,
      name: expect.any(String),
      timezone: 'UTC',
      numbers: [expect.objectContaining({ session_id: 1, bridge: 'sandbox', status: 'connected' })],
      problems: [],
      contacts: 2,
      contact_lists: 2,
      campaigns: { running: 1, paused: 0, scheduled: 0 },
    });
    expect(campaign_id).toBe(1);
  });
});

describe('herald://rules', () => {
  test('says whom each kind of opt-out spares from what', async () => {
    const text = await rules();
    expect(text).toMatch(/no WhatsApp from you .* gets no campaign and no single message/);
    expect(text).toMatch(/no marketing .* gets no campaign, but single messages/);
    expect(text).toMatch(/blacklist gets no campaign and no single message/);
  });

  test('follows what is configured', async () => {
    expect(await rules()).toMatch(/need nobody.s approval/);
    const config = {
      require_approval: true,
      auto_reply_text: 'Back soon',
      refuse_outside_window: true,
    };
    await call('save_mass_marketing_config', config);
    await call('update_workspace', { timezone: 'Europe/Madrid' });

    const text = await rules();

    expect(text).toContain('waits for an operator (approve_campaign)');
    expect(text).toContain('"Back soon"');
    expect(text).toContain('clocks of Europe/Madrid');
    expect(text).toContain('outside their window');

    await call('save_mass_marketing_config', { auto_reply_enabled: false });
    expect(await rules()).toContain('the automatic answer is off');
  });

  test.each([
    ['destructive', /asked back.*: .*remove_contacts_bulk \(some calls\).* start_campaign/],
    ['always', /asked back.*: .*create_campaign \(some calls\).*send_whatsapp_message/],
    ['never', /nothing is asked back/],
  ])('says what a token that confirms %s is asked', async (confirms, sentence) => {
    const { token } = await call('create_api_token', { name: confirms, confirms });
    expect(await rules(token)).toMatch(sentence);
  });
});
