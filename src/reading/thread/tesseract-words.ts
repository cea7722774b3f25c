/** A word as Tesseract tells it, in the pixels of the picture it was given. */
export interface SeenWord {
  text: string
  confidence: number
  left: number
  top: number
  right: number
  bottom: number
}

const wordRow = '5'

export function tesseractWords(table: string): SeenWord[] {
  return table.split('\n').flatMap((row) => {
    const cells = row.split('\t')
    const [left = 0, top = 0, wide = 0, high = 0, percent = 0] = cells.slice(6, 11).map(Number)
    const text = cells[11]?.trim()
    if (cells[0] !== wordRow || !text) return []
    const confidence = Math.min(1, Math.max(0, percent / 100))
    if (isJunk(text, confidence)) return []
    return { text, confidence, left, top, right: left + wide, bottom: top + high }
  })
}

/** Rules, folds and dirt are read as strokes; what is left of a word is let through only when it is seen well. */
function isJunk(text: string, confidence: number) {
  if (!/[\p{L}\p{N}€$£%]/u.test(text)) return confidence < 0.6 || /^[|_—~=«»‘’"“”.,:;'`\\/<>-]+$/.test(text)
  return confidence < (text.length < 3 && !/\d/.test(text) ? 0.3 : 0.1)
}

export const meanConfidence = (words: { confidence: number }[]) =>
  words.reduce((sum, word) => sum + word.confidence, 0) / Math.max(1, words.length)
