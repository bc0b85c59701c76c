import { type Answered, type Call, refused } from './fake-evolution-answers.ts';
import type { FakeEvolutionWorld, FakeInstance, FakeWebhook } from './fake-evolution-world.ts';

/** The calls about an instance itself; undefined for others. */
export async function answerInstance(
  world: FakeEvolutionWorld,
  call: Call,
): Promise<Answered | undefined> {
  const { method, what, query } = call;
  const wanted = `${method} ${what}`;
  if (wanted === 'GET /instance/fetchInstances')
    return listed(world, query.get('instanceName') ?? '');
  if (wanted === 'POST /instance/create') return create(world, call);
  if (!/^(GET|POST|DELETE) \/(instance|webhook)\//.test(wanted)) return undefined;

  const instance = world.instances.get(call.instance);
  if (!instance) return refused(404, `The "${call.instance}" instance does not exist`);
  switch (wanted) {
    case 'GET /instance/connect':
      return connect(world, instance, query.get('number'));
    case 'GET /instance/connectionState':
      return ok({ instance: { instanceName: instance.name, state: instance.state } });
    case 'POST /instance/restart':
      if (instance.state === 'close') return refused(400, 'The instance is not connected');
      instance.isDead = false;
      return connect(world, instance, null);
    case 'DELETE /instance/logout':
      if (instance.state === 'close') return refused(400, 'The instance is not connected');
      instance.state = 'close';
      return ok({ status: 'SUCCESS', error: false, response: { message: 'Instance logged out' } });
    case 'DELETE /instance/delete':
      if (instance.state === 'open') return refused(400, 'The instance needs to be disconnected');
      world.instances.delete(instance.name);
      return ok({ status: 'SUCCESS', error: false, response: { message: 'Instance deleted' } });
    case 'POST /webhook/set':
      instance.webhook = call.body.webhook as FakeWebhook;
      return { status: 201, body: instance.webhook };
    default:
      return undefined;
  }
}

function ok(body: unknown): Answered {
  return { status: 200, body };
}

function listed(world: FakeEvolutionWorld, name: string): Answered {
  const instance = world.instances.get(name);
  if (!instance) return refused(404, `Instance "${name}" not found`);
  const { token, integration, state, phone, profileName } = instance;
  const ownerJid = phone === undefined ? null : `${phone}@s.whatsapp.net`;
  return ok([
    {
      id: `id-of-${name}`,
      name,
      connectionStatus: state,
      ownerJid,
      profileName,
      integration,
      token,
    },
  ]);
}

async function create(world: FakeEvolutionWorld, { body }: Call): Promise<Answered> {
  const name = String(body.instanceName);
  if (world.instances.has(name)) return refused(403, `This name "${name}" is already in use.`);
  const webhook = body.webhook as FakeWebhook | undefined;
  const instance = world.add(name, {
    integration: String(body.integration),
    state: body.qrcode === true ? 'connecting' : 'close',
    ...(webhook && { webhook }),
  });
  const qrcode = body.qrcode === true ? await codeOf(world, instance) : undefined;
  const { token } = instance;
  const told = { instanceName: name, instanceId: `id-of-${name}`, status: 'connecting' };
  return { status: 201, body: { instance: told, hash: token, webhook: {}, settings: {}, qrcode } };
}

async function connect(
  world: FakeEvolutionWorld,
  instance: FakeInstance,
  number: string | null,
): Promise<Answered> {
  if (instance.state === 'open') {
    return ok({ instance: { instanceName: instance.name, state: 'open' } });
  }
  // A code to be typed is made only when the connection is opened for it.
  const pairingCode = number !== null && instance.state === 'close' ? 'FAKE-1234' : null;
  instance.state = 'connecting';
  return ok({ ...(await codeOf(world, instance)), pairingCode });
}

async function codeOf(world: FakeEvolutionWorld, instance: FakeInstance): Promise<object> {
  const { emptyCodes = 0 } = world.options;
  instance.asked += 1;
  if (emptyCodes < 0 || instance.asked <= emptyCodes) return { count: 0 };
  await world.showCode(instance.name);
  const code = `2@fake${instance.codes},${instance.name}`;
  return { pairingCode: null, code, base64: 'data:image/png;base64,iVBO', count: instance.codes };
}
