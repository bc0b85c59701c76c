import { beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Caller } from '../../src/context.ts';
import { findOrCreateContact } from '../../src/database/contacts.ts';
import { insertDirectMessage } from '../../src/database/direct-messages.ts';
import { insertImport } from '../../src/database/imports.ts';
import { insertInbound } from '../../src/database/inbound.ts';
import { insertInboundMedia } from '../../src/database/inbound-media.ts';
import { insertMembers } from '../../src/database/list-members.ts';
import { insertList } from '../../src/database/lists.ts';
import { saveOwnTemplate } from '../../src/database/message-templates.ts';
import { insertOperator } from '../../src/database/operators.ts';
import { insertSandboxSender } from '../../src/database/senders.ts';
import { openSuppression } from '../../src/database/suppressions.ts';
import type { Database, Trx } from '../../src/database/tables.ts';
import { insertToken } from '../../src/database/tokens.ts';
import { invoke } from '../../src/operations/invoke.ts';
import { operations } from '../../src/operations/registry.ts';
import { createWorld, standingTime, type World } from '../support/world.ts';

/** As much of a JSON schema as these tests look at. */
const InputSchema = z.object({
  properties: z.record(z.string(), z.unknown()),
  required: z.array(z.string()).default([]),
});

/** Fields that name a row; the first workspace's rows have the id 1, the stranger's the id 2. */
const idFields: Readonly<Record<string, (id: number) => unknown>> = {
  contact_id: (id) => id,
  contact_ids: (id) => [id],
  list_id: (id) => id,
  import_id: (id) => id,
  session_id: (id) => id,
  session_ids: (id) => [id],
  migrate_to: (id) => id,
  apply_to_sessions: (id) => [id],
  token_id: (id) => id,
  operator_id: (id) => id,
  campaign_id: (id) => id,
  message_id: (id) => id,
  media_id: (id) => id,
  template_id: (id) => id,
  id: (id) => id,
  tmp_id: uploadId,
  ids: (id) => [id],
};

function uploadId(id: number): string {
  return `00000000-0000-4000-8000-00000000000${id}`;
}

/** Whatever else an operation must be given before it looks at an id. */
const otherFields: Readonly<Record<string, unknown>> = {
  as: 'sent',
  contacts: [{ phone: '+34600000009' }],
  content_base64: Buffer.from('phone\n+34600000009').toString('base64'),
  enable_mass_marketing: false,
  file_name: 'people.csv',
  label: 'Mine',
  message: 'Hello',
  message_text: 'Hello',
  name: 'Mine',
  phone: '+34600000009',
  phones: '+34600000009',
  reason: 'Too early',
  scheduled_at: '2027-01-01T10:00:00Z',
  segment_filters: { tags: ['vip'] },
  source: 'csv',
};

/** Not found, but no reason to refuse: someone who says no is heard, and who isn't in the list is out of it. */
const harmless = [
  'unsubscribe_by_link.campaign_id',
  'remove_contacts_bulk.contact_ids',
  'remove_unsubscribed_bulk.ids',
];

/** Optional, but nothing happens without it. */
const neededBesides: Readonly<Record<string, readonly string[]>> = {
  remove_contacts_bulk: ['contact_ids'],
  send_whatsapp_message: ['message'],
};

/** Names no row of ours. */
const notOurs = ['telegram_user_id', 'exclude_ids'];

/** Each operation with each of its ids: that one is foreign, the others are the stranger's own. */
const trespasses = operations.flatMap((operation) => {
  const { properties, required } = InputSchema.parse(
    z.toJSONSchema(operation.input, { io: 'input' }),
  );
  const ids = Object.keys(properties).filter(
    (field) =>
      (/(^|_)ids?$/.test(field) || Object.hasOwn(idFields, field)) && !notOurs.includes(field),
  );
  return ids.map((foreign) => {
    const besides = neededBesides[operation.name] ?? [];
    const fields = [...new Set([foreign, ...required, ...besides])];
    return [`${operation.name}.${foreign}`, operation, foreign, fields] as const;
  });
});

