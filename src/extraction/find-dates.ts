import type { PrintedDate } from './dates.ts'
import type { Findings, Found } from './found.ts'
import { label, overlapsAcross, type Spot, spotsOf } from './labels.ts'
import type { Line } from './text-lines.ts'

type Kind = 'date' | 'due' | 'other'

const labels = [
  label('other', 0, '(?:fecha )?(?:de )?(?:vto\\.?|vencimiento) (?:de |del )?c\\.?a\\.?e\\.?'),
  label(
    'due',
    3,
    "(?:fecha )?(?:de |limite )?(?:vto\\.?|vencimiento|venc\\.?|vence)(?: (?:para el|del) pago)?|fecha (?:limite )?(?:de )?pago|date limite de paiement|pagar antes de|pague(?:se)? (?:antes|hasta)(?: de(?:l)?)?|(?:payment )?due(?: date| on| by)?|pay by|fallig(?:keit)?(?:sdatum| am| bis)?|zahlungsziel|zahlbar bis|(?:date d')?echeance|scadenza|data (?:di scadenza|de vencimento)|vencimento|vervaldatum",
  ),
  label(
    'other',
    0,
    'inicio de actividades|cae|resolucion|autorizacion|habilitacion|certificacion|timbrado|period[eo]? facturado|periodo|desde|hasta|fecha (?:de )?(?:entrega|pedido|orden|albaran|impresion|nacimiento|validacion|operacion)|entrega|delivery|ship(?:ped|ping)?(?: date)?|order(?:ed)?(?: date)?|liefer(?:datum|ung)|leistungs(?:datum|zeitraum)|bestell(?:ung|datum)|livraison|commande|consegna|valid(?:o|a|ity)?(?: hasta| until)?|expir(?:y|es|ation)(?: date)?|print(?:ed)?(?: date)?|period|from|until|zeitraum|vom',
  ),
  label(
    'date',
    4,
    "fecha (?:y hora )?(?:de )?(?:la )?(?:emision|factura(?:cion)?|expedicion|documento|comprobante|venta|compra|generacion)|fecha/hora emision|f\\. ?emision|emitid[ao](?: el)?|invoice date|date of (?:issue|invoice|sale)|issue(?:d)?(?: date| on)?|bill date|receipt date|rechnungs-?datum|belegdatum|date (?:de (?:la )?)?(?:facture|facturation|d'emission)|date d'emission|data (?:di )?(?:fattura|emissione|documento)|data (?:de |da )?emissao|factuurdatum",
  ),
  label('date', 3, 'fecha|date|datum|data|dated|dia'),
  label('date', 2, 'factura|facture|invoice|rechnung|fattura|fatura|recibo|boleta|ticket'),
]

/** The day the document was issued and the day it falls due. */
export function findDates(lines: Line[], dates: PrintedDate[]): Findings {
  const pointed = { date: [] as Pointed[], due: [] as Pointed[] }
  const free: PrintedDate[] = []
  for (const date of dates) {
    const spot = labelOf(date, lines)
    if (!spot) free.push(date)
    else if (spot.kind !== 'other') pointed[spot.kind].push({ date, weight: spot.weight })
  }
  const issued = surest(pointed.date) ?? lone(free)
  const due = surest(pointed.due)
  return { ...(issued ? { date: issued } : {}), ...(due ? { due_date: due } : {}) }
}

interface Pointed {
  date: PrintedDate
  weight: number
}

function surest(pointed: Pointed[]): Found<string> | null {
  const best = pointed.toSorted((a, b) => b.weight - a.weight)[0]
  return best ? foundDate(best.date, best.weight >= 4 ? 0.95 : 0.88) : null
}

/** A date nobody names is the document's only if it is the first, and few others compete with it. */
function lone(free: PrintedDate[]): Found<string> | null {
  const days = new Set(free.map(({ iso }) => iso))
  if (!free[0] || days.size > 3) return null
  return foundDate(free[0], days.size === 1 ? 0.75 : 0.5)
}

const foundDate = ({ iso, span, isAmbiguous }: PrintedDate, confidence: number) => ({
  value: iso,
  confidence: isAmbiguous ? confidence * 0.9 : confidence,
  spans: [span],
})

/** The label before the date on its line, or the one above it. */
function labelOf({ span }: PrintedDate, lines: Line[]): Spot<Kind> | undefined {
  const before = spotsOf(span.line, labels).findLast((spot) => spot.span.from <= span.from)
  if (before) return before
  const at = lines.indexOf(span.line)
  for (const line of lines.slice(Math.max(0, at - 2), at).reverse()) {
    if (line.page !== span.line.page) return undefined
    const above = spotsOf(line, labels).find((spot) => overlapsAcross(spot.span, span, line.em))
    if (above) return above
  }
  return undefined
}
