import { expect, test } from 'bun:test'
import { parseXml } from '../../xml/xml-tree.ts'
import {
  addressIn,
  all,
  amount,
  attribute,
  date,
  first,
  isTrue,
  joined,
  parseDate,
  parseDecimal,
  text,
} from './xml-values.ts'

test.each([
  ['1', 1],
  ['+1.50', 1.5],
  ['-0.00', 0],
  ['1.5E+2', 150],
  ['12.345e-1', 1.2345],
  ['.5', 0.5],
  ['5.', 5],
  ['0000000000000001.5', 1.5],
  ['55.7455000000', 55.7455],
  ['0.3333333333', 0.333333],
  ['999999999999', 999_999_999_999],
])('%s is %d', (written, value) => expect(parseDecimal(written)).toBe(value))

test.each([
  '',
  '.',
  '-',
  '1,5',
  '1 000',
  '1.000.000',
  '1e',
  '0x10',
  'NaN',
  'Infinity',
  '1000000000000',
  '1e99',
  '9'.repeat(41),
])('"%s" is no amount', (written) => expect(parseDecimal(written)).toBeNull())

test.each([
  ['2026-01-18', '2026-01-18'],
  ['2026-01-18Z', '2026-01-18'],
  ['2026-01-18+02:00', '2026-01-18'],
  ['2026-01-18T23:30:00.000-05:00', '2026-01-18'],
  ['20260118', '2026-01-18'],
  ['202601181230', '2026-01-18'],
  ['18/01/2026', '2026-01-18'],
])('%s is a day', (written, iso) => expect(parseDate(written)).toBe(iso))

test.each(['2026-02-30', '2026-13-01', '2026-1-1', '20260118x', '2026-01-181', '01/2026', 'today', ''])(
  '"%s" is none',
  (written) => expect(parseDate(written)).toBeNull(),
)

const root = parseXml(`<a Serie="F" total="3">
  <b/><b> </b><b x="1"> one
  two </b><b>three</b>
  <c><d>no</d></c><c><d>1</d><e>2026-02-03</e><f>Lima</f><g>Lima</g></c>
</a>`)

test('paths lead to elements, their texts and attributes; the first that says something counts', () => {
  expect(all(root, 'c/d')).toHaveLength(2)
  expect(text(root, 'b')).toBe('one two')
  expect(text(root, 'z', 'b/@x')).toBe('1')
  expect(text(first(root, 'z', 'c'), 'd')).toBe('no')
  expect(text(first(root, 'z'), 'd')).toBeNull()
  expect([amount(root, 'c/e', 'c/d'), amount(root, '@total')]).toEqual([null, 3])
  expect(date(root, 'c/e')).toBe('2026-02-03')
  expect([isTrue(root, 'c/d'), isTrue(root, 'z')]).toEqual([false, false])
  expect([attribute(root, 'Serie'), attribute(root, 'Total'), attribute(root, 'Folio')]).toEqual([
    'F',
    '3',
    null,
  ])
})

test('names keep what is said twice, addresses do not', () => {
  expect([joined(root, 'c/f', 'c/g'), addressIn(root, 'c/f', 'c/g', 'c/h')]).toEqual(['Lima Lima', 'Lima'])
})