describe('an id of another workspace', () => {
  let world: World;
  let stranger: Caller;
  beforeEach(async () => {
    world = await createWorld();
    stranger = await world.stranger();
    await world.db.transaction().execute(async (trx) => {
      await fill(trx, world.caller.workspaceId);
      await fill(trx, stranger.workspaceId);
      // The first workspace has its number from the start.
      await insertSandboxSender(trx, stranger.workspaceId, 'Other');
    });
  });

  test.each(trespasses)('opens nothing as %s', async (name, operation, foreign, fields) => {
    const input = sampleInput(fields, foreign);
    const before = await snapshot(world.db, world.caller.workspaceId);

    const trespassing = invoke(stranger, operation, input);

    if (harmless.includes(name)) await trespassing;
    else await expect(trespassing).rejects.toMatchObject({ code: 'not_found' });
    expect(await snapshot(world.db, world.caller.workspaceId)).toEqual(before);
  });

  test('opens what it names in its own workspace', async () => {
    const getContact = operations.find(({ name }) => name === 'get_contact');
    if (!getContact) throw new Error('get_contact is gone');

    expect(await invoke(world.caller, getContact, { contact_id: 1 })).toBeDefined();
    expect(await invoke(stranger, getContact, { contact_id: 2 })).toBeDefined();
  });
});

function sampleInput(fields: readonly string[], foreign: string): Record<string, unknown> {
  const sampleOf = (field: string) =>
    idFields[field]?.(field === foreign ? 1 : 2) ?? otherFields[field];
  const input = Object.fromEntries(fields.map((field) => [field, sampleOf(field)]));
  const missing = fields.filter((field) => input[field] === undefined);
  if (missing.length > 0) throw new Error(`Give this test a sample of ${missing.join(', ')}.`);
  return input;
}

/** One row of everything that has an id: those of the workspace that is filled first have the id 1. */
async function fill(trx: Trx, workspaceId: number): Promise<void> {
  const person = { phone: '+34600000001', key: '34600000001' };
  const contact = await findOrCreateContact(trx, workspaceId, person);
  const list = await insertList(trx, workspaceId, { name: 'VIP' });
  await insertMembers(trx, workspaceId, list.id, [contact.id]);
  await insertImport(trx, workspaceId, {
    ...{ file_name: 'people.csv', contact_ids: [contact.id], bad_lines: [] },
    ...{ added: 1, updated: 0, duplicates: 0, impossible: 0, invalid: 0 },
  });
  await openSuppression(trx, {
    ...{ workspaceId, phone: '+34600000008', key: '34600000008' },
    ...{ kind: 'whatsapp', source: 'word', at: standingTime },
  });
  await trx
    .insertInto('contact_upload')
    .values({
      ...{ id: uploadId(workspaceId), workspace_id: workspaceId, file_name: 'people.csv' },
      ...{ content: Buffer.from('phone\n+34600000009'), created_at: standingTime },
    })
    .execute();
  await insertToken(trx, workspaceId, { name: 'CRM', hash: `${workspaceId}`, scopes: [] });
  const operator = { telegramUserId: workspaceId, name: 'Ana', role: 'owner' } as const;
  await insertOperator(trx, workspaceId, operator);
  await insertDirectMessage(trx, {
    ...{ workspaceId, key: 'a', contactId: contact.id, address: person.phone, senderId: 1 },
    ...{ purpose: 'single', body: 'Hello', dueAt: new Date('2027-01-01'), isScheduled: true },
  });
  await receiveFile(trx, workspaceId, contact.id);
  const template = { name: 'Greeting', category: undefined, body: 'Hello' };
  await saveOwnTemplate(trx, workspaceId, template);
  await trx
    .insertInto('campaign')
    .values({
      ...{ workspace_id: workspaceId, list_id: list.id, name: 'Spring', message_text: 'Hello' },
      ...{ state: 'draft', created_by: 'test' },
    })
    .execute();
}

/** Somebody has sent a picture. */
async function receiveFile(trx: Trx, workspaceId: number, contactId: number): Promise<void> {
  const inboundId = await insertInbound(trx, {
    ...{ workspaceId, senderId: 1, contactId, providerId: 'a', text: '' },
    ...{ campaignId: undefined, consent: undefined, at: standingTime, receivedAt: standingTime },
  });
  if (inboundId === undefined) throw new Error('it was there before');
  await insertInboundMedia(trx, {
    ...{ inboundId, workspaceId, senderId: 1, type: 'image', origin: { provider_id: 'a' } },
    ...{ mimeType: undefined, fileName: undefined, at: standingTime },
  });
}

async function snapshot(db: Database, workspaceId: number): Promise<unknown> {
  const tables = [
    'contact',
    'contact_list',
    'contact_list_member',
    'contact_import',
    'contact_upload',
    'campaign',
    'message',
    'message_template',
    'sender',
    'api_token',
    'operator',
    'suppression',
    'audit',
  ] as const;
  const rows = tables.map((table) =>
    db.selectFrom(table).selectAll().where('workspace_id', '=', workspaceId).execute(),
  );
  return Promise.all(rows);
}
