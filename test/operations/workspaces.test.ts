import { beforeEach, describe, expect, test } from 'vitest';
import { findToken } from '../../src/database/tokens.ts';
import { invoke } from '../../src/operations/invoke.ts';
import { createWorkspace } from '../../src/operations/workspaces/create.ts';
import { createApiToken } from '../../src/operations/workspaces/create-token.ts';
import { getWorkspace } from '../../src/operations/workspaces/get.ts';
import { listApiTokens } from '../../src/operations/workspaces/list-tokens.ts';
import { revokeApiToken } from '../../src/operations/workspaces/revoke-token.ts';
import { hashToken } from '../../src/operations/workspaces/token-secret.ts';
import { updateWorkspace } from '../../src/operations/workspaces/update.ts';
import { createWorld, standingTime, type World } from '../support/world.ts';

describe('workspaces', () => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld();
  });

  test('a workspace changes what is given and keeps the rest', async () => {
    await world.invoke(updateWorkspace, { timezone: 'Europe/Madrid', strict_numbers: true });
    await world.invoke(updateWorkspace, { name: 'Shop' });

    expect(await world.invoke(getWorkspace, {})).toEqual({
      workspace_id: world.caller.workspaceId,
      name: 'Shop',
      timezone: 'Europe/Madrid',
      strict_numbers: true,
    });
  });

  test.each([
    ['nothing to change', {}],
    ['a time zone nobody knows', { timezone: 'Mars/Olympus' }],
    ['an empty name', { name: '' }],
  ])('changing refuses %s', async (_, input) => {
    await expect(world.invoke(updateWorkspace, input)).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });

  test('a new workspace comes with a token that may do everything in it', async () => {
    const made = await world.invoke(createWorkspace, { name: 'Second' });

    expect(made).toMatchObject({ name: 'Second', timezone: 'UTC' });
    const known = await findToken(world.db, hashToken(made.token));
    expect(known).toMatchObject({ workspaceId: made.workspace_id, name: 'first' });
    expect(known?.scopes.has('admin')).toBe(true);
  });

  test('only who may do everything makes workspaces and tokens', async () => {
    const caller = { ...world.caller, scopes: new Set(['settings:write'] as const) };

    for (const operation of [createWorkspace, createApiToken]) {
      await expect(
        invoke<unknown, unknown>(caller, operation, { name: 'Mine' }),
      ).rejects.toMatchObject({ code: 'not_allowed' });
    }
  });
});

describe('API tokens', () => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld();
  });

  test('a token is shown once, and only its hash is kept', async () => {
    const { token, token_id } = await world.invoke(createApiToken, { name: 'CRM' });

    expect(token).toMatch(/^hd_[\w-]{43}$/);
    const everything = JSON.stringify([
      await world.db.selectFrom('api_token').selectAll().execute(),
      await world.db.selectFrom('audit').selectAll().execute(),
      await world.invoke(listApiTokens, {}),
    ]);
    expect(everything).not.toContain(token);
    expect(everything).toContain(hashToken(token));
    expect(await findToken(world.db, hashToken(token))).toMatchObject({
      id: token_id,
      name: 'CRM',
    });
  });

  test('a token may do everything but administer, unless it is told otherwise', async () => {
    const usual = await world.invoke(createApiToken, { name: 'CRM' });
    const narrow = await world.invoke(createApiToken, {
      name: 'Report',
      scopes: ['campaigns:read', 'campaigns:read'],
    });

    expect(usual.scopes).toContain('campaigns:send');
    expect(usual.scopes).not.toContain('admin');
    expect(narrow.scopes).toEqual(['campaigns:read']);
    const known = await findToken(world.db, hashToken(narrow.token));
    expect([...(known?.scopes ?? [])]).toEqual(['campaigns:read']);
  });

  test('a revoked token is nobody any more, and revoking again changes nothing', async () => {
    const { token, token_id } = await world.invoke(createApiToken, { name: 'CRM' });

    await world.invoke(revokeApiToken, { token_id });
    world.pass(60_000);
    await world.invoke(revokeApiToken, { token_id });

    expect(await findToken(world.db, hashToken(token))).toBeUndefined();
    expect((await world.invoke(listApiTokens, {})).tokens).toMatchObject([
      { token_id, revoked_at: standingTime.toISOString() },
    ]);
  });

  test.each([
    ['a right that does not exist', { name: 'CRM', scopes: ['everything'] }],
    ['no rights', { name: 'CRM', scopes: [] }],
    ['no name', {}],
  ])('making a token refuses %s', async (_, input) => {
    await expect(world.invoke(createApiToken, input)).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });
});
