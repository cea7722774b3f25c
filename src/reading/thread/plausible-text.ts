import type { Glyph } from './pdf-glyphs.ts'

/** Above this share of glyphs without a known letter the text layer is noise, and looking is better. */
const unknownShare = 0.15
/** Of fewer letters nothing can be said. */
const enoughLetters = 40
/** These make up two thirds of what is written in European languages, a third of letters thrown together. */
const frequent = /[aeiounrstáéíóúàèìòùâêôãõäöü]/i
const frequentShare = 0.45

/** A font without a table of its letters, or with a wrong one, reads as anything but what is printed. */
export function isGibberish(glyphs: Glyph[]) {
  const text = glyphs.map((glyph) => glyph.text).join('')
  const named = text.match(/\(cid:\d+\)/g)?.join('').length ?? 0
  const unknown = glyphs.filter(
    (glyph) => glyph.unknown || /[\p{Co}\p{Cc}\p{Cn}\p{Cs}\ufffd]/u.test(glyph.text),
  ).length
  if (unknown + named > text.length * unknownShare) return true
  const letters = [...text].filter((letter) => /\p{Script=Latin}/u.test(letter))
  if (letters.length < enoughLetters) return false
  return letters.filter((letter) => frequent.test(letter)).length < letters.length * frequentShare
}
