import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatPhone, normalisePhone, phoneKey, readPhone } from '../../src/domain/phone.ts';
import { Refusal } from '../../src/errors.ts';

/** Digits that often begin with a prefix some rule looks at, which plain random digits seldom do. */
const digits = fc
  .tuple(
    fc.constantFrom(
      '',
      '52',
      '521',
      '52044',
      '54',
      '549',
      '5411',
      '541115',
      '549223415',
      '55',
      '5511',
    ),
    fc.stringMatching(/^\d{0,12}$/),
  )
  .map(([prefix, rest]) => prefix + rest);

describe('the key of a phone number', () => {
  test.each([
    ['a plain number', '+34600000001', '34600000001'],
    ['spaces and dashes', '+34 600-000-001', '34600000001'],
    ['a Mexican mobile with the old 1', '+5215512345678', '525512345678'],
    ['a Mexican mobile with the old 044', '+520445512345678', '525512345678'],
    ['a Mexican number of today', '+525512345678', '525512345678'],
    ['ten Mexican digits that begin with 1', '+521234567890', '521234567890'],
    ['an Argentine mobile with the 9', '+5491150000001', '5491150000001'],
    ['an Argentine mobile without the 9', '+541150000001', '5491150000001'],
    ['an Argentine mobile with the old 15', '+54 11 15 5000-0001', '5491150000001'],
    ['an Argentine mobile with both', '+54 9 11 15 5000-0001', '5491150000001'],
    ['an old Argentine mobile, area of three digits', '+54 223 15 500 0001', '5492235000001'],
    ['an old Argentine mobile, area of four digits', '+54 2966 15 500001', '5492966500001'],
    ['a Brazilian mobile of eight digits', '+55 11 8765-4321', '5511987654321'],
    ['a Brazilian mobile of nine digits', '+55 11 98765-4321', '5511987654321'],
    ['a Brazilian landline', '+55 11 3123-4567', '551131234567'],
    ['a number that no country has', '+0987654321', '0987654321'],
  ])('%s', (_, phone, key) => {
    expect(phoneKey(phone)).toBe(key);
  });

  test('does not change when it is taken again', () => {
    fc.assert(
      fc.property(digits, (number) => phoneKey(phoneKey(number)) === phoneKey(number)),
      { numRuns: 2_000 },
    );
  });

  test('is the same whatever is written between the digits', () => {
    fc.assert(
      fc.property(digits, fc.constantFrom(' ', '-', '.', ' ('), (number, between) => {
        expect(phoneKey(`+${[...number].join(between)}`)).toBe(phoneKey(number));
      }),
    );
  });
});

describe('a number that a program or an operator hands in', () => {
  test.each([
    ['+34600000000', '+34600000000'],
    ['+34 600 00 00 00', '+34600000000'],
    [' (+34) 600-00.00 00 ', '+34600000000'],
    ['+529876543210', '+529876543210'],
    ['+0987654321', '+0987654321'],
    ['+1234567', '+1234567'],
    ['+123456789012345', '+123456789012345'],
  ])('%j is taken as typed', (text, phone) => {
    expect(readPhone(text)).toEqual({ phone, key: phone.slice(1) });
  });

  test('keeps its old form and gets the key of the new one', () => {
    expect(readPhone('+52 1 55 1234 5678')).toEqual({
      phone: '+5215512345678',
      key: '525512345678',
    });
  });

  test.each([
    ['0034600000000', undefined, '0034600000000 must be written +34600000000'],
    ['600000000', 'ES', '600000000 must be written +34600000000'],
    ['34600000000', undefined, '34600000000 must be written +34600000000'],
    ['600000000', undefined, /^600000000 has no country code .* like \+34600000000\.$/],
    ['600000000', 'XX', /^600000000 has no country code .* like \+34600000000\.$/],
    ['+346000', undefined, /^"\+346000" is too short .* like \+34600000000\.$/],
    ['+1234567890123456', undefined, /too long/],
    ['+34 600 LLAMA', undefined, /letters/],
    ['+34+600000000', undefined, /^"\+34\+600000000" is not a phone number\./],
    ['', undefined, /^The phone is empty\. Write \+/],
  ])(
    '%j with default country %s is refused with the form it should have',
    (text, country, sentence) => {
      const refused = refusalOf(() => readPhone(text, country));
      expect(refused.code).toBe('invalid_input');
      expect(refused.message).toMatch(sentence);
    },
  );

  test('is either refused or has the shape of E.164, and nothing else is thrown', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.stringMatching(/^[+0-9 ().-]{0,20}$/),
    );
    fc.assert(
      fc.property(anything, fc.constantFrom(undefined, 'ES', 'BR'), (text, country) => {
        try {
          expect(readPhone(text, country).phone).toMatch(/^\+\d{7,15}$/);
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal);
        }
      }),
    );
  });
});

