import { beforeEach, describe, expect, test } from 'vitest';
import { findInviteWorkspace, findOperator } from '../../src/database/operators.ts';
import { type Role, roles, scopesOf } from '../../src/domain/roles.ts';
import { invoke } from '../../src/operations/invoke.ts';
import { claimOperatorInvite } from '../../src/operations/operators/claim.ts';
import { createOperatorInvite } from '../../src/operations/operators/invite.ts';
import { hashCode } from '../../src/operations/operators/invite-code.ts';
import { listOperators } from '../../src/operations/operators/list.ts';
import { removeOperator } from '../../src/operations/operators/remove.ts';
import { createWorld, type World } from '../support/world.ts';

describe('operators', () => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld();
  });

  const invite = async (role: Role) => (await world.invoke(createOperatorInvite, { role })).code;
  const claim = (code: string, telegram_user_id: number) =>
    world.invoke(claimOperatorInvite, {
      code,
      telegram_user_id,
      name: `Person ${telegram_user_id}`,
    });

  test('whoever has the code becomes an operator with the role it was made for', async () => {
    const code = await invite('launcher');
    expect(await findInviteWorkspace(world.db, hashCode(code))).toBe(world.caller.workspaceId);

    const answer = await claim(code, 7);

    expect(answer).toMatchObject({ name: 'Person 7', role: 'launcher' });
    expect(await findOperator(world.db, 7)).toEqual({
      id: answer.operator_id,
      workspaceId: world.caller.workspaceId,
      name: 'Person 7',
      role: 'launcher',
    });
    expect((await world.invoke(listOperators, {})).operators).toMatchObject([
      { operator_id: answer.operator_id, telegram_user_id: 7, role: 'launcher' },
    ]);
  });

  test('a code fits into a Telegram link and is kept as a hash only', async () => {
    const code = await invite('viewer');

    expect(code).toMatch(/^[\w-]{24}$/);
    const kept = await world.db.selectFrom('operator_invite').selectAll().execute();
    expect(JSON.stringify(kept)).not.toContain(code);
  });

  test('a code works once', async () => {
    const code = await invite('viewer');
    await claim(code, 7);

    await expect(claim(code, 8)).rejects.toMatchObject({ code: 'not_found' });
    expect(await findInviteWorkspace(world.db, hashCode(code))).toBeUndefined();
  });

  test('of two who claim one code at once, one gets it', async () => {
    const code = await invite('viewer');

    const claims = await Promise.allSettled([claim(code, 7), claim(code, 8)]);

    expect(claims.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('who is an operator already keeps the role, and the code stays unused', async () => {
    await claim(await invite('viewer'), 7);
    const code = await invite('owner');

    await expect(claim(code, 7)).rejects.toMatchObject({ code: 'conflict' });

    expect(await findOperator(world.db, 7)).toMatchObject({ role: 'viewer' });
    await claim(code, 8);
  });

  test('a code of another workspace opens nothing here', async () => {
    const stranger = await world.stranger();
    const { code } = await invoke(stranger, createOperatorInvite, { role: 'owner' });

    await expect(claim(code, 7)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('a removed operator is nobody, and may be invited anew', async () => {
    const { operator_id } = await claim(await invite('editor'), 7);

    await world.invoke(removeOperator, { operator_id });

    expect(await findOperator(world.db, 7)).toBeUndefined();
    expect((await world.invoke(listOperators, {})).operators).toEqual([]);
    await expect(world.invoke(removeOperator, { operator_id })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await claim(await invite('manager'), 7)).toMatchObject({ role: 'manager' });
  });

  test('the last owner stays', async () => {
    const first = await claim(await invite('owner'), 7);
    await expect(
      world.invoke(removeOperator, { operator_id: first.operator_id }),
    ).rejects.toMatchObject({ code: 'wrong_state' });

    await claim(await invite('owner'), 8);

    await world.invoke(removeOperator, { operator_id: first.operator_id });
  });

  test('of two owners who remove each other at once, one stays', async () => {
    const ids = [];
    for (const user of [7, 8]) ids.push((await claim(await invite('owner'), user)).operator_id);

    await Promise.allSettled(
      ids.map((operator_id) => world.invoke(removeOperator, { operator_id })),
    );

    expect((await world.invoke(listOperators, {})).operators).toHaveLength(1);
  });

  test.each([
    ['a role that does not exist', createOperatorInvite, { role: 'king' }],
    ['no role', createOperatorInvite, {}],
    ['a person without an id', claimOperatorInvite, { code: 'x', name: 'Ana' }],
    ['an operator by name', removeOperator, { operator_id: 'Ana' }],
  ])('%s is refused', async (_, operation, input) => {
    await expect(world.invoke<unknown, unknown>(operation, input)).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });
});

describe('roles', () => {
  test('only an owner administers', () => {
    expect(roles.filter((role) => scopesOf(role).has('admin'))).toEqual(['owner']);
  });

  test('everybody may look at contacts and campaigns', () => {
    for (const role of roles) {
      expect([...scopesOf(role)]).toEqual(
        expect.arrayContaining(['contacts:read', 'campaigns:read']),
      );
    }
  });

  test('a launcher starts campaigns and an editor writes them, not the other way round', () => {
    expect(scopesOf('launcher').has('campaigns:send')).toBe(true);
    expect(scopesOf('launcher').has('campaigns:write')).toBe(false);
    expect(scopesOf('editor').has('campaigns:write')).toBe(true);
    expect(scopesOf('editor').has('campaigns:send')).toBe(false);
  });
});
