import { beforeEach, describe, expect, test } from 'vitest';
import { scopes } from '../../src/context.ts';
import { keepDefaultToken } from '../../src/house/default-token.ts';
import { identifyBy } from '../../src/house/identify.ts';
import { listApiTokens } from '../../src/operations/workspaces/list-tokens.ts';
import { revokeApiToken } from '../../src/operations/workspaces/revoke-token.ts';
import { createWorld, type World } from '../support/world.ts';

let world: World;

beforeEach(async () => {
  world = await createWorld();
});

function keep(configured?: string) {
  const { db, house, caller } = world;
  return keepDefaultToken(db, caller.workspaceId, configured, house.clock());
}

const identify = (token: string) => identifyBy(world.house)(token);

describe('the default token', () => {
  test('is made at the first start, with every right', async () => {
    const made = await keep();

    const caller = made.from === 'now' ? await identify(made.token) : undefined;
    expect(caller).toMatchObject({ workspaceId: world.caller.workspaceId });
    expect([...(caller?.scopes ?? [])]).toEqual([...scopes]);
  });

  test('is made and shown once, however many processes start at once', async () => {
    const made = await Promise.all([keep(), keep(), keep()]);

    expect(made.map(({ from }) => from).sort()).toEqual(['before', 'before', 'now']);
  });

  test('is the configured one where there is one', async () => {
    expect(await keep('configured-token-1234')).toEqual({ from: 'environment' });

    expect(await identify('configured-token-1234')).toBeDefined();
  });

  test('ends when another one is configured, and comes back with it', async () => {
    await keep('configured-token-1234');
    await keep('configured-token-5678');
    expect(await identify('configured-token-1234')).toBeUndefined();

    await keep('configured-token-1234');
    expect(await identify('configured-token-1234')).toBeDefined();
    expect(await identify('configured-token-5678')).toBeUndefined();
  });

  test('is not made again after somebody revoked it', async () => {
    await keep();
    const { tokens } = await world.invoke(listApiTokens, {});
    await world.invoke(revokeApiToken, { token_id: tokens[0]?.token_id });

    expect(await keep()).toEqual({ from: 'before' });
  });
});
