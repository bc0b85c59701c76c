import { z } from 'zod';
import { Refusal } from '../errors.ts';

/**
 * What a caller gave, read; or a Refusal that names each field that is wrong: an agent or a person
 * can mend it from the sentence alone. `under` is the field that all of it came in.
 */
export function readInput<T>(schema: z.ZodType<T>, given: unknown, under?: string): T {
  const read = schema.safeParse(given, { reportInput: true });
  if (read.success) return read.data;
  const sentences = read.error.issues.map((issue) => describeIssue(issue, under));
  throw new Refusal('invalid_input', sentences.join(' '), {
    issues: z.flattenError(read.error).fieldErrors,
  });
}

function describeIssue(issue: z.core.$ZodIssue, under: string | undefined): string {
  const field = [...(under === undefined ? [] : [under]), ...issue.path].join('.');
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.map((key) => `"${field && `${field}.`}${key}"`).join(', ');
    return `${keys} is not a parameter of this operation.`;
  }
  if (field === '') return `${issue.message}.`;
  if (issue.input === undefined) return `${field} is missing.`;
  return `${field}: ${issue.message.replace(/\.$/, '')}.`;
}
