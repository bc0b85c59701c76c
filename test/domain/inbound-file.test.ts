import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainFileName, plainMimeType } from '../../src/domain/inbound-file.ts';

describe('the name of a stranger’s file', () => {
  test.each([
    ['bill.pdf', 'bill.pdf'],
    ['Änderung 2026 👩‍💻.docx', 'Änderung 2026 👩‍💻.docx'],
    ['../../etc/passwd', '.._.._etc_passwd'],
    ['C:\\Windows\\a.dll', 'C__Windows_a.dll'],
    ['photo\u202egpj.exe', 'photogpj.exe'],
    ['a\0b\nc.txt', 'abc.txt'],
    [`${'a'.repeat(300)}.pdf`, `${'a'.repeat(180)}${'a'.repeat(16)}.pdf`],
    ['..', undefined],
    ['  ', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%j becomes %j', (told, plain) => {
    expect(plainFileName(told)).toBe(plain);
  });

  test('is short, storable and leads nowhere, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (told) => {
        const plain = plainFileName(told) ?? 'none';
        expect(Array.from(plain).length).toBeLessThanOrEqual(200);
        expect(plain).not.toMatch(/[\\/\0\p{Cs}]/u);
      }),
    );
  });
});

describe('the type of a stranger’s file', () => {
  test.each([
    ['image/jpeg', 'image/jpeg'],
    ['Audio/OGG; codecs=opus', 'audio/ogg'],
    [
      'application/vnd.ms-excel.sheet.macroEnabled.12',
      'application/vnd.ms-excel.sheet.macroenabled.12',
    ],
    ['image', undefined],
    ['text/html<script>', undefined],
    ['image/png\r\nx: y', undefined],
    ['', undefined],
    [null, undefined],
    [undefined, undefined],
  ])('%j is %j', (told, plain) => {
    expect(plainMimeType(told)).toBe(plain);
  });
});
