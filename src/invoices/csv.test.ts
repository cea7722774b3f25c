import { expect, test } from 'bun:test'
import { type Cell, csvRow } from './csv.ts'

const cases: [string, Cell, string][] = [
  ['text', 'Café S.A.', 'Café S.A.'],
  ['nothing', null, ''],
  ['an absent value', undefined, ''],
  ['a comma', 'a,b', '"a,b"'],
  ['quotes', 'a "b"', '"a ""b"""'],
  ['a line break', 'a\nb', '"a\nb"'],
  ['a carriage return', 'a\rb', '"a\rb"'],
  ['spaces at the ends', ' a ', '" a "'],
  ['a semicolon', 'a;b', 'a;b'],
  ['a number', 1234.5, '1234.5'],
  ['a negative number', -12.5, '-12.5'],
  ['a large amount', 999_999_999_999, '999999999999'],
  ['what is no number', Number.NaN, ''],
  ['a negative number as text', '-12.50', '-12.50'],
  ['a formula', '=1+1', "'=1+1"],
  ['a plus', '+57 300 1234567', "'+57 300 1234567"],
  ['a minus that is no number', '-1+2', "'-1+2"],
  ['an at', '@SUM(A1)', "'@SUM(A1)"],
  ['a tab', '\t=1', "'\t=1"],
  ['a leading carriage return', '\r=1', '"\'\r=1"'],
  ['a leading line break', '\nx', '"\'\nx"'],
  ['a formula behind spaces', '  =1', "'  =1"],
  ['a full-width formula', '＝1', "'＝1"],
  ['a formula with a comma', '=HYPERLINK("x","y")', '"\'=HYPERLINK(""x"",""y"")"'],
  ['an equals sign inside', 'a=b', 'a=b'],
  ['U+0000', 'a\u0000b', 'ab'],
  ['U+0000 before a formula', '\u0000=1', "'=1"],
  ['half a character', 'a\ud800', 'a\ufffd'],
  ['a date', new Date('2026-03-01T00:00:00Z'), '2026-03-01'],
  ['a time', new Date('2026-03-01T10:20:30.400Z'), '2026-03-01T10:20:30.400Z'],
  ['a broken date', new Date('x'), ''],
  ['a truth', true, 'true'],
]

for (const [what, cell, text] of cases)
  test(`${what} in a cell of CSV`, () => expect(csvRow([cell])).toBe(`${text}\r\n`))

test('cells are parted by commas', () => expect(csvRow(['a', null, 3])).toBe('a,,3\r\n'))
