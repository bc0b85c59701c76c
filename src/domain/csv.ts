/**
 * One line of a CSV file (RFC 4180) with its line end. A spreadsheet runs what looks like a formula, and
 * what people call themselves is theirs to choose: such a cell gets an apostrophe, which spreadsheets
 * take for "this is text". A number with its plus runs nothing, and stays as it is.
 */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/** Full-width signs count as the plain ones for some spreadsheets. */
const formulaStart = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/u;
const phone = /^\+\d{7,15}$/;

function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = formulaStart.test(value) && !phone.test(value) ? `'${value}` : value;
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
