import { type Cell, isTillRoll, stackOf } from './cells.ts'
import type { ChosenName } from './issuer-name.ts'
import type { NameCandidate } from './name-candidates.ts'
import { sameName } from './names.ts'
import { oddity } from './oddity.ts'
import type { PartyPage } from './page.ts'
import { isPlace } from './postal.ts'

export interface ChosenCustomer {
  candidate: NameCandidate
  confidence: number
}

/** The customer's name: first in the block that a heading opens, else what heads an address that isn't the issuer's. */
export function chooseCustomerName(
  candidates: NameCandidate[],
  issuer: ChosenName | null,
  { under }: PartyPage,
): ChosenCustomer | null {
  const own = issuer ? sameName(issuer.value) : ''
  const others = candidates.filter(({ value }) => {
    const name = sameName(value)
    return own === '' || !(name.includes(own) || own.includes(name))
  })
  const headed = others.filter(
    ({ party, cell, isLabelled }) => party === 'customer' && (isLabelled || !cell.isAddress),
  )
  const best =
    headed.find(({ isLabelled }) => isLabelled) ?? headed.find(({ isFirst }) => isFirst) ?? headed[0] ?? null
  if (best) return { candidate: best, confidence: best.isLabelled || best.isFirst ? 0.85 : 0.6 }
  const issuers = issuer ? identityOf(issuer.candidate.cell, under) : []
  const other = others.find(
    ({ value, party, cell, isInAddress, isPriced, isBelowPrices }) =>
      party === null &&
      !cell.isAddress &&
      (!isInAddress || addressed.test(cell.plain)) &&
      !isPriced &&
      !isBelowPrices &&
      oddity(value) < 1 &&
      isInWindow(cell, issuer) &&
      stackOf(cell, under).some(({ plain }) => isPlace(plain) && /\d{4}/.test(plain)) &&
      !stackOf(cell, under).some((line) => issuers.includes(line)),
  )
  return other ? { candidate: other, confidence: 0.5 } : null
}

/** The lines of a letterhead: what tells where its name is to be found and registered. */
function identityOf(cell: Cell, under: Map<Cell, Cell>): Cell[] {
  const [, ...lines] = stackOf(cell, under)
  const end = lines.findIndex((line) => !line.isAddress && !line.isContact && !line.isRegistration)
  return [cell, ...lines.slice(0, end === -1 ? lines.length : end)]
}

const addressed =
  /^\W*(?:herrn?|frau|firma|familie|mr|mrs|ms|m\.|mme|mlle|monsieur|madame|sig|sra?\.|srta)(?![a-z])/

/** Letters show the customer's address in their upper third, in another column than the sender's, or say "Mr". */
function isInWindow({ box, span, plain }: Cell, issuer: ChosenName | null): boolean {
  if (!issuer || box[1] > 0.4 || isTillRoll(span.line)) return false
  return Math.abs(box[0] - issuer.candidate.cell.box[0]) > 0.2 || addressed.test(plain)
}
