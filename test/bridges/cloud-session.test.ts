import { describe, expect, test } from 'vitest';
import { createCloudNumber, numberAt } from './cloud-number.ts';

const facts = {
  verified_name: 'Fake Bakery',
  quality_rating: 'GREEN',
  throughput: 'HIGH',
  name_status: 'APPROVED',
  messaging_limit: 'TIER_2K',
};

/** A number with everything that the Cloud bridge can do with one. */
async function createSession(...given: Parameters<typeof createCloudNumber>) {
  const number = await createCloudNumber(...given);
  const { status, reconnect, profile, saveProfile } = number.bridge.session ?? {};
  if (!status || !reconnect || !profile || !saveProfile) throw new Error('something is missing');
  const { sender } = number;
  return {
    ...number,
    status: () => status(sender),
    reconnect: () => reconnect(sender),
    profile: () => profile(sender),
    saveProfile: (changes: Parameters<typeof saveProfile>[1]) => saveProfile(sender, changes),
    templates: async () => number.bridge.templates?.list(sender),
  };
}

describe('connecting', () => {
  test('asks the number what it is and what it can take, and asks for its events', async () => {
    const { cloud, bridge, sender } = await createCloudNumber({ throughput: 'HIGH' });

    const connection = await bridge.connect(sender);

    expect(connection).toEqual({
      status: 'connected',
      phone: '+15553000300',
      facts: { ...facts, subscribed: true },
    });
    expect(cloud.account.subscribed).toEqual(['700800900100']);
    const config = { ...sender.config, ...connection.facts };
    expect(bridge.ratePerSecond(config)).toBe(1_000);
    expect(bridge.ratePerSecond({ ...config, tier: 'TIER_2K' })).toBe(30);
    expect(bridge.ratePerSecond(sender.config)).toBe(80);
  });

  test('succeeds without the events, and says so', async () => {
    const { cloud, bridge, sender } = await createCloudNumber();
    cloud.fault('subscribed_apps', { kind: 'error', code: 200, status: 403 });

    expect(await bridge.connect(sender)).toMatchObject({
      status: 'connected',
      facts: { subscribed: false },
    });
  });

  test('with a wrong token says so, without the token', async () => {
    const { cloud, bridge, sender } = await createCloudNumber({ accessToken: 'EAA-another-token' });

    expect(await bridge.connect(sender)).toEqual({
      status: 'disconnected',
      reason: '190: Malformed access token Bearer (hidden)',
    });
    expect(cloud.account.subscribed).toEqual([]);
  });

  test('fails when nobody can say at the moment', async () => {
    const { cloud, bridge, sender } = await createCloudNumber();
    await cloud.close();

    await expect(bridge.connect(sender)).rejects.toThrow('WhatsApp was not reached');
  });

  test.each([
    ['too many questions', { kind: 'error', code: 4 }],
    ['a fault over there', { kind: 'answer', status: 503, body: '', taken: false }],
    ['a redirect', { kind: 'answer', status: 302, body: '', taken: false }],
    ['something that is no number', { kind: 'answer', status: 200, body: '[]', taken: false }],
  ] as const)('fails for now after %s', async (_, fault) => {
    const { cloud, bridge, sender } = await createCloudNumber();
    cloud.fault('number', fault);

    await expect(bridge.connect(sender)).rejects.toThrow();
  });

  test('is refused by a number that is banned', async () => {
    const { bridge, sender } = await createCloudNumber({ number: { status: 'BANNED' } });

    expect(await bridge.connect(sender)).toMatchObject({
      status: 'disconnected',
      reason: 'WhatsApp says that the number is BANNED.',
      phone: '+15553000300',
    });
  });

  test('forgets what WhatsApp does not tell any more', async () => {
    const number = { quality_rating: undefined, throughput: 'HIGH', name_status: 7 };
    const { bridge, sender } = await createCloudNumber({ number });

    expect((await bridge.connect(sender)).facts).toMatchObject({
      quality_rating: null,
      throughput: null,
      name_status: null,
    });
  });
});

