import { beforeEach, describe, expect, test } from 'vitest';
import { invoke } from '../../src/operations/invoke.ts';
import { operations } from '../../src/operations/registry.ts';
import { connectWhatsapp } from '../../src/operations/senders/connect.ts';
import { getWhatsappStatus } from '../../src/operations/senders/status.ts';
import {
  accessToken,
  appSecret,
  type CloudWorld,
  createCloudWorld,
  numberId,
  verifyToken,
} from '../support/cloud-world.ts';

let world: CloudWorld;

beforeEach(async () => {
  world = await createCloudWorld();
});

const senders = () =>
  world.db.selectFrom('sender').selectAll().where('bridge', '=', 'cloud').orderBy('id').execute();

describe('connecting a number over the Cloud API', () => {
  test('asks WhatsApp about it and says how it stands', async () => {
    const session = await world.connect({ tier: 'TIER_2K' });

    expect(session).toMatchObject({
      bridge: 'cloud',
      label: 'Bakery',
      phone: '+15553000300',
      status: 'connected',
      status_reason: null,
      qr: null,
    });
    expect(await senders()).toMatchObject([
      {
        number_key: numberId,
        config: { waba_id: '700800900100', tier: 'TIER_2K', throughput: 'STANDARD' },
      },
    ]);
  });

  test('with a wrong token keeps the number, disconnected, and says why', async () => {
    const session = await world.connect({ access_token: 'EAA-the-wrong-token' });

    expect(session).toMatchObject({
      status: 'disconnected',
      status_reason: '190: Malformed access token Bearer (hidden)',
      phone: null,
    });
  });

  test('while nobody answers keeps the number, disconnected, for later', async () => {
    const connecting = world.connect({ base_url: 'http://127.0.0.1:1' });

    await expect(connecting).rejects.toMatchObject({ code: 'unavailable' });
    expect(await senders()).toMatchObject([{ status: 'disconnected' }]);
    expect(await world.connect()).toMatchObject({ session_id: 2, status: 'connected' });
  });

  test('again brings new credentials to the same number', async () => {
    const first = await world.connect({ access_token: 'EAA-the-wrong-token' });
    const second = await world.connect();

    expect(second).toMatchObject({ session_id: first.session_id, status: 'connected' });
    expect(await senders()).toHaveLength(1);
  });

  test('again without a config links a disconnected number as it is known', async () => {
    await world.connect();
    await world.db.updateTable('sender').set({ status: 'disconnected' }).execute();

    const again = await world.invoke(connectWhatsapp, { bridge: 'cloud' });

    expect(again).toMatchObject({ session_id: 2, status: 'connected', label: 'Bakery' });
  });

  test('of another workspace is refused, and changes nothing there', async () => {
    await world.connect();
    const before = await senders();
    const input = {
      bridge: 'cloud',
      config: { ...world.described, access_token: 'EAA-the-token-of-others' },
    };

    await expect(invoke(await world.stranger(), connectWhatsapp, input)).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await senders()).toEqual(before);
  });

  test.each([
    ['no config', 'cloud', false, 'config is missing: the cloud bridge needs it.'],
    ['a config for the sandbox', 'sandbox', true, 'config: the sandbox bridge takes none.'],
    ['a config without a bridge', undefined, true, 'config: the sandbox bridge takes none.'],
  ])('with %s is refused by name', async (_, bridge, isDescribed, sentence) => {
    const config = isDescribed ? world.described : undefined;
    const connecting = world.invoke(connectWhatsapp, { bridge, config });

    await expect(connecting).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(connecting).rejects.toThrow(sentence);
    expect(await senders()).toEqual([]);
  });

  test('names the field that is missing or wrong', async () => {
    await expect(world.connect({ app_secret: undefined })).rejects.toThrow(
      'config.app_secret is missing.',
    );
    await expect(world.connect({ phone_number_id: '+34 600' })).rejects.toThrow(
      'config.phone_number_id: must be digits',
    );
  });
});

describe('what is secret about a number', () => {
  const secrets = [accessToken, appSecret, verifyToken];

  test('stands nowhere in the database as it was typed in', async () => {
    await world.connect();
    await world.connect({ access_token: 'EAA-the-wrong-token' });
    await world.connect({ base_url: 'http://127.0.0.1:1' }).catch(() => {});

    const rows = [
      ...(await senders()),
      ...(await world.db.selectFrom('audit').selectAll().execute()),
    ];
    expect(rows.length).toBeGreaterThan(3);
    for (const secret of [...secrets, 'EAA-the-wrong-token']) {
      expect(JSON.stringify(rows)).not.toContain(secret);
    }
  });

  test('is shown by no operation that only looks', async () => {
    await world.connect();
    const { sealed } = (await senders())[0]?.config ?? {};
    let asked = 0;

    for (const operation of operations.filter(({ annotations }) => annotations.readOnly)) {
      const answer = await world.invoke(operation, {}).catch(() => undefined);
      if (answer !== undefined) asked += 1;
      for (const secret of [...secrets, String(sealed)]) {
        expect(JSON.stringify(answer ?? null), operation.name).not.toContain(secret);
      }
    }
    expect(asked).toBeGreaterThan(5);
    expect(JSON.stringify(await world.invoke(getWhatsappStatus, {}))).toContain('cloud');
  });
});
