import { isUtf8 } from 'node:buffer';
import { Refusal } from '../errors.ts';

/**
 * The text of a contact file, with every line ended by `\n`, and the encoding it was in.
 *
 * @throws Refusal `invalid_input` when the bytes are something else than text
 */
export function readText(bytes: Uint8Array): { text: string; encoding: string } {
  refuseOtherFormats(bytes);
  const encoding = findEncoding(bytes);
  const text = decode(bytes, encoding);
  if (!/\S/.test(text)) throw new Refusal('invalid_input', 'The file is empty.');
  if (text.includes('\0')) throw notText();
  return { text: text.replace(/\r\n?/g, '\n'), encoding };
}

function refuseOtherFormats(bytes: Uint8Array): void {
  const start = Buffer.from(bytes.subarray(0, 8)).toString('latin1');
  const format = otherFormats.find(([magic]) => start.startsWith(magic));
  if (format) throw new Refusal('invalid_input', `${format[1]}, and send that file.`);
}

const excel = 'This is an Excel workbook: save it as CSV';
const image = 'This is an image: write its numbers into a table, save it as CSV';

/** What people send by mistake, known by its first bytes. Every .xlsx is a ZIP file. */
const otherFormats: readonly (readonly [magic: string, sentence: string])[] = [
  ['PK\x03\x04', excel],
  ['\xd0\xcf\x11\xe0', excel],
  ['%PDF', 'This is a PDF: export the table that it was made from as CSV'],
  ['\x89PNG', image],
  ['\xff\xd8\xff', image],
  ['GIF8', image],
  ['RIFF', image],
  ['\x1f\x8b', 'This is a compressed file: unpack it'],
];

function notText(): Refusal {
  return new Refusal(
    'invalid_input',
    'This is not a text file: save the contacts as CSV, and send that file.',
  );
}

function findEncoding(bytes: Uint8Array): string {
  return findByteOrderMark(bytes) ?? (isUtf8(bytes) ? 'utf-8' : 'windows-1252');
}

function findByteOrderMark(bytes: Uint8Array): string | undefined {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return undefined;
}

function decode(bytes: Uint8Array, encoding: string): string {
  // Node 20's TextDecoder takes windows-1252 for Latin-1, and so loses the euro and curly quotes.
  return encoding === 'windows-1252'
    ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
        .toString('latin1')
        .replace(/[\x80-\x9f]/g, (control) => windows1252.charAt(control.charCodeAt(0) - 0x80))
    : new TextDecoder(encoding).decode(bytes);
}

/** What windows-1252 has at 0x80 to 0x9f, where Latin-1 has controls that nobody types. */
const windows1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';
