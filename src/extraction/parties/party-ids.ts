import type { Found } from '../found.ts'
import type { PrintedTaxId } from '../tax-ids.ts'
import type { Cell } from './cells.ts'
import type { PartyPage } from './page.ts'
import type { Party } from './party-labels.ts'

export interface SidedId {
  id: PrintedTaxId
  party: Party | null
}

/** Whose each identity is: its own label says so, or the block it stands in. */
export function sidesOf(ids: PrintedTaxId[], { cells, headings, members }: PartyPage): SidedId[] {
  return ids.map((id) => {
    const { line, from, to } = id.span
    const cell = cells.find(({ span }) => span.line === line && span.from < to && span.to > from)
    const inline = headings.find(
      (heading) => heading.cell.span.line === line && heading.value !== null && heading.span.from > from,
    )
    const party = id.owner ?? (cell && members.get(cell)) ?? inline?.party ?? null
    return { id, party }
  })
}

/** What stands in the customer's block, or behind the name in a row of boxes, is the customer's, even if no heading says so. */
export const withCustomer = (sides: SidedId[], name: Cell, block: Cell[]): SidedId[] =>
  sides.map((side) => {
    const { line, from } = side.id.span
    const isIn =
      block.some(({ span }) => span.line === line && span.from <= from && span.to > from) ||
      (name.span.line === line && name.span.to <= from)
    return side.party === null && isIn ? { ...side, party: 'customer' } : side
  })

/** What tells beside a name that is registered there is the issuer's, even if no heading says so. */
export const withIssuer = (sides: SidedId[], names: Cell[]): SidedId[] =>
  sides.map((side) => {
    const { line, from } = side.id.span
    const isIn = names.some(({ span }) => span.line === line && span.from <= from && span.to > from)
    return side.party === null && isIn ? { ...side, party: 'issuer' } : side
  })

const plainId = ({ value }: PrintedTaxId) => value.replace(/[^A-Z\d]/g, '')

/** The issuer's identity: from its block, else from where nobody else is named, the foot before the middle. */
export function issuerIdOf(sides: SidedId[]): SidedId | null {
  const customers = new Set(sides.filter(({ party }) => party === 'customer').map(({ id }) => plainId(id)))
  const scored = sides
    .filter(({ party }) => party === 'issuer' || party === null)
    .map((side, i) => ({
      side,
      score: issuerScore(side, sides) - 0.05 * i - (customers.has(plainId(side.id)) ? 3 : 0),
    }))
    .sort((a, b) => b.score - a.score)
  return scored[0] && scored[0].score > -1 ? scored[0].side : null
}

function issuerScore({ id, party }: SidedId, sides: SidedId[]): number {
  const top = id.span.line.box[1]
  const copies = sides.filter((other) => plainId(other.id) === plainId(id)).length
  return (
    (party === 'issuer' ? 3 : 0) +
    (id.isLabelled ? 1 : 0) +
    (id.isValid ? 0.8 : 0) -
    id.rank * 1.2 +
    (top > 0.8 || top < 0.2 ? 0.4 : 0) +
    Math.min(0.6, 0.3 * (copies - 1))
  )
}

/** Copies of a page repeat the issuer's identity: the customer's is another one. */
export function customerIdOf(sides: SidedId[], issuer: SidedId | null): SidedId | null {
  const others = sides.filter(({ id }) => !issuer || plainId(id) !== plainId(issuer.id))
  return others.filter(({ party }) => party === 'customer').sort((a, b) => a.id.rank - b.id.rank)[0] ?? null
}

export const foundId = ({ id, party }: SidedId): Found<string> => {
  const { value, span, isLabelled, isValid, isMended } = id
  const base = isValid ? (isLabelled ? 0.93 : 0.8) : isLabelled ? 0.82 : 0.6
  const confidence = Math.min(0.97, base + (party ? 0.05 : 0)) - (isMended ? 0.15 : 0)
  return { value, confidence, spans: [span] }
}
