import { label, type Spot, spotsOf } from './labels.ts'
import { limits } from './limits.ts'
import type { Line, Span } from './text-lines.ts'
import { unionOf, wordsOf } from './text-lines.ts'

type Party = 'issuer' | 'customer'

export const partyLabels = [
  label(
    'none' as const,
    0,
    '(?:atencion|servicio) (?:al|de) cliente|customer (?:service|support|care|copy|no|number|id)|(?:codigo|cod\\.?|n(?:o|ro|um)?\\.?|numero)(?: de)? cliente|cliente (?:n(?:o|ro|um)?\\.?|numero|desde)|copia cliente|(?:cbu|alias) (?:cbu )?(?:del )?emisor|client (?:no|number|id|ref)|n(?:o|umero) client',
  ),
  label(
    'customer' as const,
    1,
    'datos (?:del |de )?(?:cliente|receptor|comprador)|cliente|senor(?:es|a|\\(?es\\)?)?|sres?\\.?|receptor|adquiriente|adquirente|comprador|factura(?:r|do|cion)? a|facturar|bill(?:ed)? to(?: address)?|sold to|ship to|invoice to|invoiced to|customer|client|kunde|rechnung an|rechnungsempfanger|facture a|destinatari[oa]|cessionario(?:/committente)?|committente|apellido y nombre|nombre del cliente|klant|enviar a|entregar a|buyer|tomador',
  ),
  label(
    'issuer' as const,
    1,
    'datos (?:del |de la )?(?:emisor|proveedor|empresa|vendedor)|emisor|proveedor|supplier|seller|vendor|prestador|cedente(?:/prestatore)?|lieferant|emitente|fornecedor|service provider|fournisseur',
  ),
]

export interface PartySpot {
  party: Party
  span: Span
}

/** Where the page says "customer" and where it says "supplier". */
export function partySpots(lines: Line[]): PartySpot[] {
  return lines
    .flatMap((line) =>
      spotsOf(line, partyLabels)
        .filter((spot): spot is Spot<Party> => spot.kind !== 'none')
        .map(({ kind, span }) => ({ party: kind, span })),
    )
    .slice(0, limits.marks)
}

/** Beyond a quarter of a page a heading no longer says whose a thing is. */
const reach = 0.25

/** Whose block this stands in: that of the nearest heading beside it or above it. */
export function partyOf(span: Span, spots: PartySpot[]): Party | null {
  let nearest: { party: Party; distance: number } | null = null
  for (const spot of spots) {
    if (spots.some((other) => standsBetween(other.span, spot.span, span))) continue
    const distance = distanceTo(span, spot.span)
    if (distance < (nearest?.distance ?? reach)) nearest = { party: spot.party, distance }
  }
  return nearest?.party ?? null
}

function distanceTo(target: Span, heading: Span): number {
  if (target.line.page !== heading.line.page) return Number.POSITIVE_INFINITY
  const [x0, y0, x1] = unionOf(wordsOf(target))
  const [left, top, right] = unionOf(wordsOf(heading))
  if (target.line === heading.line)
    return x0 >= left
      ? Math.max(0, x0 - right) * 0.3
      : left - x1 < 2 * target.line.em
        ? 0.1
        : Number.POSITIVE_INFINITY
  if (y0 < top) return Number.POSITIVE_INFINITY
  return y0 - top + (x0 >= left ? (x0 - left) * 0.3 : (left - x0) * 0.7)
}

/** Of two headings on one line the one to the right has what begins under it. */
function standsBetween(other: Span, heading: Span, target: Span): boolean {
  if (other.line !== heading.line || other.from <= heading.from || target.line === heading.line) return false
  return other.line.words[other.from]!.box[0] <= target.line.words[target.from]!.box[0] + target.line.em
}
