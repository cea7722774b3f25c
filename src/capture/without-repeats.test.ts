import { expect, test } from 'bun:test'
import { makePage } from '../extraction/make-page.ts'
import type { Code, PageOfWords, Word } from '../invoices/words.ts'
import { withoutRepeats } from './without-repeats.ts'

const paper = [
  'BAZAR LOS ANDES',
  'Boleta 1001-77',
  'Fecha 12/03/2026',
  'Martillo        8.500',
  'Taladro         59.990',
  'Guantes         1.200',
  'Guantes         1.200',
  'Sierra          7.450',
  'Clavos          990',
  'TOTAL           79.330',
]
const captures = [paper.slice(0, 7), paper.slice(2)]
const stacked = makePage(captures.flat().join('\n'))
const textsOf = (words: Word[]) => words.map(({ text }) => text)
const linesOf = ({ words }: PageOfWords) => [...new Set(words.map(({ box }) => box[1].toFixed(4)))].sort()
const pitch = (page: PageOfWords) => {
  const heights = linesOf(page).map(Number)
  return heights.slice(1).map((y, at) => (y - heights[at]!).toFixed(4))
}

test('a page of captures says each line once, as close together as they are on the paper', () => {
  const {
    pages: [page],
  } = withoutRepeats([stacked])
  expect(textsOf(page!.words).sort()).toEqual(textsOf(makePage(paper.join('\n')).words).sort())
  expect(linesOf(page!)).toHaveLength(paper.length)
  expect(new Set(pitch(page!))).toEqual(new Set(pitch(stacked)))
})

test('every place leads back to where it was read', () => {
  const { pages, placeOf } = withoutRepeats([stacked])
  const read = stacked.words.map(({ text, box }) => `${text} ${box.map((at) => at.toFixed(4))}`)
  for (const { text, box } of pages[0]!.words)
    expect(read).toContain(`${text} ${placeOf(1, box).map((at) => at.toFixed(4))}`)
})

test('a code below what is repeated moves along, and leads back as well', () => {
  const code: Code = { format: 'qr', text: 'https://example.com', box: [0.4, 0.18, 0.6, 0.2] }
  const { pages, placeOf } = withoutRepeats([{ ...stacked, codes: [code] }])
  const [moved] = pages[0]!.codes
  expect(moved!.box[1]).toBeLessThan(0.18)
  expect(placeOf(1, moved!.box).map((at) => at.toFixed(4))).toEqual(code.box.map((at) => at.toFixed(4)))
})

test('captures on pages of their own are one paper too; pages that repeat nothing stay as they are', () => {
  const pages = captures.map((lines, at) => makePage(lines.join('\n'), { page: at + 1 }))
  const unified = withoutRepeats(pages)
  expect(unified.pages.flatMap((page) => textsOf(page.words))).toHaveLength(
    makePage(paper.join('\n')).words.length,
  )
  const [whole] = withoutRepeats([makePage(paper.join('\n'))]).pages
  expect(whole).toEqual(makePage(paper.join('\n')))
})
