import { expect, test } from 'bun:test'
import { makePage, placeOf } from './make-page.ts'
import { type ValueKind, valueAtPoint, valueInRegion } from './value-at.ts'

const drawing = `
Ferretería López SL      Factura N.º: F-2031/7
CIF B12345674            Fecha 24 de julio de 2031
Calle Mayor 3            Vence 03/08/2031
Tornillos   2   600,50   1 201,00
TOTAL 1.201,00 EUR`
const page = makePage(drawing)

/** Points into the middle of a word of the drawing. */
function at(word: string, kind: ValueKind) {
  const lines = drawing.slice(1).split('\n')
  const line = lines.findIndex((each) => each.includes(word))
  const [x, y] = placeOf(line, lines[line]!.indexOf(word))
  return valueAtPoint([page], 1, [x + 0.005, y + 0.004], kind)?.value
}

test('a click is read as the field in hand would have it', () => {
  expect(at('1.201,00', 'amount')).toBe(1201)
  expect(at('600,50', 'amount')).toBe(600.5)
  expect(at('julio', 'date')).toBe('2031-07-24')
  expect(at('03/08', 'date')).toBe('2031-08-03')
  expect(at('B123', 'tax-id')).toBe('B12345674')
  expect(at('EUR', 'currency')).toBe('EUR')
  expect(at('F-2031/7', 'number')).toBe('F-2031/7')
})

test('a name is all of it, whichever of its words was clicked', () => {
  expect(at('Ferretería', 'text')).toBe('Ferretería López SL')
  expect(at('Mayor', 'text')).toBe('Calle Mayor 3')
})

test('thousands apart are one amount', () => expect(at('201,00', 'amount')).toBe(1201))

test('what is no such value is none, and neither is a place without a word', () => {
  expect(at('Tornillos', 'amount')).toBeUndefined()
  expect(at('TOTAL', 'date')).toBeUndefined()
  expect(at('López', 'tax-id')).toBeUndefined()
  expect(valueAtPoint([page], 1, [0.99, 0.99], 'text')).toBeNull()
  expect(valueAtPoint([page], 2, [0.01, 0.034], 'text')).toBeNull()
})

test('a region says what was read in it, meant as the rest of the document means it', () => {
  const words = (text: string) =>
    text.split(' ').map((word, i) => ({
      text: word,
      box: [0.1 + i * 0.1, 0.5, 0.19 + i * 0.1, 0.51] as [number, number, number, number],
      confidence: 0.9,
    }))
  expect(valueInRegion([page], 1, words('Total 1.234'), 'amount')?.value).toBe(1234)
  expect(valueInRegion([page], 1, words('el 04/05/2031'), 'date')?.value).toBe('2031-05-04')
  expect(valueInRegion([page], 1, words('Casa Ñandú'), 'text')?.value).toBe('Casa Ñandú')
  expect(valueInRegion([], 1, words('77,10'), 'amount')?.value).toBe(77.1)
  expect(valueInRegion([page], 1, [], 'text')).toBeNull()
})

test('in a long document a page in the middle is read too', () => {
  const pages = Array.from({ length: 40 }, (_, i) => makePage(drawing, { page: i + 1 }))
  const [x, y] = placeOf(4, drawing.split('\n')[5]!.indexOf('1.201'))
  expect(valueAtPoint(pages, 25, [x + 0.005, y + 0.004], 'amount')?.value).toBe(1201)
})
