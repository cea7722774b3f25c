import { expect, test } from 'bun:test'
import { makePage } from './make-page.ts'
import { mendedLabels } from './mended-labels.ts'
import { linesOf } from './text-lines.ts'

const mended = (text: string, source: 'ocr' | 'text' = 'ocr') =>
  mendedLabels(linesOf([makePage(text, { source })])[0]!)

test.each([
  ['lnvoice Nunber 47', 'invoice number 47'],
  ['Datun: 04.03.2031', 'datum: 04.03.2031'],
  ['Fecna 04/03/2031', 'fecha 04/03/2031'],
])('a reader that saw %s saw %s', (read, printed) => expect(mended(read)).toBe(printed))

test('other words stay, and so does a text that nobody had to read', () => {
  expect(mended('futura datura 11111')).toBe('futura datura 11111')
  expect(mended('Datun', 'text')).toBe('datun')
})
