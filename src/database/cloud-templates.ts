import { sql } from 'kysely';
import { readShape } from '../domain/approved-template.ts';
import type { TemplateStatus } from '../domain/message-template.ts';
import type { Database, Trx } from './tables.ts';

/** A template as WhatsApp keeps it for a business account. */
export interface CloudTemplate {
  name: string;
  language: string;
  status: TemplateStatus;
  category: string;
  components: readonly unknown[];
}

export interface SyncedTemplates {
  /** How many there are now. */
  templates: number;
  /** How many of ours are not there any more; they are kept as disabled, as campaigns name them. */
  gone: number;
}

/** Makes our copy of a business account's templates what WhatsApp says it is. */
export async function saveCloudTemplates(
  trx: Trx,
  workspaceId: number,
  wabaId: string,
  templates: readonly CloudTemplate[],
): Promise<SyncedTemplates> {
  const given = templates.map((template) => ({
    ...template,
    body: readShape(template.components).body.text,
  }));
  await sql`
    insert into message_template (workspace_id, source, waba_id, name, language, category, status, body, components)
    select ${workspaceId}::integer, 'cloud', ${wabaId}::text, t.name, t.language, t.category, t.status, t.body, t.components
    from jsonb_to_recordset(${{ given }}::jsonb -> 'given')
      as t(name text, language text, category text, status text, body text, components jsonb)
    on conflict (workspace_id, waba_id, name, language) where source = 'cloud' do update set
      category = excluded.category, status = excluded.status, body = excluded.body,
      components = excluded.components, updated_at = now()`.execute(trx);
  const { numAffectedRows } = await sql`
    update message_template set status = 'disabled', updated_at = now()
    where workspace_id = ${workspaceId} and source = 'cloud' and waba_id = ${wabaId} and status <> 'disabled'
      and (name, language) not in (select t.name, t.language
        from unnest(${given.map(({ name }) => name)}::text[], ${given.map(({ language }) => language)}::text[])
          as t(name, language))`.execute(trx);
  return { templates: given.length, gone: Number(numAffectedRows ?? 0n) };
}

export interface TemplateNews {
  name: string;
  language: string;
  status?: TemplateStatus | undefined;
  category?: string | undefined;
  reason?: string | undefined;
}

/** WhatsApp has decided about a template. Answers the running campaigns that use it, when it must not be used any more. */
export async function saveTemplateNews(
  trx: Trx,
  workspaceId: number,
  wabaId: string,
  { name, language, status, category, reason }: TemplateNews,
): Promise<number[]> {
  const template = await trx
    .updateTable('message_template')
    .set({
      ...(status !== undefined && { status, status_reason: reason ?? null }),
      ...(category !== undefined && { category }),
      updated_at: sql`now()`,
    })
    .where('workspace_id', '=', workspaceId)
    .where('source', '=', 'cloud')
    .where('waba_id', '=', wabaId)
    .where('name', '=', name)
    .where('language', '=', language)
    .returning('id')
    .executeTakeFirst();
  if (!template || status === undefined || status === 'approved') return [];
  const campaigns = await trx
    .selectFrom('campaign')
    .select('id')
    .where('template_id', '=', template.id)
    .where('state', '=', 'running')
    .execute();
  return campaigns.map(({ id }) => id);
}

/** The business account of a number; undefined for numbers of other bridges. */
export async function findWaba(db: Database | Trx, senderId: number): Promise<string | undefined> {
  const row = await db
    .selectFrom('sender')
    .select(sql<string | null>`config ->> 'waba_id'`.as('waba'))
    .where('id', '=', senderId)
    .executeTakeFirst();
  return row?.waba ?? undefined;
}
