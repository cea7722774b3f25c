import { expect, test } from 'bun:test'
import type { PageOfWords } from '../invoices/words.ts'
import { makePage } from './make-page.ts'
import { linesOf } from './text-lines.ts'

const drawing = `
Comercial Los Andes SpA                                        FACTURA 4521
Descripcion                    Cantidad     Precio             Valor
Martillo carpintero            2            8.500              17.000
Taladro percutor               1            59.990             59.990
Guantes de trabajo             10           1.200              12.000
                               MONTO NETO                      88.990
                               I.V.A. 19%                      16.908
                               TOTAL                           105.898`

/** The page as a scanner or a camera sees it that isn't held straight. */
function lean(page: PageOfWords, slope: number, spread = 0): PageOfWords {
  const tall = page.height / page.width
  const words = page.words.map((word) => {
    const [x0, y0, x1, y1] = word.box
    const down = (((x0 + x1) / 2 - 0.5) * (slope + spread * ((y0 + y1) / 2 - 0.5))) / tall
    return { ...word, box: [x0, y0 + down, x1, y1 + down] as typeof word.box }
  })
  return { ...page, words }
}

const textsOf = (page: PageOfWords) => linesOf([page]).map(({ plain }) => plain)

test.each([
  ['one degree', 0.0175, 0],
  ['three degrees the other way', -0.052, 0],
  ['six degrees', 0.105, 0],
  ['more at its foot than at its head', 0.02, 0.04],
])('a page that leans by %s has the lines of a straight one', (_, slope, spread) => {
  const page = makePage(drawing)
  expect(textsOf(lean(page, slope, spread))).toEqual(textsOf(page))
})

test('a straight page stays straight, however its words stand', () => {
  const stairs = Array.from({ length: 12 }, (_, i) => `${' '.repeat(i * 7)}step`).join('\n')
  expect(textsOf(makePage(stairs))).toHaveLength(12)
})

test('a few words tell nothing about a lean', () => {
  expect(textsOf(lean(makePage('TOTAL          121,00 €'), 0.1))).toEqual(['121,00 €', 'total'].toReversed())
})

test('letters printed apart are one word, and single letters of several columns are not', () => {
  expect(textsOf(makePage('COD    C a n t i d a d    Importe'))).toEqual(['cod cantidad importe'])
  expect(textsOf(makePage('A    B    C    D    E    F'))).toEqual(['a b c d e f'])
  expect(textsOf(makePage('T O T A L E S   D O C U M E N T O'))).toEqual(['totales documento'])
})

test('what runs up a margin is a line of its own, below those it runs across', () => {
  const page = makePage(drawing)
  const tall = page.height / page.width
  let foot = 0.2
  const margin = 'Inscrita en el Registro Mercantil, hoja 77'.split(' ').map((text) => {
    const top = foot - (text.length * 0.01) / tall
    const box: PageOfWords['words'][number]['box'] = [0.005, top, 0.02, foot]
    foot = top - 0.002
    return { text, box, confidence: 1 }
  })
  const both = { ...page, words: [...page.words, ...margin] }
  expect(textsOf(both)).toEqual([...textsOf(page), 'inscrita en el registro mercantil, hoja 77'])
})
