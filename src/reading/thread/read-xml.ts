import type { PageOfWords, Word } from '../../invoices/words.ts'
import { decodeXml } from '../../xml/decode-xml.ts'
import { XmlError } from '../../xml/xml-error.ts'
import { xmlTokens } from '../../xml/xml-tokens.ts'
import { ReadingError } from '../reader.ts'

/** Above the largest e-invoice there is (a thousand lines of thirty elements). */
const lineLimit = 50_000
/** What is longer is a file or a signature inside the document, not something to read. */
const valueCharacters = 4_000
/** A page as a typewriter would lay it out, in points: one element a line. */
const sheet = { width: 595, height: 842, margin: 20, line: 14, type: 10, glyph: 5 }

/** The document as one page: each value on a line of its own after the name of its element or attribute. */
export function readXml(bytes: Uint8Array): PageOfWords {
  const lines = linesOf(bytes)
  const height = Math.max(sheet.height, lines.length * sheet.line + 2 * sheet.margin)
  const words = lines.flatMap((line, number) => laidOut(line, number, height))
  return { page: 1, width: sheet.width, height, source: 'text', turn: 0, words, codes: [] }
}

function linesOf(bytes: Uint8Array) {
  try {
    return [...xmlLines(decodeXml(bytes))]
  } catch (error) {
    throw error instanceof XmlError ? new ReadingError('unreadable', error.message) : error
  }
}

function* xmlLines(source: string) {
  const names: string[] = []
  let count = 0
  for (const token of xmlTokens(source)) {
    const values: [string, string][] = []
    if (token.kind === 'open') {
      names.push(token.name)
      values.push(...token.attributes.filter(([name]) => !/^xmlns(:|$)|^xsi:/.test(name)))
    } else if (token.kind === 'close') names.pop()
    else values.push([names.at(-1)!, token.text])
    for (const [name, value] of values) {
      if (!value.trim() || value.length > valueCharacters) continue
      if (++count > lineLimit) throw new ReadingError('too-large', `The XML has over ${lineLimit} values.`)
      yield [`${name.slice(name.indexOf(':') + 1)}:`, ...value.trim().split(/\s+/u)]
    }
  }
}

function laidOut(line: string[], number: number, height: number): Word[] {
  const room = sheet.width - 2 * sheet.margin
  const glyph = Math.min(sheet.glyph, room / line.join(' ').length)
  const top = (sheet.margin + number * sheet.line) / height
  let x = sheet.margin
  return line.map((text) => {
    const from = x / sheet.width
    const to = (x + text.length * glyph) / sheet.width
    x += (text.length + 1) * glyph
    return { text, box: [from, top, to, top + sheet.type / height], confidence: 1 }
  })
}
