import { describe, expect, test } from 'vitest';
import { type ContactFileOptions, readContactFile } from '../../src/domain/contact-file.ts';

describe('headings', () => {
  test.each([
    'phone',
    'Phone Number',
    'PHONE_NUMBER',
    'phoneNumber',
    'Mobile',
    'Teléfono',
    'telefono',
    'TELEFONE',
    'Celular',
    'Móvil',
    'Telemóvel',
    'WhatsApp',
    'Número',
    ' Número de teléfono ',
  ])('%j is a phone', async (heading) => {
    expect((await read(`city,${heading}\nX,+34600000001\n`)).columns.phone).toBe(heading.trim());
  });

  test.each([
    ['name', 'Name'],
    ['name', 'Nombre'],
    ['name', 'nome'],
    ['name', 'First name'],
    ['name', 'Nombre completo'],
    ['email', 'E-mail'],
    ['email', 'Correo electrónico'],
    ['language', 'Idioma'],
    ['language', 'language'],
    ['tags', 'Etiquetas'],
    ['tags', 'tags'],
  ] as const)('a %s may be called %j', async (role, heading) => {
    const { columns } = await read(`phone,${heading}\n+34600000001,x\n`);
    expect(columns).toEqual({ phone: 'phone', [role]: heading, attributes: [] });
  });

  test('of several phones the WhatsApp one counts, and the others are attributes', async () => {
    const { rows } = await read('Teléfono,WhatsApp\n910000001,+34600000001\n');
    expect(rows).toMatchObject([{ phone: '+34600000001', attributes: { telefono: '910000001' } }]);
  });

  test('all other columns become attributes, and empty cells none', async () => {
    const { rows } = await read(
      'phone,Código  Descuento!,,constructor,Código descuento\n+34600000001,A,B,,C\n',
    );
    expect(rows[0]?.attributes).toEqual({ codigo_descuento: 'A', column_3: 'B' });
  });

  test('tags are cut at commas, semicolons and bars', async () => {
    const { rows } = await read('phone,tags\n+34600000001,"vip, madrid;|new "\n');
    expect(rows[0]?.tags).toEqual(['vip', 'madrid', 'new']);
  });

  test('the caller may name the columns', async () => {
    const { rows } = await read('Phone,Contact 2,Alias\n1,+34600000001,Ana\n', {
      columns: { phone: 'contact 2', name: 'ALIAS' },
    });
    expect(rows).toMatchObject([
      { phone: '+34600000001', name: 'Ana', attributes: { phone: '1' } },
    ]);
  });

  test.each([
    ['one column', '+34600000001\n+34600000002\n', { phone: '+34600000001' }],
    ['a national number', '600 000 001\n', { phone: '+34600000001' }],
    [
      'several columns',
      'Ana;+34 600 000 001;ana@example.com;x\n',
      {
        name: 'Ana',
        phone: '+34600000001',
        email: 'ana@example.com',
        attributes: { column_4: 'x' },
      },
    ],
  ])('may be missing: %s', async (_, text, row) => {
    const { rows } = await read(text, { defaultCountry: 'ES' });
    expect(rows[0]).toMatchObject({ line: 1, ...row });
  });

  test('when missing, with numbers of an unknown country, each line is told what it lacks', async () => {
    const { bad } = await read('600 000 001,Ana\n600 000 002,Luis\n');
    expect(bad).toEqual([
      {
        line: 1,
        text: '600 000 001,Ana',
        reason: '600 000 001 has no country code and no default country is set',
      },
      {
        line: 2,
        text: '600 000 002,Luis',
        reason: '600 000 002 has no country code and no default country is set',
      },
    ]);
  });

  test('alone in a one-column file are found too', async () => {
    expect((await read('Teléfono\n+34600000001\n')).rows).toMatchObject([{ line: 2 }]);
  });
});

function read(text: string, options: ContactFileOptions = {}) {
  return readContactFile(Buffer.from(text), options);
}
