import { sql } from 'kysely';
import type { PersonNames } from '../domain/person.ts';
import { phoneKey } from '../domain/phone.ts';
import { type Contact, findOrCreateContact } from './contacts.ts';
import { absorbContact } from './merge.ts';
import type { MessageKey } from './message-key.ts';
import { announceNewContacts } from './newcomers.ts';
import { copySuppressions } from './suppressions.ts';
import type { Trx } from './tables.ts';

export interface NamedPerson extends PersonNames {
  /** As people call them. */
  name?: string | undefined;
}

/**
 * The contact that bears any of these names, with the names filled in that it did not have; a new
 * one when nobody bears them. A contact of whom only another name was known is taken up by the one
 * with the phone; two contacts with different phones are never made one.
 */
export async function findOrCreatePerson(
  trx: Trx,
  workspaceId: number,
  { name, ...names }: NamedPerson,
  at: Date,
): Promise<Contact> {
  const bearers = await lockBearers(trx, workspaceId, names);
  const [first] = bearers;
  if (first) return makeOne(trx, first, bearers, { ...names, name }, at);
  const { phone } = names;
  if (phone === undefined) return insertNameless(trx, workspaceId, names, name);
  const contact = await findOrCreateContact(trx, workspaceId, {
    phone,
    key: phoneKey(phone),
    name,
  });
  return fillIn(trx, contact, names);
}

/** The contact that bears any of these names, if there is one. */
export async function findPersonBy(
  trx: Trx,
  workspaceId: number,
  names: PersonNames,
): Promise<Contact | undefined> {
  const [first] = await lockBearers(trx, workspaceId, names);
  return first;
}

/** By what names a bridge calls the person of a message. */
export interface ToldNames extends MessageKey {
  names: PersonNames;
}

/**
 * Keeps the names by which bridges call the people of messages. One question for all, as most tell
 * nothing new. Names that nobody bears are filled in together; a bearer may have to be taken up by
 * the person of the message, one after the other.
 */
export async function learnNames(trx: Trx, told: readonly ToldNames[], at: Date): Promise<void> {
  if (told.length === 0) return;
  const news = await findNewNames(trx, told);
  const free = firstOfEach(news.filter(({ is_borne }) => !is_borne));
  await fillInFree(trx, free);
  for (const { contact_id, lid, bsuid } of news.filter((one) => !free.includes(one))) {
    await learnNamesOf(trx, contact_id, { lid: lid ?? undefined, bsuid: bsuid ?? undefined }, at);
  }
}

interface NewNames {
  contact_id: number;
  lid: string | null;
  bsuid: string | null;
  /** Somebody else has one of them. */
  is_borne: boolean;
}

async function findNewNames(trx: Trx, told: readonly ToldNames[]): Promise<NewNames[]> {
  const column = <T>(read: (one: ToldNames) => T) => told.map(read);
  const { rows } = await sql<NewNames>`
    select distinct c.id as contact_id, t.lid, t.bsuid,
      exists (select from contact o where o.workspace_id = c.workspace_id and o.lid = t.lid and o.id <> c.id)
      or exists (select from contact o where o.workspace_id = c.workspace_id and o.bsuid = t.bsuid and o.id <> c.id)
        as is_borne
    from unnest(${column(({ workspaceId }) => workspaceId)}::integer[],
      ${column(({ campaignId }) => campaignId)}::integer[], ${column(({ recipientKey }) => recipientKey)}::text[],
      ${column(({ names }) => names.lid ?? null)}::text[], ${column(({ names }) => names.bsuid ?? null)}::text[]
    ) t(workspace_id, campaign_id, recipient_key, lid, bsuid)
    join message m on m.workspace_id = t.workspace_id and m.campaign_id = t.campaign_id
      and m.recipient_key = t.recipient_key
    join contact c on c.id = m.contact_id
    where (t.lid is not null and c.lid is null) or (t.bsuid is not null and c.bsuid is null)
    order by contact_id`.execute(trx);
  return rows;
}

/** No contact twice and no name twice, so that one statement can fill them in. */
function firstOfEach(news: readonly NewNames[]): NewNames[] {
  const seen = new Set<string>();
  return news.filter(({ contact_id, lid, bsuid }) => {
    const marks = [`contact ${contact_id}`, lid && `lid ${lid}`, bsuid && `bsuid ${bsuid}`];
    const isFirst = marks.every((mark) => !mark || !seen.has(mark));
    for (const mark of marks) if (mark) seen.add(mark);
    return isFirst;
  });
}

async function fillInFree(trx: Trx, news: readonly NewNames[]): Promise<void> {
  if (news.length === 0) return;
  const ids = news.map(({ contact_id }) => contact_id);
  // In the order of ids, so that two of these wait for each other instead of locking each other out.
  await sql`select from contact where id = any(${ids}::bigint[]) order by id for update`.execute(
    trx,
  );
  await sql`
    update contact c set lid = coalesce(c.lid, n.lid), bsuid = coalesce(c.bsuid, n.bsuid)
    from unnest(${ids}::bigint[], ${news.map(({ lid }) => lid)}::text[],
      ${news.map(({ bsuid }) => bsuid)}::text[]) n(id, lid, bsuid)
    where c.id = n.id`.execute(trx);
}

