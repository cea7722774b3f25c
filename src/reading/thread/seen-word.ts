import type { Letter } from './letters.ts'

/** A word as it was seen, in the pixels of the picture it was seen on. */
export interface SeenWord {
  text: string
  confidence: number
  left: number
  top: number
  right: number
  bottom: number
}

export const meanConfidence = (words: Pick<SeenWord, 'confidence'>[]) =>
  words.reduce((sum, word) => sum + word.confidence, 0) / Math.max(1, words.length)

/** How fast a word is doubted for its most doubtful letter: one of two possible letters leaves three quarters. */
const doubt = 0.35

/** How sure a word of such letters is, 0-1. */
export function confidenceOf(letters: Letter[]) {
  const least = Math.min(...letters.map(({ confidence }) => confidence))
  return Math.max(0, 1 + doubt * Math.log(Math.max(1e-4, least)))
}

/** Rules, folds and dirt are read as strokes; what is left of a word is let through only when it is seen well. */
export function isJunk({ text, confidence }: Pick<SeenWord, 'text' | 'confidence'>) {
  if (!/[\p{L}\p{N}€$£%]/u.test(text)) return confidence < 0.6 || /^[|_—~=«»‘’"“”.,:;'`\\/<>-]+$/.test(text)
  return confidence < (text.length < 3 && !/\d/.test(text) ? 0.3 : 0.1)
}
