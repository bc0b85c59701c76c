import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ContactFileOptions, readContactFile } from '../../src/domain/contact-file.ts';

describe('a file as a shop saves it from its spreadsheet', () => {
  const file = readContactFile(dataFile('contacts.csv'), { defaultCountry: 'ES' });

  test('gives 500 people, each of them once', async () => {
    const { rows, impossible, encoding, delimiter } = await file;
    expect(rows).toHaveLength(500);
    expect(new Set(rows.map((row) => row.key)).size).toBe(500);
    expect({ impossible, encoding, delimiter }).toEqual({
      impossible: 2,
      encoding: 'windows-1252',
      delimiter: ';',
    });
  });

  test('finds the columns by their Spanish headings', async () => {
    expect((await file).columns).toEqual({
      phone: 'Teléfono',
      name: 'Nombre',
      email: 'Email',
      language: 'Idioma',
      attributes: ['Ciudad', 'Código descuento'],
    });
  });

  test('reads accents, the euro and quoted names', async () => {
    const { rows } = await file;
    expect(rows[3]).toEqual({
      line: 5,
      phone: '+525550000016',
      key: '525550000016',
      typed: '+52 1 55 5000 0016',
      possible: true,
      name: 'Íñigo Ibáñez',
      email: 'inigo.3@example.com',
      language: 'es',
      tags: [],
      attributes: { ciudad: 'México', codigo_descuento: 'VERANO' },
    });
    expect(rows.some((row) => row.attributes.codigo_descuento === '10 €')).toBe(true);
    expect(rows.filter((row) => /, |; taller$| "Chispa" /.test(row.name ?? ''))).toHaveLength(50);
  });

  test('reports twelve repeats, each with the line that counts', async () => {
    const { rows, duplicates } = await file;
    expect(duplicates).toHaveLength(12);
    for (const { phone, line, firstLine } of duplicates) {
      expect(firstLine).toBeLessThan(line);
      expect(rows.find((row) => row.line === firstLine)?.phone).toBe(phone);
    }
  });

  test('reports ten bad lines with reasons, and no blank ones', async () => {
    const { bad } = await file;
    expect(bad.map(({ reason }) => reason).sort()).toEqual([
      '"+34 600" is too short for a phone number',
      '"+34600000001600000002" is too long for a phone number',
      '"12" is too short for a phone number',
      '"3,46E+10" was rounded by a spreadsheet: format the column as text',
      '"600 00O 001" has letters in it, so it is not a phone number',
      '"600000" is too short for a phone number',
      '"60000000" is not a phone number in ES',
      '"no tiene" has letters in it, so it is not a phone number',
      'The phone is empty',
      'The phone is empty',
    ]);
  });

  test('numbers lines as an editor does', async () => {
    const lines = dataFile('contacts.csv').toString('latin1').split('\r\n');
    const { bad } = await file;
    expect(bad.map(({ line }) => lines[line - 1])).toEqual(bad.map(({ text }) => text));
  });

  test('does not guess a country for national numbers when no default is set', async () => {
    const { rows, bad } = await readContactFile(dataFile('contacts.csv'));
    const reason = /has no country code and no default country is set$/;
    // 70 people, and the bad line that was wrong only in Spain.
    expect(bad.filter((line) => reason.test(line.reason))).toHaveLength(71);
    // Two of the 70 come again further down, with their country code.
    expect(rows).toHaveLength(500 - 70 + 2);
  });

  test('in its small variant, UTF-8 with a byte-order mark, has 20 people and no fault', async () => {
    const small = await readContactFile(dataFile('contacts-utf8-bom.csv'));
    expect(small).toMatchObject({
      encoding: 'utf-8',
      delimiter: ',',
      bad: [],
      duplicates: [],
      columns: { phone: 'phone', name: 'name', language: 'language' },
    });
    expect(small.rows).toHaveLength(20);
    expect(small.rows[0]).toMatchObject({ line: 2, phone: '+34600110000', name: 'Íñigo O’Neill' });
  });
});

