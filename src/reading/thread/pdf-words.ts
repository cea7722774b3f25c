import type { getDocumentProxy } from 'unpdf'
import type { Box, Word } from '../../invoices/words.ts'
import { inReadingOrder } from './reading-order.ts'

type PdfPage = Awaited<ReturnType<Awaited<ReturnType<typeof getDocumentProxy>>['getPage']>>
type Point = [number, number]

/** One run of text as pdf.js tells it, in the page's own coordinates. */
interface Run {
  str: string
  transform: number[]
  width: number
  height: number
  fontName: string
}
interface Style {
  ascent?: number
  descent?: number
  vertical?: boolean
}
/** A run of text without blanks: where its baseline starts and ends, and which way is up. */
interface Piece {
  text: string
  from: Point
  to: Point
  em: number
  ascent: Point
  descent: Point
}

/** More runs than any page that is read by people; the rest of a page made to exhaust is left out. */
const runsPerPage = 50_000
/** Above this share of glyphs without a known letter the text layer is noise, and looking is better. */
const unknownShare = 0.3
/** Kerned words come in pieces; a blank is at least twice as wide as this share of the type size. */
const kerning = 0.12

/** The words of a page's text layer with their boxes on the page as displayed, in reading order. */
export async function pdfWords(page: PdfPage) {
  const { width, height, transform } = page.getViewport({ scale: 1 })
  const { items, styles } = await page.getTextContent()
  const runs = (items as Run[]).filter((run) => run.str?.trim()).slice(0, runsPerPage)
  const pieces = runs.flatMap((run) => split(run, styles[run.fontName] ?? {}, transform))
  const words: Word[] = []
  const drawn = new Set<string>()
  for (const piece of joined(pieces)) {
    const box = boxOf(piece, width, height)
    // Fake bold draws a word twice, a hair apart.
    const place = box && `${piece.text} ${box.map((edge) => Math.round(edge * 300))}`
    if (!box || !place || drawn.has(place)) continue
    drawn.add(place)
    words.push({ text: piece.text, box, confidence: 1 })
  }
  return { width, height, words: isNoise(words) ? [] : inReadingOrder(words, height / width) }
}

/** Glyphs of common type are narrow, wide or between: near enough to place a word within its run. */
const breadth = (glyph: string) =>
  /[iljtfrI.,:;'|!()[\] ]/.test(glyph) ? 0.5 : /[mwMW@%—]/.test(glyph) ? 1.5 : 1

function split(run: Run, style: Style, view: number[]): Piece[] {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = run.transform
  const along = style.vertical ? unit(-c, -d) : unit(a, b)
  const length = style.vertical ? run.height : run.width
  const em = Math.hypot(c, d)
  const up = style.vertical ? unit(a, b) : unit(c, d)
  if (!em || !length || !Number.isFinite(length + em + e + f)) return []
  // Some fonts claim nothing, or metres.
  const ascent = style.ascent && style.ascent > 0.3 && style.ascent < 1.5 ? style.ascent : 0.8
  const descent = style.descent && style.descent < 0 && style.descent > -0.6 ? style.descent : -0.2

  const total = [...run.str].reduce((sum, glyph) => sum + breadth(glyph), 0)
  const at = (share: number): Point =>
    through(view, e + (along[0] * length * share) / total, f + (along[1] * length * share) / total)
  const rise = (ems: number): Point => {
    const [x, y] = through(view, up[0] * em * ems, up[1] * em * ems)
    return [x - view[4]!, y - view[5]!]
  }
  let share = 0
  return run.str.split(/(\s+)/u).flatMap((text) => {
    const from = at(share)
    share += [...text].reduce((sum, glyph) => sum + breadth(glyph), 0)
    return text.trim() ? { text, from, to: at(share), em, ascent: rise(ascent), descent: rise(descent) } : []
  })
}

function joined(pieces: Piece[]) {
  const whole: Piece[] = []
  for (const piece of pieces) {
    const last = whole.at(-1)
    const gap = last && Math.hypot(piece.from[0] - last.to[0], piece.from[1] - last.to[1])
    if (last && gap! < kerning * Math.min(last.em, piece.em)) {
      last.text += piece.text
      last.to = piece.to
    } else whole.push({ ...piece })
  }
  return whole
}

/** The piece's box in 0-1 of the page; nothing where its middle is off the page. */
function boxOf({ from, to, ascent, descent }: Piece, width: number, height: number): Box | undefined {
  const corners = [from, to].flatMap(([x, y]) =>
    [ascent, descent].map(([dx, dy]) => [x + dx, y + dy] as Point),
  )
  const xs = corners.map(([x]) => x / width)
  const ys = corners.map(([, y]) => y / height)
  const [x0, y0, x1, y1] = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
  const [x, y] = [(x0 + x1) / 2, (y0 + y1) / 2]
  if (!(x >= 0 && x <= 1 && y >= 0 && y <= 1) || x1 <= x0 || y1 <= y0) return
  return [x0, y0, x1, y1].map((edge) => Math.min(1, Math.max(0, edge))) as Box
}

function isNoise(words: Word[]) {
  const glyphs = words.map((word) => word.text).join('')
  const unknown = glyphs.match(/[\p{Co}\p{Cc}\p{Cn}\ufffd]/gu)?.length ?? 0
  return unknown > glyphs.length * unknownShare
}

const unit = (x: number, y: number): Point => {
  const length = Math.hypot(x, y) || 1
  return [x / length, y / length]
}
const through = ([a, b, c, d, e, f]: number[], x: number, y: number): Point => [
  a! * x + c! * y + e!,
  b! * x + d! * y + f!,
]
