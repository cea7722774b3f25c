import type { Found } from './found.ts'
import { type Label, label, overlapsAcross, type Spot, spotsOf } from './labels.ts'
import { fold, type Line, type Span, textOf } from './text-lines.ts'

type Kind = 'number' | 'series' | 'other'

const no = '(?:no|nro|num|numero|number|nr|nummer|#)\\.?'
const documents =
  'factura(?: electronica)?(?: de venta)?|invoice|tax invoice|rechnung|facture|fattura|fatura|boleta(?: electronica)?|recibo|receipt|ticket|tiquete|nota de credito(?: electronica)?|credit note|gutschrift|avoir|comprobante|comp\\.?|documento|document|bill|albaran|cfe|nf-?e|beleg|bon|cash memo|factuur|factura simplificada'
const labels: Label<Kind>[] = [
  label('series', 0, 'punto de venta|pto\\.? ?(?:de )?v(?:en)?ta\\.?'),
  label(
    'other',
    0,
    `(?:${no} ?(?:de )?)?(?:pedido|orden|order|cliente|customer|client|kunden|cuenta|account|konto|contrato|contract|albaran|po|p\\.o\\.|autorizacion|resolucion|serie de certificado|cheque|telefono|phone|tel|mesa|table|caja|item|articulo|line|pagina|page|seite|lote|referencia|reference)(?:s|-?nr|-?nummer)?\\.?(?: ?${no})?|(?:bestell|auftrags|liefer(?:schein)?|steuer|vertrags|kto|artikel)[- ]?(?:nr|nummer)\\.?|folio fiscal|n(?:o|ro)\\.? (?:de )?cae|due date|fecha \\S{1,12} factura|fecha factura|invoice (?:date|total|amount|to|summary|period)|total (?:de la )?(?:factura|boleta|recibo|ticket)|datos (?:de la )?factura`,
  ),
  label(
    'number',
    5,
    `(?:${documents}) ?${no}(?: ?:)?|(?:${no}|codigo)(?: de(?: la)?)? ?(?:${documents})|rechnungs-? ?(?:nr|nummer)\\.?|belegnummer|factuurnummer|numero (?:de (?:la )?)?(?:facture|fattura)|n(?:o|umero)? (?:de )?facture|receipt ?#|folio(?: no\\.?)?|(?:serie ?(?:y|/|-)? ?)(?:folio|numero|no\\.?)`,
  ),
  label('number', 3.2, no),
  label('number', 2.5, `(?:${documents})`),
]

interface Scored {
  span: Span
  value: string
  score: number
}

/** The document's own number: what follows the word for it, never an order's, a customer's or a date. */
export function findNumber(lines: Line[], taken: Span[]): Found<string> | null {
  const scored: Scored[] = []
  let series: Span | null = null
  lines.forEach((line, at) => {
    for (const spot of spotsOf(line, labels)) {
      if (spot.kind === 'other') continue
      const pointed =
        valueAt(line, spot.span.to) ??
        (spot.weight > 3 ? valueBelow(spot, lines.slice(at + 1, at + 3)) : null)
      if (!pointed || taken.some((span) => isInside(pointed, span))) continue
      if (spot.kind === 'series') series ??= pointed
      else
        scored.push({
          span: pointed,
          value: clean(textOf(pointed)),
          score: scoreOf(spot, pointed, at, lines.length),
        })
    }
  })
  const best = scored.toSorted((a, b) => b.score - a.score)[0]
  if (!best) return null
  const prefix = series && /^\d+$/.test(best.value) ? `${clean(textOf(series))}-` : ''
  return {
    value: prefix + best.value,
    confidence: Math.min(0.93, 0.45 + best.score * 0.09),
    spans: prefix ? [series!, best.span] : [best.span],
  }
}

const isInside = (a: Span, b: Span) => a.line === b.line && a.from < b.to && a.to > b.from

const scoreOf = ({ weight }: Spot<Kind>, { line, from, to }: Span, at: number, count: number) => {
  const text = textOf({ line, from, to })
  const mixed = /[a-z]/i.test(text) || /\d[-/]\d/.test(text) || text.replace(/\D/g, '').length >= 4
  return weight + (mixed ? 0.6 : -0.6) - at / count
}

const clean = (text: string) => text.replace(/^[\s:#.,-]+|[\s:#.,;-]+$/g, '').slice(0, 100)

const filler =
  /^(?:[:#.\-–|]+|n[o°º]?\.?:?|nro\.?:?|no\.?:?|num(?:ero)?\.?:?|electronica:?|simplificada:?|de|venta:?|serie:?)$/i
const shape = /^#?[a-z\d]+(?:[-_/.]{1,2}[a-z\d]+){0,8}$/i

/** The first thing beside a label that has a digit and isn't a date, an amount or a word. */
function valueAt(line: Line, after: number): Span | null {
  let from = after
  while (from < line.words.length && from < after + 3 && filler.test(line.words[from]!.text)) from++
  const word = line.words[from]
  if (!word) return null
  const text = clean(word.text)
  const next = line.words[from + 1]
  const isNextClose = next !== undefined && next.box[0] - word.box[2] < line.em
  // "F001 - 00000123" and "SETP 990000123": a series and its number.
  if (/^[A-Z]{1,4}\d{0,4}$/.test(text) && isNextClose) {
    const dash = /^[-–]$/.test(next.text) ? 1 : 0
    const number = line.words[from + 1 + dash]
    if (number && /^\d{2,12}$/.test(clean(number.text))) return { line, from, to: from + 2 + dash }
  }
  return isNumber(text) ? { line, from, to: from + 1 } : null
}

function isNumber(text: string): boolean {
  if (text.length > 40 || !/\d/.test(text) || !shape.test(text)) return false
  if (/^\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}$|^\d{4}[-/.]\d{2}[-/.]\d{2}$/.test(text)) return false
  return !/^\d{1,3}(?:[.,]\d{3})*[.,]\d{2}$|^\d[.,]?$|%$/.test(text)
}

function valueBelow({ span }: Spot<Kind>, lines: Line[]): Span | null {
  for (const line of lines) {
    if (line.page !== span.line.page) return null
    for (let i = 0; i < line.words.length; i++) {
      const word = { line, from: i, to: i + 1 }
      if (overlapsAcross(word, span, line.em * 0.5) && isNumber(clean(fold(textOf(word))))) return word
    }
  }
  return null
}
