import type { PageOfWords, Turn, Word } from '../../invoices/words.ts'
import type { Glyph } from './pdf-glyphs.ts'
import type { PdfObjects } from './pdf-objects.ts'
import { pdfWords } from './pdf-words.ts'
import { isGibberish } from './plausible-text.ts'
import { inReadingOrder } from './reading-order.ts'
import { turnedBox } from './upright-page.ts'

export type Text = Omit<PageOfWords, 'page'>

/** What the text of a page is good for. */
export type TextLayer =
  /** It is all there is to read. */
  | { kind: 'whole'; text: Text }
  /** What a scanner's software saw; codes are still to be looked for. */
  | { kind: 'seen-before'; text: Text }
  /** The page is to be looked at; these words, placed on it as displayed, are known already. */
  | { kind: 'part'; words: Word[] }

/** A page with fewer words of its own, and something drawn, may say the rest in drawings. */
const fewWords = 5
/** So many strokes with so few words are letters that were drawn as outlines. */
const outlines = 500
/** Under an image of at least this much of a page may be what the page is about. */
const coveredShare = 0.5
/** A stamp, a header or a signature's notice has fewer words than an invoice on printed letter paper. */
const letterWords = 40
/** Of ten stripes across the page: text of a page is in more, a stamp in few. */
const letterStripes = 5
/** A page that a scanner's software understood has more words than this. */
const layerWords = 15
/** How far a scanner's software is trusted, of which nobody knows anything. */
const layerConfidence = 0.85

interface Size {
  width: number
  height: number
}

/** Judges a page's text by what else is drawn on it. `added` are words of its form fields and notes. */
export function textLayer(glyphs: Glyph[], objects: PdfObjects, size: Size, added: Word[]): TextLayer {
  const plain = glyphs.filter((glyph) => !glyph.hidden)
  if (isGibberish(plain)) return { kind: 'part', words: [] }
  const words = [...pdfWords(readable(plain), size), ...added]
  const isCovered = objects.covered >= coveredShare
  if (isCovered ? !isLetter(words) : isMoreDrawn(words, objects)) {
    const hidden = glyphs.filter((glyph) => glyph.hidden)
    const layer = isCovered && !isGibberish(hidden) ? pdfWords(readable(hidden), size) : []
    if (layer.length < layerWords) return { kind: 'part', words }
    const seen = layer.map((word) => ({ ...word, confidence: layerConfidence }))
    const text = uprightText(merged(seen, words), turnOf(hidden), size)
    return { kind: 'seen-before', text: { ...text, source: 'ocr' } }
  }
  return { kind: 'whole', text: uprightText(words, turnOf(plain), size) }
}

/** Puts known words in the place of those seen there, and beside those seen elsewhere. */
export function merged(seen: Word[], known: Word[]): Word[] {
  const kept = seen.filter(({ box }) => {
    const [x, y] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2]
    return !known.some((word) => x > word.box[0] && x < word.box[2] && y > word.box[1] && y < word.box[3])
  })
  return [...kept, ...known]
}

function isMoreDrawn({ length }: Word[], { images, shapes }: PdfObjects) {
  return (length < fewWords && images.length + shapes > 0) || (length < letterWords && shapes > outlines)
}

function isLetter(words: Word[]) {
  const stripes = new Set(words.map(({ box }) => Math.floor((box[1] + box[3]) * 5)))
  return words.length >= letterWords && stripes.size >= letterStripes
}

function uprightText(words: Word[], turn: Turn, { width, height }: Size): Text {
  const size = turn % 180 ? { width: height, height: width } : { width, height }
  const turned = turn ? words.map((word) => ({ ...word, box: turnedBox(word.box, turn) })) : words
  return { ...size, source: 'text', turn, codes: [], words: inReadingOrder(turned, size.height / size.width) }
}

/** Where most of the text runs otherwise, the page lies on its side or stands on its head. */
function turnOf(glyphs: Glyph[]): Turn {
  const counts = Map.groupBy(glyphs, (glyph) => glyph.turn)
  const most = ([90, 180, 270] as const).find((turn) => (counts.get(turn)?.length ?? 0) > glyphs.length * 0.6)
  return most ?? 0
}

/** Bullets and pictograms say nothing. */
const readable = (glyphs: Glyph[]) =>
  glyphs.filter(({ text }) => !/[\p{Co}\p{Cc}\p{Cn}\p{Cs}\ufffd]/u.test(text))
