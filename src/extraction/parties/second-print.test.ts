import { expect, test } from 'bun:test'
import { makePage } from '../make-page.ts'
import { linesOf } from '../text-lines.ts'
import { mentionsIn } from './mentions.ts'
import { asPrintedElsewhere } from './second-print.ts'

/** The name is on the first line, read with this trust; all below it with the other. */
function nameOn(drawing: string, trust: number, below: number): string {
  const page = makePage(drawing, { source: 'ocr' })
  const top = page.words[0]!.box[1]
  const words = page.words.map((word) => ({ ...word, confidence: word.box[1] === top ? trust : below }))
  const lines = linesOf([{ ...page, words }])
  const span = { line: lines[0]!, from: 0, to: lines[0]!.words.length }
  return asPrintedElsewhere(drawing.split('\n')[0]!, [span], { lines, mentions: mentionsIn(lines) })
}

test('letters are those of the copy that was read better', () => {
  expect(nameOn('NERANTI PASAR\nwww.meranti.my', 0.9, 0.99)).toBe('MERANTI PASAR')
  expect(nameOn('Pasar (Lumal)\nJalan Lumai', 0.9, 0.99)).toBe('Pasar (Lumai)')
  expect(nameOn('NERANTI PASAR\nwww.meranti.my', 0.99, 0.9)).toBe('NERANTI PASAR')
  expect(nameOn('NERANTI PASAR\nwww.mercado.my', 0.9, 0.99)).toBe('NERANTI PASAR')
})

test('a mark within a word is a letter where the word is printed again', () => {
  expect(nameOn('PASAR LUMA!\nLUMAI JAYA', 0.99, 0.9)).toBe('PASAR LUMAI')
  expect(nameOn('PASAR LUMA!\nJAYA', 0.9, 0.99)).toBe('PASAR LUMA!')
})

test('a stray digit is left out where the name is printed without it', () => {
  expect(nameOn('B 3 & BUAH PASAR\nwww.b-buah-pasar.my', 0.9, 0.9)).toBe('B & BUAH PASAR')
  expect(nameOn('B 3 & BUAH PASAR\nwww.buah.my', 0.9, 0.9)).toBe('B 3 & BUAH PASAR')
})
