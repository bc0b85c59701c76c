import { describe, expect, test } from 'vitest';
import {
  type ContactFileOptions,
  contactFileLinesMax,
  readContactFile,
} from '../../src/domain/contact-file.ts';

describe('encodings and separators', () => {
  const text = 'phone;name\n+34600000001;Íñigo\n';

  test.each([
    ['UTF-8', Buffer.from(text), 'utf-8'],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`), 'utf-8'],
    ['UTF-16LE with a mark', Buffer.from(`\ufeff${text}`, 'utf16le'), 'utf-16le'],
    ['UTF-16BE with a mark', Buffer.from(`\ufeff${text}`, 'utf16le').swap16(), 'utf-16be'],
    ['Latin-1', Buffer.from(text, 'latin1'), 'windows-1252'],
  ])('%s is read', async (_, bytes, encoding) => {
    const file = await readContactFile(bytes);
    expect(file.encoding).toBe(encoding);
    expect(file.rows).toMatchObject([{ line: 2, phone: '+34600000001', name: 'Íñigo' }]);
  });

  test('letters outside the basic plane survive wherever the file is cut into pieces', async () => {
    const name = '😀'.repeat(50);
    const lines = Array.from(
      { length: 2_000 },
      (_, n) => `+3460000${String(n).padStart(4, '0')},${name}`,
    );
    const { rows } = await read(['phone,name', ...lines].join('\n'));
    expect(rows).toHaveLength(2_000);
    expect(new Set(rows.map((row) => row.name))).toEqual(new Set([name]));
  });

  test.each([',', ';', '\t', '|'])('%j separates', async (delimiter) => {
    const file = await read(`phone${delimiter}name\n+34600000001${delimiter}Ana\n`);
    expect(file).toMatchObject({ delimiter, rows: [{ phone: '+34600000001', name: 'Ana' }] });
  });

  test('a separator inside quotes does not count', async () => {
    const file = await read('phone;"name, first, last"\n+34600000001;"Ruiz, Ana"\n');
    expect(file.delimiter).toBe(';');
    expect(file.rows[0]?.attributes).toEqual({ name_first_last: 'Ruiz, Ana' });
  });

  test.each(['\n', '\r\n', '\r'])(
    'lines may end with %j, and the last one with nothing',
    async (end) => {
      const { rows } = await read(
        ['phone,name', '', '+34600000001,Ana', '+34600000002,Luis'].join(end),
      );
      expect(rows).toMatchObject([
        { line: 3, name: 'Ana' },
        { line: 4, name: 'Luis' },
      ]);
    },
  );
});

describe('a file that cannot be read at all', () => {
  test.each([
    ['has no bytes', '', 'The file is empty.'],
    ['has nothing but separators', ';;;\n;;;\n', 'The file is empty.'],
    ['is UTF-16 without a mark', 'p\0h\0o\0n\0e\0', /^This is not a text file: /],
    ['is blank', ' \r\n\r\n', 'The file is empty.'],
    ['has only a header', 'phone,name\n\n,\n', 'The file has a header but no contacts below it.'],
    [
      'is an .xlsx',
      'PK\x03\x04\x14\x00',
      'This is an Excel workbook: save it as CSV, and send that file.',
    ],
    [
      'is an .xls',
      '\xd0\xcf\x11\xe0\xa1',
      'This is an Excel workbook: save it as CSV, and send that file.',
    ],
    [
      'is a PDF',
      '%PDF-1.7\n',
      'This is a PDF: export the table that it was made from as CSV, and send that file.',
    ],
    ['is a photo', '\xff\xd8\xff\xe0', /^This is an image: /],
    ['is compressed', '\x1f\x8b\x08', /^This is a compressed file: unpack it/],
    ['is binary', 'phone\x00\x01\n', /^This is not a text file: /],
    [
      'begins with a quote that never closes',
      '"phone\n+34600000001\n',
      /^Line 1: A quote .* never closed/,
    ],
    [
      'has no phone column',
      'Nombre;Ciudad\nAna;Cádiz\n',
      'No column holds phone numbers. The file\'s columns are "Nombre", "Ciudad". ' +
        'Call one of them phone, mobile, whatsapp, teléfono, móvil, celular, telefone or número.',
    ],
  ])('because it %s is refused with what to do', async (_, latin1, sentence) => {
    await expect(readContactFile(Buffer.from(latin1, 'latin1'))).rejects.toMatchObject({
      name: 'Refusal',
      code: 'invalid_input',
      message: typeof sentence === 'string' ? sentence : expect.stringMatching(sentence),
    });
  });

  test('because it lacks the column that was asked for is refused with those it has', async () => {
    await expect(
      read('phone,name\n+34600000001,Ana\n', { columns: { name: 'Alias' } }),
    ).rejects.toThrow('No column is called "Alias". The file\'s columns are "phone", "name".');
  });

  test('because the default country is none is refused', async () => {
    await expect(read('phone\n600000001\n', { defaultCountry: 'Spain' })).rejects.toThrow(
      '"Spain" is not a country: write ES, MX, BR or the like.',
    );
  });

  test('because it has more than a million lines is refused before a line is read', async () => {
    // The first record is bad as a header: a file that was read would be refused for that.
    const tooLong = 'Ciudad\n'.repeat(contactFileLinesMax + 2);
    await expect(read(tooLong)).rejects.toMatchObject({ code: 'too_large' });
    await expect(read(tooLong.slice('Ciudad\n'.length))).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });
});

function read(text: string, options: ContactFileOptions = {}) {
  return readContactFile(Buffer.from(text), options);
}
