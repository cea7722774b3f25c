import type { Country } from '../country.ts'
import type { Findings, Found } from '../found.ts'
import type { PrintedTaxId } from '../tax-ids.ts'
import type { Line } from '../text-lines.ts'
import { findAddress } from './addresses.ts'
import { stackOf } from './cells.ts'
import { type ChosenCustomer, chooseCustomerName } from './customer-name.ts'
import { type ChosenName, chooseIssuerName } from './issuer-name.ts'
import { mentionsIn } from './mentions.ts'
import { nameCandidates } from './name-candidates.ts'
import { partyPageOf } from './page.ts'
import { customerIdOf, foundId, issuerIdOf, sidesOf, withCustomer, withIssuer } from './party-ids.ts'

/** Who issued the document, and to whom. */
export function findParties(lines: Line[], ids: PrintedTaxId[], country: Country | null): Findings {
  const found = partiesOn(lines, lines[0]?.page, ids, country)
  // A cover says nothing, and some print who they are at the very end only.
  return found.issuer_name ? found : { ...partiesOn(lines, lines.at(-1)?.page, ids, country), ...found }
}

function partiesOn(
  all: Line[],
  number: number | undefined,
  ids: PrintedTaxId[],
  country: Country | null,
): Findings {
  const lines = all.filter(({ page }) => page === number)
  const page = partyPageOf(lines)
  const candidates = nameCandidates(page)
  const registered = candidates.filter(({ isRegistered, party }) => isRegistered && party === null)
  const cellsOfIssuer = registered.map(({ cell }) => cell)
  const sides = withIssuer(sidesOf(ids, page), cellsOfIssuer)
  const issuer = chooseIssuerName(candidates, {
    lines,
    mentions: mentionsIn(all),
    issuerId: issuerIdOf(sides)?.id ?? null,
    isFrench: country === 'FR',
  })
  const customer = chooseCustomerName(candidates, issuer, page)
  const sided = customer
    ? withCustomer(sides, customer.candidate.cell, stackOf(customer.candidate.cell, page.under))
    : sides
  const issuerId = issuerIdOf(sided)
  const customerId = customerIdOf(sided, issuerId)
  return onlyFound({
    issuer_name: issuer && foundName(issuer),
    issuer_tax_id: issuerId && foundId(issuerId),
    issuer_address: findAddress(page, issuer),
    customer_name: customer && foundCustomer(customer),
    customer_tax_id: customerId && foundId(customerId),
  })
}

const onlyFound = (found: Record<string, Found<string> | null>): Findings =>
  Object.fromEntries(Object.entries(found).filter(([, finding]) => finding !== null))

const foundCustomer = ({ candidate: { value, spans }, confidence }: ChosenCustomer): Found<string> => ({
  value,
  spans,
  confidence,
})

/** A name is as sure as what speaks for it, and as its lead over the next one. */
function foundName({ value, spans, score, lead }: ChosenName): Found<string> {
  const confidence = 0.3 + 0.055 * Math.min(score, 9) + 0.06 * Math.min(Math.max(lead, 0), 3.5)
  return { value, spans, confidence: Math.min(0.97, confidence) }
}
