import { onTestFinished } from 'vitest';
import { createSandboxPhones } from '../../src/sandbox/phones/world.ts';
import { createWorld } from './world.ts';

/** A Herald whose numbers are those of the simulated phones; its webhook leads nowhere. */
export async function createSandboxWorld() {
  const phones = createSandboxPhones({
    webhookUrl: 'http://127.0.0.1:1/webhooks/sandbox',
    secret: 'only for tests',
    speed: 1,
    seed: 'sessions',
  });
  onTestFinished(() => phones.close());
  const world = await createWorld({ bridges: [phones.bridge] });
  return { ...world, phones };
}
