import { z } from 'zod';
import type { Contact } from '../../database/contacts.ts';
import { IsoTime, line, text } from '../text.ts';

export const Name = line(200);
export const Email = z.email().max(254);
export const Language = z
  .string()
  .regex(/^[a-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$/, 'must be a language code such as es or pt-BR');
export const Tags = z.array(line(60)).max(100);
export const Attributes = z.record(z.string().min(1).max(60), text(1000));

export const ContactFacts = z.object({
  contact_id: z.int().describe('For get_contact and delete_contact.'),
  phone: z.string().describe('The number that messages go to.'),
  name: z.string().nullable(),
  email: z.string().nullable(),
  language: z.string().nullable().describe('Language code, such as es.'),
  timezone: z.string().nullable().describe('IANA name, where it is not the workspace’s.'),
  tags: z.array(z.string()),
  attributes: z.record(z.string(), z.string()).describe('Fields of your own, for {variables}.'),
  opted_out: z.boolean().describe('True when a suppression keeps campaigns from them.'),
  created_at: IsoTime,
  updated_at: IsoTime,
});

export function contactFacts(contact: Contact): z.infer<typeof ContactFacts> {
  const { id, phone, name, email, language, timezone, tags } = contact;
  return {
    contact_id: id,
    phone,
    name,
    email,
    language,
    timezone,
    tags,
    attributes: contact.attributes ?? {},
    opted_out: contact.blocked !== 0,
    created_at: contact.created_at.toISOString(),
    updated_at: contact.updated_at.toISOString(),
  };
}
