import type { Box, Turn } from '../../invoices/words.ts'
import type { PdfObjects } from './pdf-objects.ts'
import { boxThrough, type Matrix, type PdfPage } from './pdf-page.ts'
import { fillOf, floats, type Handle } from './pdfium.ts'
import { isInside, readClip } from './read-clip.ts'

/** One character where it stands on the page as displayed, in points from its upper left corner. */
export interface Glyph {
  text: string
  box: Box
  em: number
  /** What it was drawn with. */
  object: Handle
  /** What turns it upright; nothing where it is printed askew. */
  turn: Turn | undefined
  /** A blank came before it. */
  blank: boolean
  /** It is there to be found, not to be seen: text that a scanner's software lays over its image. */
  hidden: boolean
  /** The font doesn't tell which letter it is. */
  unknown: boolean
}

/** What a run of text has in common. */
interface Run {
  turn: Turn | undefined
  em: number
  hidden: boolean
  white: boolean
  clip?: Box
}

/** More characters than any page that is read by people; the rest of a page made to exhaust is left out. */
const mostGlyphs = 200_000
/** Nobody can read smaller type than this, in points. */
const smallestType = 1
const invisible = 3
/** How far off the four directions text may run, as the sine of the angle: scans' layers are a little askew. */
const askew = 0.35

/** The characters that can be seen, or could be found, on a page. */
export function pdfGlyphs(page: PdfPage, objects: PdfObjects): Glyph[] {
  const { call } = page.pdfium
  const text = call.FPDFText_LoadPage!(page.handle)
  if (!text) return []
  try {
    const count = Math.min(call.FPDFText_CountChars!(text), mostGlyphs)
    const runs = new Map<Handle, Run>()
    const glyphs: Glyph[] = []
    let blank = false
    for (let i = 0; i < count; i++) {
      const letter = letterOf(call.FPDFText_GetUnicode!(text, i))
      if (!letter.trim()) {
        blank ||= letter !== ''
        continue
      }
      const object = call.FPDFText_GetTextObject!(text, i)
      let run = runs.get(object)
      if (!run) {
        run = readRun(page, objects, text, i, object)
        runs.set(object, run)
      }
      const box = placeOf(page, text, i, run)
      if (!box || isOut(box, run, page, objects)) continue
      const unknown = call.FPDFText_HasUnicodeMapError!(text, i) === 1
      const { em, turn, hidden } = run
      glyphs.push({ text: letter, box, em, object, turn, blank, hidden, unknown })
      blank = false
    }
    return glyphs
  } finally {
    call.FPDFText_ClosePage!(text)
  }
}

function readRun(page: PdfPage, objects: PdfObjects, text: Handle, index: number, object: Handle): Run {
  const { pdfium, display, width, height } = page
  const [a = 1, b = 0, c = 0, d = 1] = floats(pdfium, 'FPDFText_GetMatrix', 4, text, index) ?? []
  const size = pdfium.call.FPDFText_GetFontSize!(text, index)
  const sign = Math.sign(size) || 1
  const x = (display[0] * a + display[2] * b) * width * sign
  const y = (display[1] * a + display[3] * b) * height * sign
  const mode = object ? pdfium.call.FPDFTextObj_GetTextRenderMode!(object) : 0
  const [red, green, blue, opacity] = (mode === 0 && object && fillOf(pdfium, object)) || [0, 0, 0, 255]
  const order = objects.order.get(object)
  const under = order !== undefined && order < objects.hiddenBelow
  return {
    turn: turnOf(x, y),
    em: Math.abs(size) * Math.hypot(c, d),
    hidden: mode === invisible || opacity < 10 || under,
    white: Math.min(red, green, blue) > 250,
    // Clips inside of forms are told in the form's own terms.
    clip: order === undefined ? undefined : readClip(page, object),
  }
}

function turnOf(x: number, y: number): Turn | undefined {
  const length = Math.hypot(x, y)
  if (Math.abs(y) < askew * length) return x > 0 ? 0 : 180
  if (Math.abs(x) < askew * length) return y < 0 ? 90 : 270
}

function placeOf(page: PdfPage, text: Handle, index: number, { em }: Run): Box | undefined {
  const told = floats(page.pdfium, 'FPDFText_GetLooseCharBox', 4, text, index)
  if (!told) return
  const [left, top, right, bottom] = told as [number, number, number, number]
  const { width, height } = page
  const scale: Matrix = [width, 0, 0, height, 0, 0]
  const [x0, y0, x1, y1] = boxThrough(page.display, left, bottom, right, top)
  const box: Box = [x0 * scale[0], y0 * scale[3], x1 * scale[0], y1 * scale[3]]
  // Some fonts claim no height at all, or metres.
  const high = Math.min(box[3] - box[1], box[2] - box[0]) > 3 * em
  return high || box.some((edge) => !Number.isFinite(edge)) ? undefined : box
}

function isOut(box: Box, run: Run, { width, height }: PdfPage, objects: PdfObjects) {
  const [x, y] = [(box[0] + box[2]) / 2 / width, (box[1] + box[3]) / 2 / height]
  if (!(x >= 0 && x <= 1 && y >= 0 && y <= 1) || run.em < smallestType) return true
  if (run.clip && !isInside(run.clip, x, y)) return true
  return run.white && !run.hidden && !objects.isColoured(x, y)
}

function letterOf(code: number) {
  // pdfium marks the hyphen at the end of a line with a character of its own.
  if (code === 2 || code === 0xad) return '-'
  if (code <= 0 || code > 0x10ffff) return '\ufffd'
  // Marks without width are for programs; ligatures are for the eye.
  if ((code >= 0x200b && code <= 0x200f) || code === 0x2060 || code === 0xfeff) return ''
  const letter = String.fromCodePoint(code)
  return code >= 0xfb00 && code <= 0xfb06 ? letter.normalize('NFKC') : letter
}