describe('a number of the Cloud API', () => {
  test('tells how it is now, without being connected anew', async () => {
    const { cloud, status } = await createSession({ throughput: 'HIGH' });

    expect(await status()).toEqual({ status: 'connected', phone: '+15553000300', facts });
    expect(cloud.account.subscribed).toEqual([]);
  });

  test('is connected again', async () => {
    const { cloud, reconnect } = await createSession();

    expect(await reconnect()).toMatchObject({ status: 'connected' });
    expect(cloud.account.subscribed).toHaveLength(1);
  });

  test('shows its profile, and takes a new one', async () => {
    const { cloud, profile, saveProfile } = await createSession();
    const written = {
      about: 'Bread since 1912',
      address: 'Calle Mayor 1',
      description: 'A bakery',
      email: 'hola@bakery.test',
      websites: ['https://bakery.test'],
    };
    expect(await profile()).toEqual({});

    await saveProfile(written);

    expect(cloud.account.profiles.get('500100200300')).toEqual({
      messaging_product: 'whatsapp',
      ...written,
    });
    cloud.account.profiles.set('500100200300', {
      ...written,
      profile_picture_url: 'https://cdn.test/p.jpg',
      vertical: 'RETAIL',
    });
    expect(await profile()).toEqual({ ...written, pictureUrl: 'https://cdn.test/p.jpg' });
  });

  test('has a name that WhatsApp approves, and nobody changes here', async () => {
    const { cloud, saveProfile } = await createSession();

    await expect(saveProfile({ name: 'Better Bakery', about: 'x' })).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringMatching(/^name: WhatsApp approves it/),
    });
    expect(cloud.account.profiles.size).toBe(0);
  });

  test('passes on what WhatsApp has against a profile', async () => {
    const { cloud, saveProfile } = await createSession();
    cloud.fault('whatsapp_business_profile', { kind: 'error', code: 100, details: 'Bad e-mail' });

    await expect(saveProfile({ email: 'x' })).rejects.toMatchObject({
      code: 'invalid_input',
      message: '100: Bad e-mail',
    });
  });

  test('cannot be logged out, removed, shown a picture of, or asked for people', async () => {
    const { session = {}, chosenId } = numberAt('http://127.0.0.1:1').bridge;

    expect(Object.keys(session).sort()).toEqual(['profile', 'reconnect', 'saveProfile', 'status']);
    expect(chosenId).toBeUndefined();
  });

  test('whose credentials cannot be read says so instead', async () => {
    const { bridge, sender } = numberAt('http://127.0.0.1:1');
    const stranger = { ...sender, config: { ...sender.config, sealed: 'v1.00000000.AAAA' } };
    const message = /credentials cannot be read/;

    expect(await bridge.session?.status?.(stranger)).toMatchObject({ status: 'disconnected' });
    await expect(bridge.session?.profile?.(stranger)).rejects.toThrow(message);
    await expect(bridge.templates?.list(stranger)).rejects.toThrow(message);
  });
});

const template = (name: string, status: unknown) => ({
  id: '1',
  name,
  status,
  language: 'pt_BR',
  category: 'MARKETING',
  components: [{ type: 'BODY', text: 'Hi {{1}}' }],
});

describe('the templates of a number', () => {
  test.each([
    ['APPROVED', 'approved'],
    ['PENDING', 'pending'],
    ['IN_APPEAL', 'pending'],
    ['REJECTED', 'rejected'],
    ['PAUSED', 'paused'],
    ['DISABLED', 'disabled'],
    ['LIMIT_EXCEEDED', 'disabled'],
    ['PENDING_DELETION', 'disabled'],
    ['DELETED', 'disabled'],
    ['ARCHIVED', 'archived'],
    ['SOMETHING_NEW', 'disabled'],
  ])('that are %s are %s', async (theirs, ours) => {
    const { cloud, templates } = await createSession();
    cloud.account.templates.push(template('sale', theirs));

    expect(await templates()).toEqual([
      {
        name: 'sale',
        language: 'pt_BR',
        status: ours,
        category: 'MARKETING',
        components: [{ type: 'BODY', text: 'Hi {{1}}' }],
      },
    ]);
  });

  test('are all there, however many pages they fill', async () => {
    const { cloud, templates } = await createSession();
    for (let n = 0; n < 250; n += 1) cloud.account.templates.push(template(`t${n}`, 'APPROVED'));

    expect((await templates())?.map(({ name }) => name)).toEqual(
      Array.from({ length: 250 }, (_, n) => `t${n}`),
    );
  });

  test('are listed beside one that cannot be read', async () => {
    const { cloud, templates } = await createSession();
    cloud.account.templates.push({ id: '7' }, template('sale', 'APPROVED'));

    expect(await templates()).toMatchObject([{ name: 'sale' }]);
  });

  test('end somewhere, also when WhatsApp goes on for ever', async () => {
    const { cloud, templates } = await createSession();
    const page = {
      data: [template('a', 'APPROVED')],
      paging: { next: 'x', cursors: { after: '0' } },
    };
    const again = {
      kind: 'answer',
      status: 200,
      body: JSON.stringify(page),
      taken: false,
    } as const;
    cloud.fault('message_templates', again, 100);

    expect(await templates()).toHaveLength(60);
  });

  test('are refused to a token that may not see them', async () => {
    const { cloud, templates } = await createSession();
    cloud.fault('message_templates', { kind: 'error', code: 200, details: 'No permission' });

    await expect(templates()).rejects.toMatchObject({ message: '200: No permission' });
  });
});
