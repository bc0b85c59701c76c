import { z } from 'zod';
import type { Slice } from '../database/search.ts';

const rowsPerPage = 50;

export const PageNumber = z
  .int()
  .min(1)
  .max(1_000_000)
  .default(1)
  .describe(`Which page of ${rowsPerPage}, counted from 1.`);

/** What every answer in pages says besides its rows. */
export const pageFields = {
  page: z.int().describe('The page that this is.'),
  pages: z.int().describe('How many pages there are; at least 1.'),
  total: z.int().describe('How many rows there are on all pages.'),
};

export function sliceOf(page: number): Slice {
  return { limit: rowsPerPage, offset: (page - 1) * rowsPerPage };
}

export function pageFacts(page: number, total: number) {
  return { page, pages: Math.max(1, Math.ceil(total / rowsPerPage)), total };
}
