import type { Box, Turn, Word } from '../../invoices/words.ts'
import type { Glyph } from './pdf-glyphs.ts'

/** Letters further apart than this share of the type size are two words, even without a blank between them. */
const apart = 0.18
/** Blanks that kerning takes back are none. */
const apartByBlank = 0.05
/** Letters overlap when kerned; further back begins another word. */
const backwards = -0.6
/** The same word this near to itself, in points, was drawn twice to look bold. */
const twice = 2

interface Size {
  width: number
  height: number
}
interface Drawn {
  text: string
  box: Box
  em: number
  last: Glyph
}

/** Words with boxes in 0-1 of the page as displayed, in the order they are drawn; fake bold counts once. */
export function pdfWords(glyphs: Glyph[], { width, height }: Size): Word[] {
  const drawn = new Map<string, [number, number][]>()
  return joined(glyphs).flatMap(({ text, box, em }) => {
    if (isAgain(drawn, text, box, em)) return []
    const [x0, y0, x1, y1] = box
    const edges = [x0 / width, y0 / height, x1 / width, y1 / height]
    const inside = edges.map((edge) => Math.min(1, Math.max(0, edge))) as Box
    return inside[2] > inside[0] && inside[3] > inside[1] ? { text, box: inside, confidence: 1 } : []
  })
}

function joined(glyphs: Glyph[]) {
  const words: Drawn[] = []
  for (const glyph of glyphs) {
    const word = words.at(-1)
    if (word && isSameGlyph(word.last, glyph)) continue
    if (word && isNext(word.last, glyph)) {
      word.text += glyph.text
      word.box = around(word.box, glyph.box)
      word.last = glyph
    } else words.push({ text: glyph.text, box: glyph.box, em: glyph.em, last: glyph })
  }
  return words
}

function isNext(last: Glyph, next: Glyph) {
  if (isPiece(last, next)) return true
  if (last.turn !== next.turn || last.hidden !== next.hidden) return false
  if (last.turn === undefined) return !next.blank && distance(last.box, next.box) < 2 * next.em
  const [one, other] = [upright(last.box, last.turn), upright(next.box, last.turn)]
  const em = Math.min(last.em, next.em)
  const across = Math.min(Math.abs(other[3] - one[3]), Math.abs(other[1] - one[1]))
  const gap = other[0] - one[2]
  return across < em / 2 && gap > backwards * em && gap < (next.blank ? apartByBlank : apart) * em
}

/** The letters of one ligature share its place. */
const isPiece = (last: Glyph, next: Glyph) =>
  last.object === next.object && distance(last.box, next.box) === 0

function isSameGlyph(last: Glyph, next: Glyph) {
  if (isPiece(last, next)) return false
  return last.text === next.text && distance(last.box, next.box) < Math.min(twice, last.em / 6)
}

/** Looks only near by: a page may hold the same word ten thousand times. */
function isAgain(drawn: Map<string, [number, number][]>, text: string, box: Box, em: number) {
  const [x, y] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2]
  const [column, row] = [Math.floor(x / twice), Math.floor(y / twice)]
  const near = Math.min(twice, em / 3)
  for (let dx = -1; dx <= 1; dx++)
    for (let dy = -1; dy <= 1; dy++)
      for (const [px, py] of drawn.get(`${column + dx} ${row + dy} ${text}`) ?? [])
        if (Math.hypot(px - x, py - y) < near) return true
  const place = `${column} ${row} ${text}`
  drawn.set(place, [...(drawn.get(place) ?? []), [x, y]])
  return false
}

const distance = (one: Box, other: Box) =>
  Math.hypot(one[0] + one[2] - other[0] - other[2], one[1] + one[3] - other[1] - other[3]) / 2

const around = (one: Box, other: Box): Box => [
  Math.min(one[0], other[0]),
  Math.min(one[1], other[1]),
  Math.max(one[2], other[2]),
  Math.max(one[3], other[3]),
]

/** A box as seen by who has turned the page upright; only differences of these mean something. */
function upright([x0, y0, x1, y1]: Box, turn: Turn): Box {
  if (turn === 90) return [-y1, x0, -y0, x1]
  if (turn === 180) return [-x1, -y1, -x0, -y0]
  return turn === 270 ? [y0, -x1, y1, -x0] : [x0, y0, x1, y1]
}
