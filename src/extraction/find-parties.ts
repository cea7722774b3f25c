import type { Findings, Found } from './found.ts'
import { label, spotsOf } from './labels.ts'
import { afterLabel, cleanName, findCustomerName, findIssuerName } from './names.ts'
import { type PartySpot, partyOf, partySpots } from './parties.ts'
import type { PrintedTaxId } from './tax-ids.ts'
import type { Line } from './text-lines.ts'

/** Who issued the document, and to whom. */
export function findParties(lines: Line[], ids: PrintedTaxId[]): Findings {
  const spots = partySpots(lines)
  const sided = ids.map((id) => ({ id, party: partyOf(id.span, spots) }))
  const issuer = (sided.find(({ party }) => party === 'issuer') ?? sided.find(({ party }) => party === null))
    ?.id
  // Copies of a page repeat the issuer's identity: the customer's is another one.
  const customer = sided.find(({ id, party }) => party === 'customer' && id.value !== issuer?.value)?.id
  const name = findIssuerName(lines, spots, issuer ?? null)
  const customerName = findCustomerName(lines, spots)
  const address = findAddress(lines, spots)
  return {
    ...(name ? { issuer_name: name } : {}),
    ...(issuer ? { issuer_tax_id: foundId(issuer) } : {}),
    ...(address ? { issuer_address: address } : {}),
    ...(customerName && customerName.value !== name?.value ? { customer_name: customerName } : {}),
    ...(customer ? { customer_tax_id: foundId(customer) } : {}),
  }
}

const foundId = ({ value, span, isLabelled, isValid }: PrintedTaxId): Found<string> => ({
  value,
  confidence: isValid && isLabelled ? 0.95 : isLabelled ? 0.75 : 0.65,
  spans: [span],
})

const addressLabels = [
  label(
    'address',
    1,
    'domicilio(?: comercial| fiscal)?|direccion(?: fiscal| comercial)?|address|adresse|indirizzo|endereco|casa matriz',
  ),
]

function findAddress(lines: Line[], spots: PartySpot[]): Found<string> | null {
  for (const line of lines)
    for (const { span } of spotsOf(line, addressLabels)) {
      const value = partyOf(span, spots) === 'customer' ? null : afterLabel(line, span.to)
      const text = value && cleanName(value)
      if (text && text.length > 5 && !text.includes('@'))
        return { value: text, confidence: 0.7, spans: [value] }
    }
  return null
}
