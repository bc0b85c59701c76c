import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readForm } from '../../src/sandbox/telegram/multipart.ts';

const boundary = '----------b0undary';
const contentType = `multipart/form-data; boundary=${boundary}`;

/** Lines, quotes and half surrogates cannot stand in a header. */
const fileName = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 40 })
  .filter(
    (name) => /^[^\s"]/u.test(name) && name.trim() === name && !/[\r\n\u2028\u2029"]/u.test(name),
  );

const fileBytes = fc.oneof(
  fc.uint8Array(),
  fc.constantFrom(
    ...['\r\n', '\r\n--', `a--${boundary}`, `\r\n--${boundary.slice(0, -1)}`, '\r\n\r\n'].map(
      (text) => Buffer.from(text),
    ),
  ),
);

describe('a form', () => {
  test.each([
    ['as grammY writes it', (name: string) => name],
    ['as browsers write it', (name: string) => `"${name}"`],
  ])('gives back the file and its name, %s', (_, written) => {
    fc.assert(
      fc.property(fileName, fileBytes, fc.string(), (name, bytes, text) => {
        const body = Buffer.concat([
          Buffer.from(`--${boundary}\r\ncontent-disposition:form-data;name="text"\r\n\r\n${text}`),
          Buffer.from(`\r\n--${boundary}\r\ncontent-disposition:form-data;name="f1";`),
          Buffer.from(`filename=${written(name)}\r\ncontent-type:text/csv\r\n\r\n`),
          bytes,
          Buffer.from(`\r\n--${boundary}--\r\n`),
        ]);

        const { fields, files } = readForm(body, contentType);

        expect([...fields]).toEqual([['text', text]]);
        const file = files.get('f1');
        expect(file).toMatchObject({ fileName: name, contentType: 'text/csv' });
        expect(file?.bytes.equals(bytes)).toBe(true);
      }),
    );
  });

  test.each([
    ['that is cut short', `--${boundary}\r\ncontent-disposition:form-data;name="a"\r\n\r\n1`],
    ['with a part that has no name', `--${boundary}\r\n\r\n1\r\n--${boundary}--\r\n`],
    ['that is something else', '{"a":1}'],
  ])('%s is refused', (_, body) => {
    expect(() => readForm(Buffer.from(body), contentType)).toThrow('form');
  });

  test('without a boundary is refused', () => {
    expect(() => readForm(Buffer.from(''), 'multipart/form-data')).toThrow('no boundary');
  });
});