async function learnNamesOf(
  trx: Trx,
  contactId: number,
  names: PersonNames,
  at: Date,
): Promise<void> {
  const known = await trx
    .selectFrom('contact')
    .selectAll()
    .where('id', '=', contactId)
    .executeTakeFirst();
  // Another of the batch may have taken this one up.
  if (!known) return;
  const bearers = await lockBearers(trx, known.workspace_id, names);
  await makeOne(trx, known, bearers, names, at);
}

/**
 * A person goes by another name from now on. Who said no under the old number has said no under the
 * new one; the old number keeps its no as well, as nobody knows who has it next.
 */
export async function renamePerson(
  trx: Trx,
  workspaceId: number,
  before: PersonNames,
  after: PersonNames,
): Promise<void> {
  const contact = await findPersonBy(trx, workspaceId, before);
  if (!contact) return;
  const { phone, lid, bsuid } = after;
  const key = phone === undefined ? undefined : phoneKey(phone);
  const others = (await lockBearers(trx, workspaceId, after)).filter(({ id }) => id !== contact.id);
  if (key !== undefined && key !== contact.phone_key) {
    await copySuppressions(trx, workspaceId, contact.phone_key, { key, phone: phone ?? '' });
  }
  if (others.length > 0) return;
  await trx
    .updateTable('contact')
    .set({
      ...(key !== undefined && { phone, phone_key: key }),
      ...(lid !== undefined && { lid }),
      ...(bsuid !== undefined && { bsuid }),
    })
    .where('id', '=', contact.id)
    .execute();
}

/** Those with a phone first: they have names that people know. */
function lockBearers(trx: Trx, workspaceId: number, { phone, lid, bsuid }: PersonNames) {
  return trx
    .selectFrom('contact')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where(({ eb, or }) =>
      or([
        ...(phone === undefined ? [] : [eb('phone_key', '=', phoneKey(phone))]),
        ...(lid === undefined ? [] : [eb('lid', '=', lid)]),
        ...(bsuid === undefined ? [] : [eb('bsuid', '=', bsuid)]),
      ]),
    )
    .orderBy(({ eb }) => eb('phone', '=', ''))
    .orderBy('id')
    .forUpdate()
    .execute();
}

async function makeOne(
  trx: Trx,
  keep: Contact,
  bearers: readonly Contact[],
  names: NamedPerson,
  at: Date,
): Promise<Contact> {
  for (const other of bearers) {
    if (other.id !== keep.id && other.phone === '') await absorbContact(trx, keep, other, at);
  }
  return fillIn(trx, keep, names);
}

/** Only what is missing: what we know is not changed by what a bridge happens to say. */
async function fillIn(
  trx: Trx,
  contact: Contact,
  { phone, lid, bsuid, name }: NamedPerson,
): Promise<Contact> {
  const taken = new Set(
    (await lockBearers(trx, contact.workspace_id, { lid, bsuid, phone }))
      .filter(({ id }) => id !== contact.id)
      .flatMap((other) => [other.lid, other.bsuid, other.phone_key]),
  );
  const isFree = (value: string | undefined): value is string =>
    value !== undefined && !taken.has(value);
  const key = phone === undefined ? undefined : phoneKey(phone);
  const gained = {
    ...(contact.lid === null && isFree(lid) && { lid }),
    ...(contact.bsuid === null && isFree(bsuid) && { bsuid }),
    ...(contact.name === null && name !== undefined && { name }),
    ...(contact.phone === '' && isFree(key) && { phone, phone_typed: phone, phone_key: key }),
  };
  if (Object.keys(gained).length === 0) return contact;
  if ('phone_key' in gained && gained.phone_key) {
    const person = { key: gained.phone_key, phone: phone ?? '' };
    await copySuppressions(trx, contact.workspace_id, contact.phone_key, person);
  }
  return trx
    .updateTable('contact')
    .set(gained)
    .where('id', '=', contact.id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Somebody who hides their number. */
async function insertNameless(
  trx: Trx,
  workspaceId: number,
  { lid, bsuid }: PersonNames,
  name: string | undefined,
): Promise<Contact> {
  await announceNewContacts(trx, workspaceId);
  return trx
    .insertInto('contact')
    .values({
      workspace_id: workspaceId,
      phone_key: lid === undefined ? `bsuid:${bsuid}` : `lid:${lid}`,
      phone: '',
      phone_typed: '',
      lid: lid ?? null,
      bsuid: bsuid ?? null,
      name: name ?? null,
      attributes: {},
    })
    .onConflict((conflict) =>
      conflict
        .columns(['workspace_id', 'phone_key'])
        .doUpdateSet({ name: sql`coalesce(contact.name, excluded.name)` }),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
}