describe('lines', () => {
  test('two spellings of one number are one person, and the first line wins', async () => {
    const { rows, duplicates } = await read(
      'phone,name\n+52 1 55 5000 0001,Ana\n+525550000001,Anita\n+54 11 15 5000 0001,Luis\n+5491150000001,Lucho\n',
    );
    expect(rows.map((row) => row.name)).toEqual(['Ana', 'Luis']);
    expect(duplicates).toEqual([
      { line: 3, phone: '+525550000001', firstLine: 2 },
      { line: 5, phone: '+5491150000001', firstLine: 4 },
    ]);
  });

  test('with too few or too many cells count when the phone is readable', async () => {
    const { rows, bad } = await read(
      'name,phone,city\nAna,+34600000001\nLuis,+34600000002,X,Y,Z\nEva\n',
    );
    expect(rows.map((row) => [row.name, row.attributes])).toEqual([
      ['Ana', {}],
      ['Luis', { city: 'X' }],
    ]);
    expect(bad).toEqual([{ line: 4, text: 'Eva', reason: 'The phone is empty' }]);
  });

  test.each(['\n', '\r\n'])(
    'that hold breaks (%j) in quotes keep the numbers of the file',
    async (end) => {
      const { rows, bad } = await read(
        ['phone,note', '+34600000001,"one', 'two', '', 'four"', '', '+34600000002,x', 'bad,y'].join(
          end,
        ),
      );
      expect(rows).toMatchObject([
        { line: 2, attributes: { note: 'one\ntwo\n\nfour' } },
        { line: 7, attributes: { note: 'x' } },
      ]);
      expect(bad).toMatchObject([{ line: 8 }]);
    },
  );

  test('with a quote in the middle of a name are read as they stand', async () => {
    const { rows } = await read(
      'phone,name\n+34600000001,Ana "La Rubia" Ruiz\n+34600000002,"Ana" Ruiz\n',
    );
    expect(rows.map((row) => row.name)).toEqual(['Ana "La Rubia" Ruiz', '"Ana" Ruiz']);
  });

  test('before a quote that is never closed are kept, and the quote is reported', async () => {
    const { rows, bad } = await read(
      'phone,name\n+34600000001,"A\nB"\n\n+34600000002,"Luis\n+34600000003,Eva\n',
    );
    expect(rows.map((row) => row.phone)).toEqual(['+34600000001']);
    expect(bad).toEqual([
      {
        line: 5,
        text: '+34600000002,"Luis',
        reason:
          'A quote (") opens here and is never closed, so nothing from this line on could be read',
      },
    ]);
  });

  test('swallowed by a quote that is closed too late are reported, not lost in silence', async () => {
    const { rows, bad } = await read(
      'phone,name\n+34600000001,"Ana\n+34600000002,Luis\n+34600000003,"Eva"\n+34600000004,Paz\n',
    );
    expect(rows.map((row) => row.phone)).toEqual(['+34600000004']);
    expect(bad).toMatchObject([
      {
        line: 2,
        reason:
          'A quote (") opens on this line and is closed too late: the next 2 lines could not be read',
      },
    ]);
  });

  test('that are long are quoted only in part', async () => {
    const { bad } = await read(`phone,name\n12,${'x'.repeat(5_000)}\n`);
    expect(bad[0]?.text).toHaveLength(121);
  });

  test('each end up in exactly one place, whatever is in them', async () => {
    const cell = fc.oneof(
      fc.integer({ min: 0, max: 20 }).map((n) => `+3460000${String(n).padStart(4, '0')}`),
      fc.stringMatching(/^[a-z0-9 +.;|-]{1,12}$/).filter((text) => text.trim() !== ''),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 30 }), async (cells) => {
        const { rows, bad, duplicates } = await read(`phone,name\n${cells.join(',x\n')},x\n`);
        const lines = [...rows, ...bad, ...duplicates].map(({ line }) => line);
        expect(lines.sort((a, b) => a - b)).toEqual(cells.map((_, index) => index + 2));
      }),
    );
  });
});

test('while a file is read other work gets its turn', async () => {
  const lines = Array.from(
    { length: 5_000 },
    (_, n) => `+3460000${String(n).padStart(4, '0')},Ana`,
  );
  let done = false;
  let turns = 0;
  const reading = read(['phone,name', ...lines].join('\n')).finally(() => {
    done = true;
  });
  while (!done) {
    await setImmediate();
    turns += 1;
  }
  expect((await reading).rows).toHaveLength(5_000);
  expect(turns).toBeGreaterThanOrEqual(3);
});

function read(text: string, options: ContactFileOptions = {}) {
  return readContactFile(Buffer.from(text), options);
}

function dataFile(name: string): Buffer {
  return readFileSync(new URL(`../data/${name}`, import.meta.url));
}
