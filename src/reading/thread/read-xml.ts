import type { PageOfWords, Word } from '../../invoices/words.ts'
import { ReadingError } from '../reader.ts'
import { xmlTokens } from './xml-tokens.ts'

/** Above the largest e-invoice there is (a thousand lines of thirty elements). */
const lineLimit = 50_000
/** What is longer is a file or a signature inside the document, not something to read. */
const valueCharacters = 4_000
/** A page as a typewriter would lay it out, in points: one element a line. */
const sheet = { width: 595, height: 842, margin: 20, line: 14, type: 10, glyph: 5 }

/** The document as one page: each value on a line of its own after the name of its element or attribute. */
export function readXml(bytes: Uint8Array): PageOfWords {
  const lines = [...xmlLines(decode(bytes))]
  const height = Math.max(sheet.height, lines.length * sheet.line + 2 * sheet.margin)
  const words = lines.flatMap((line, number) => laidOut(line, number, height))
  return { page: 1, width: sheet.width, height, source: 'text', turn: 0, words, codes: [] }
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

/** By its byte order mark, the look of its first bytes, or what it declares itself. */
function decode(bytes: Uint8Array) {
  const start = [...bytes.subarray(0, 2)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  const declaration = new TextDecoder('latin1').decode(bytes.subarray(0, 200))
  const declared = /^(?:\xef\xbb\xbf)?<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]{1,40})["']/.exec(
    declaration,
  )?.[1]
  const encoding =
    { feff: 'utf-16be', '003c': 'utf-16be', fffe: 'utf-16le', '3c00': 'utf-16le' }[start] ??
    declared ??
    'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    throw new ReadingError('unreadable', `The XML is not the ${encoding} it should be.`)
  }
}
