import { describe, expect, test } from 'vitest';
import { csvLine } from '../../src/domain/csv.ts';

describe('a cell of a CSV file', () => {
  test.each([
    ['Ana', 'Ana'],
    ['+34600000001', '+34600000001'],
    [null, ''],
    [-3, '-3'],
    ['Ana, "the boss"', '"Ana, ""the boss"""'],
    ['two\nlines', '"two\nlines"'],
    ['=1+1', "'=1+1"],
    ['+1+1', "'+1+1"],
    ['+34600000001+1', "'+34600000001+1"],
    ['-2+3', "'-2+3"],
    ['@SUM(A1)', "'@SUM(A1)"],
    [' =1+1', "' =1+1"],
    ['＝1+1', "'＝1+1"],
    ['\t=1', '"\'\t=1"'],
    ['\r=1', '"\'\r=1"'],
    ['=HYPERLINK("http://evil","x")', '"\'=HYPERLINK(""http://evil"",""x"")"'],
  ])('%j is written %s', (value, written) => {
    expect(csvLine([value])).toBe(`${written}\r\n`);
  });

  test('stands in a line with its neighbours', () => {
    expect(csvLine(['a', 1, null, 'b'])).toBe('a,1,,b\r\n');
  });
});
