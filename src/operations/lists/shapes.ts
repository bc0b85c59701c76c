import { z } from 'zod';
import type { ContactList } from '../../database/lists.ts';
import { IsoTime, line, text } from '../text.ts';

export const ListName = line(100);
export const ListDescription = text(1000);

/** What every answer says of a list. */
export const listFields = {
  list_id: z.int().describe('For all operations on lists, and create_campaign.'),
  uuid: z.string().describe('The same list, for programs that ask for UUIDs.'),
  slug: z.string().nullable().describe('The same list by a name of your own, if it has one.'),
  name: z.string(),
  description: z.string().nullable(),
  created_at: IsoTime,
};

export function listFacts({ id, uuid, slug, name, description, created_at }: ContactList) {
  return { list_id: id, uuid, slug, name, description, created_at: created_at.toISOString() };
}