describe('a number from an imported file', () => {
  test.each([
    ['spaces', '+34 600 000 001', undefined, '+34600000001'],
    [
      'spaces that do not break, and marks that do not show',
      '\u202a+34\u00a0600\u00a0000\u00a0001\u202c',
      undefined,
      '+34600000001',
    ],
    ['00 for the plus', '0034 600 000 001', undefined, '+34600000001'],
    ['a national number', '600 00 00 01', 'ES', '+34600000001'],
    ['a national number with a trunk zero', '0171/3920001', 'DE', '+491713920001'],
    ['a whole number without its plus', '5511987654321', undefined, '+5511987654321'],
    ['the same where another country is the default', '5511987654321', 'ES', '+5511987654321'],
    ['a national number of eleven digits', '11987654321', 'BR', '+5511987654321'],
    ['a zero between code and number', '+44 (0)20 7946 0958', undefined, '+442079460958'],
    ['a link', 'tel:+34-600-000-001', undefined, '+34600000001'],
    ['an address of an API', 'whatsapp:+34600000001', undefined, '+34600000001'],
    ['an apostrophe of a spreadsheet', "'+34600000001", undefined, '+34600000001'],
    ['a formula of a spreadsheet', '="+34600000001"', undefined, '+34600000001'],
    ['an equals sign of a spreadsheet', '=+34600000001', undefined, '+34600000001'],
    ['a data frame that took it for a fraction', '34600000001.0', undefined, '+34600000001'],
    ['Arabic digits', '+٣٤ ٦٠٠ ٠٠٠ ٠٠١', undefined, '+34600000001'],
    ['Persian digits', '+۳۴۶۰۰۰۰۰۰۰۱', undefined, '+34600000001'],
    ['wide digits', '+３４６０００００００１', undefined, '+34600000001'],
    ['the old Mexican form', '+52 1 55 5000 0001', undefined, '+525550000001'],
    ['the old Mexican form without its plus', '5215550000001', undefined, '+525550000001'],
    ['the Mexican form for dialling at home', '044 55 5000 0001', 'MX', '+525550000001'],
    ['the old Argentine form', '011 15 5000-0001', 'AR', '+5491150000001'],
    ['a Brazilian mobile that lacks its ninth digit', '11 8765-4321', 'BR', '+5511987654321'],
  ] as const)('%s', (_, text, country, phone) => {
    expect(normalisePhone(text, country)).toMatchObject({ phone, key: phone.slice(1) });
  });

  test('keeps an Argentine landline as it is, although its key is folded', () => {
    expect(normalisePhone('+54 11 5000 0001')).toEqual({
      phone: '+541150000001',
      key: '5491150000001',
      possible: true,
    });
  });

  test.each(['+3460000000', '+346000000012', '+0987654321'])(
    'keeps %s and says that no country uses it',
    (text) => {
      expect(normalisePhone(text)).toEqual({ phone: text, key: text.slice(1), possible: false });
    },
  );

  test.each([
    ['600 000 001', undefined, '600 000 001 has no country code and no default country is set'],
    ['11987654321', undefined, '11987654321 has no country code and no default country is set'],
    ['600000', 'ES', '"600000" is too short for a phone number'],
    ['6000000', 'ES', '"6000000" is not a phone number in ES'],
    ['+1234567890123456', undefined, '"+1234567890123456" is too long for a phone number'],
    ['3,46E+10', 'ES', '"3,46E+10" was rounded by a spreadsheet: format the column as text'],
    ['3.46e10', 'ES', '"3.46e10" was rounded by a spreadsheet: format the column as text'],
    ['ask Ana', 'ES', '"ask Ana" has letters in it, so it is not a phone number'],
    ['600 000 001 ; 600 000 002', 'ES', '"600 000 001 ; 600 000 002" is not a phone number'],
    ['   ', 'ES', 'The phone is empty'],
  ] as const)(
    '%j with default country %s has a problem that its owner understands',
    (text, country, problem) => {
      expect(normalisePhone(text, country)).toEqual({ problem });
    },
  );

  test('is quoted only in part when the cell holds a novel', () => {
    const result = normalisePhone('once upon a time '.repeat(1_000));
    expect('problem' in result && result.problem.length).toBeLessThan(120);
  });

  test('reads what it wrote as the same number', () => {
    fc.assert(
      fc.property(digits, fc.constantFrom(undefined, 'ES', 'MX', 'AR', 'BR'), (number, country) => {
        const first = normalisePhone(number, country);
        if ('problem' in first) return;
        expect(normalisePhone(first.phone)).toEqual(first);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a number that people read', () => {
  test.each([
    ['+34600000001', '+34 600 00 00 01'],
    ['+5511987654321', '+55 11 98765 4321'],
    ['+447700900123', '+44 7700 900123'],
    ['+0987654321', '+0987654321'],
    ['unknown', 'unknown'],
  ])('%s is shown as %s', (phone, shown) => {
    expect(formatPhone(phone)).toBe(shown);
  });
});

function refusalOf(act: () => unknown): Refusal {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
