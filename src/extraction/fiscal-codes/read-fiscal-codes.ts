import type { PageOfWords } from '../../invoices/words.ts'
import { type Line, unionOf, wordsOf } from '../text-lines.ts'
import { readArgentineQr } from './argentina-qr.ts'
import { readBrazilianKey, withoutCargo } from './brazil-key.ts'
import { readTed } from './chile-ted.ts'
import { readColombianQr } from './colombia-qr.ts'
import { readDominicanQr } from './dominican-qr.ts'
import { readEcuadorianKey } from './ecuador-key.ts'
import type { FiscalCode, Reading } from './fiscal-code.ts'
import { readGuatemalanQr } from './guatemala-qr.ts'
import { readMexicanQr } from './mexico-qr.ts'
import { readPanamaCufe } from './panama-cufe.ts'
import { readParaguayanKey } from './paraguay-key.ts'
import { readPaymentQr } from './payment-qr.ts'
import { readPeruvianQr } from './peru-qr.ts'
import { readPortugueseQr } from './portugal-qr.ts'
import { printedKeys } from './printed-keys.ts'
import { readSpanishQr } from './spain-qr.ts'
import { readUruguayanQr } from './uruguay-qr.ts'

/** A document has one, on each of its copies; whole pages full of different ones are no document. */
const mostCodes = 200
const mostDifferent = 40
/** The largest of them, a Chilean stamp, has a quarter of this. */
const longestCode = 8_000

const readers: ((text: string) => Reading | null)[] = [
  readTed,
  readPanamaCufe,
  readArgentineQr,
  readMexicanQr,
  readPeruvianQr,
  readColombianQr,
  readBrazilianKey,
  readEcuadorianKey,
  readParaguayanKey,
  readDominicanQr,
  readUruguayanQr,
  readGuatemalanQr,
  readSpanishQr,
  readPortugueseQr,
  readPaymentQr,
]

/** What a code says, recognised by its content; null for those that are none of an invoice. */
export function readCode(text: string): Reading | null {
  if (text.length > longestCode) return null
  for (const read of readers) {
    const reading = read(text)
    if (reading) return reading
  }
  return null
}

/** The fiscal codes of a document, each once: those on its pages and the keys its lines print. */
export function readFiscalCodes(pages: PageOfWords[], lines: Line[]): FiscalCode[] {
  const scanned = pages
    .flatMap(({ page, codes }) => codes.map((code) => ({ ...code, page })))
    .slice(0, mostCodes)
    .flatMap(({ text, box, page }) => {
      const reading = readCode(text)
      return reading ? [{ ...reading, page, box }] : []
    })
  const printed = printedKeys(lines).map(({ reading, spans }) => {
    const page = spans[0]!.line.page
    return { ...reading, page, box: unionOf(spans.flatMap(wordsOf)) }
  })
  const codes = new Map<string, FiscalCode>()
  for (const code of [...scanned, ...printed]) {
    // The same key may be in a code that tells more, and below it in print.
    const name = code.says.cufe ?? JSON.stringify([code.scheme, code.says])
    if (!codes.has(name)) codes.set(name, code)
  }
  return withoutCargo([...codes.values()]).slice(0, mostDifferent)
}
