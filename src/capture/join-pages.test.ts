import { expect, test } from 'bun:test'
import { makePage } from '../extraction/make-page.ts'
import { rowsOf } from '../invoices/rows-of-words.ts'
import type { PageOfWords } from '../invoices/words.ts'
import { type JoinedPage, joinPages, ownPlace } from './join-pages.ts'

const names = [
  'Supermercado La Pradera',
  'Factura F001-000123',
  'Fecha 05/09/2025',
  ...[
    'Arroz',
    'Aceite',
    'Leche',
    'Pan',
    'Huevos',
    'Queso',
    'Jabon',
    'Jabon',
    'Pollo',
    'Tomate',
    'Cebolla',
    'Sal',
  ].map((name, at) => `${name} familiar                ${at === 7 ? 6 : at}.45`),
  'Subtotal                        66.65',
  'TOTAL                           71.32',
  'Gracias por su compra',
]

/** Some lines of the paper, photographed from nearer or further away and to one side. */
function shot(from: number, to: number, { zoom = 1, left = 0 } = {}): PageOfWords {
  const page = makePage(names.slice(from, to).join('\n'))
  const words = page.words.map(({ box: [x0, y0, x1, y1], ...word }) => ({
    ...word,
    box: [(x0 + left) * zoom, y0 * zoom, (x1 + left) * zoom, y1 * zoom] as (typeof page.words)[number]['box'],
  }))
  return { ...page, words }
}

const join = (...pages: PageOfWords[]) => joinPages(pages.map((page, at) => ({ attempt: at + 1, page })))
const linesOf = ({ page }: JoinedPage) =>
  rowsOf(page, page.words).map((words) => words.map(({ text }) => text).join(' '))
const paper = names.map((line) => line.replace(/ +/g, ' '))

test('three photos that overlap are one page, in whatever order they were taken', () => {
  const parts = [shot(0, 8), shot(5, 13), shot(10, 18)] as const
  for (const order of [
    [0, 1, 2],
    [2, 1, 0],
    [1, 0, 2],
    // the last one is the bridge between the others
    [0, 2, 1],
  ]) {
    const joined = join(...order.map((at) => parts[at]!))
    expect(joined).toHaveLength(1)
    expect(linesOf(joined[0]!)).toEqual(paper)
    expect(joined[0]!.attempts.toSorted()).toEqual([1, 2, 3])
  }
})

test('a photo from nearer is laid upon the others in their size and at their place', () => {
  const [joined] = join(shot(0, 10), shot(6, 18, { zoom: 1.6, left: 0.05 }))
  expect(linesOf(joined!)).toEqual(paper)
  const [first, second] = joined!.strips
  expect(second!.scale).toBeCloseTo(1 / 1.6, 2)
  expect([first!.left, second!.left].map((left) => Math.round(left - first!.left))).toEqual([0, -30])
  const left = (text: string) => joined!.page.words.find((word) => word.text === text)!.box[0]
  expect(left('Sal')).toBeCloseTo(left('Arroz'), 2)
})

test('where a word lies on the joined page leads to where it lies on its own photo', () => {
  const pages = [shot(0, 8), shot(5, 13, { zoom: 1.3 }), shot(10, 18, { zoom: 0.8, left: 0.1 })]
  const [joined] = join(...pages)
  for (const { text, box } of joined!.page.words) {
    const own = ownPlace(joined!, box)
    const same = pages[own.attempt - 1]!.words.filter((word) => word.text === text)
    const nearest = Math.min(
      ...same.map((word) => Math.max(...word.box.map((edge, at) => Math.abs(edge - own.box[at]!)))),
    )
    expect([text, nearest < 0.001]).toEqual([text, true])
  }
})

test('a photo of another paper, and one of a part far away, stay pages of their own', () => {
  const other = makePage('Ferreteria Lopez\nFactura 77\nMartillo   12.00\nTOTAL     12.00')
  expect(join(shot(0, 8), other).map(({ attempts }) => attempts)).toEqual([[1], [2]])
  expect(join(shot(0, 7), shot(12, 18))).toHaveLength(2)
})

test('two papers that begin alike are two', () => {
  const rest = [
    'Clavos   1.00',
    'Tuercas   2.00',
    'Sierra   9.00',
    'Cinta   3.00',
    'Pintura   8.00',
    'TOTAL   23.00',
  ]
  const sameShop = makePage([...names.slice(0, 3), ...rest].join('\n'))
  expect(join(shot(0, 12), sameShop)).toHaveLength(2)
})

test('a photo without a word, or within another, adds nothing to the page', () => {
  const nothing = makePage('')
  expect(join(nothing, nothing).map(linesOf)).toEqual([[], []])
  const [joined] = join(shot(0, 18), shot(6, 12))
  expect(joined!.strips.map(({ attempt }) => attempt)).toEqual([1])
  expect(joined!.attempts).toEqual([1, 2])
})

test('photos of noise take no time to speak of', () => {
  const noise = (seed: number) =>
    makePage(
      Array.from({ length: 2_000 }, (_, at) => `LINEA ${(at * seed) % 7} A PRECIO ${at % 7}.00`).join('\n'),
    )
  const began = performance.now()
  join(noise(1), noise(2), noise(3), noise(4), noise(5))
  expect(performance.now() - began).toBeLessThan(3_000)
})
