import { isJunk, type SeenWord } from './seen-word.ts'

const wordRow = '5'

export function tesseractWords(table: string): SeenWord[] {
  return table.split('\n').flatMap((row) => {
    const cells = row.split('\t')
    const [left = 0, top = 0, wide = 0, high = 0, percent = 0] = cells.slice(6, 11).map(Number)
    const text = cells[11]?.trim()
    if (cells[0] !== wordRow || !text) return []
    const confidence = Math.min(1, Math.max(0, percent / 100))
    if (isJunk({ text, confidence })) return []
    return { text, confidence, left, top, right: left + wide, bottom: top + high }
  })
}
