import type { InvoiceData } from '../invoices/invoice-data.ts'
import type { Found } from './found.ts'
import { label, spotsOf } from './labels.ts'
import type { Line } from './text-lines.ts'

type Type = NonNullable<InvoiceData['document_type']>

const types = [
  label('invoice', 3, 'factura de credito electronica'),
  label(
    'credit_note',
    3,
    "nota de credito(?: electronica)?|nota de abono|factura rectificativa|credit (?:note|memo)|gutschrift|rechnungs-? ?korrektur|storno(?:rechnung)?|korrekturrechnung|facture d'avoir|avoir|nota di credito|nota de credito",
  ),
  label(
    'receipt',
    2,
    'factura simplificada|boleta(?: electronica)?|recibo|ticket|tiquete(?: pos)?|(?:cash |sales )?receipt|kassenbon|kassenbeleg|quittung|ticket de caisse|scontrino|cupom fiscal|nota de venta',
  ),
  label(
    'invoice',
    2,
    '(?:e-?)?factura(?: electronica)?|(?:tax )?invoice|[a-z]*rechnung|facture|fattura|fatura|nota fiscal|factuur|danfe',
  ),
  label('invoice', 1, 'cfdi|uso cfdi|folio fiscal'),
]
/** What only a till prints. */
const till =
  /(?<![a-z])(?:efectivo|vuelto|cambio|cash|change|tendered|cashier|cajero|caja|wechselgeld|ruckgeld|gegeben|bar|visa|mastercard|girocard|debit|trans ?#|register|server|tbl|guests?)(?![a-z])/

/** What kind of document it says it is, the title before any mention below. */
export function findType(lines: Line[]): Found<Type> | null {
  const spots = lines.flatMap((line, at) =>
    spotsOf(line, types).map(({ kind, weight, span }) => {
      const isTitle = span.to - span.from >= line.words.length - 3
      const height = line.em / (lines[0]?.em ?? line.em)
      return {
        kind,
        span,
        score: weight + (isTitle ? 2 : 0) + Math.min(1, height / 2) - (3 * at) / lines.length,
      }
    }),
  )
  const best = spots.toSorted((a, b) => b.score - a.score)[0]
  if (best)
    return { value: best.kind, confidence: Math.min(0.92, 0.5 + best.score * 0.08), spans: [best.span] }
  const line = lines.find(({ plain }) => till.test(plain))
  return line
    ? { value: 'receipt', confidence: 0.6, spans: [{ line, from: 0, to: line.words.length }] }
    : null
}
