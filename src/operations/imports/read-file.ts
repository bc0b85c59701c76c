import { readStrictNumbers } from '../../database/settings.ts';
import { type BadLine, type ContactRow, readContactFile } from '../../domain/contact-file.ts';
import type { StepsContext } from '../define.ts';

/** 64 MB of file; a million contacts with a name take about 40. */
export const base64Max = 90_000_000;

export interface FileChoices {
  default_country?: string | undefined;
  phone_column?: string | undefined;
  name_column?: string | undefined;
}

/** The people in a file; with the workspace's strict_numbers, impossible numbers are bad lines. */
export async function readFile(
  { house, transaction, workspaceId }: StepsContext,
  bytes: Uint8Array,
  { phone_column, name_column, ...choices }: FileChoices,
) {
  const strict = await transaction((trx) => readStrictNumbers(trx, workspaceId));
  const defaultCountry = choices.default_country ?? house.settings.defaultCountry;
  const file = await readContactFile(bytes, {
    ...(defaultCountry && { defaultCountry }),
    columns: {
      ...(phone_column && { phone: phone_column }),
      ...(name_column && { name: name_column }),
    },
  });
  return strict ? { ...file, ...sortOutImpossible(file.rows, file.bad) } : file;
}

function sortOutImpossible(rows: readonly ContactRow[], bad: readonly BadLine[]) {
  const refused = rows
    .filter(({ possible }) => !possible)
    .map(({ line, typed }) => ({
      line,
      text: typed,
      reason: `No country has numbers as long as ${typed}`,
    }));
  return {
    rows: rows.filter(({ possible }) => possible),
    bad: [...bad, ...refused].sort((a, b) => a.line - b.line),
  };
}
