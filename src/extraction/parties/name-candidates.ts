import { isItemsHeader } from '../items/item-header.ts'
import { sumLabelOf } from '../items/sum-lines.ts'
import { spotsOf } from '../labels.ts'
import { taxIdLabels } from '../tax-ids.ts'
import { type Line, type Span, textOf } from '../text-lines.ts'
import { type Cell, price } from './cells.ts'
import { type Heading, isSenderLine, isTableHead } from './headings.ts'
import { endsInForm } from './legal-forms.ts'
import { isAnchor, type NameVariant, variantsOf } from './name-variants.ts'
import { nameIn } from './names.ts'
import type { PartyPage } from './page.ts'
import type { Party } from './party-labels.ts'

/** Something that may be a party's name, where it stands and what speaks for it. */
export interface NameCandidate extends NameVariant {
  cell: Cell
  party: Party | null
  /** Said by a label of its own: "Razón social: …", or right after "Proveedor:". */
  isLabelled: boolean
  /** First of its party's block. */
  isFirst: boolean
  /** "Name · Street 1 · 12345 Town" on one small line, as above the window of an envelope. */
  isSenderLine: boolean
  /** Below an address or a registration number: what stands there belongs to them. */
  isInAddress: boolean
  /** Its line ends in a price, as an item's does. */
  isPriced: boolean
  /** Between the headings of a list and its sum stand things. */
  isListed: boolean
  /** Behind the first price nobody is introduced any more, unless by a label or in the foot. */
  isBelowPrices: boolean
  /** Where the law wants the registered name: "Example SAS au capital de …", "Example GmbH, Amtsgericht …". */
  isRegistered: boolean
}

const ownLabel =
  /^\W*(?:(?:nombre(?: o |\/| y | ?\/ ?)?)?razon social|denominacion(?: social)?|nombre(?: comercial| del emisor)|company name|business name|raison sociale|ragione sociale|denominazione|razao social|firma)(?![a-z])/

/** Who issues a document needs no label to give a name: where no heading says whose it is, the only such name is the customer's. */
const personal =
  /^\W*(?:nombres?(?: completo)?|nombres? y apellidos?|apellidos?(?: y nombres?)?|nome(?: completo)?|nom(?:br)?e(?: [oy] | ?\/ ?)raz(?:on|ao) social|razon social ?\/ ?nombres? y apellidos?)\W*:/

/** Every cell of the page that may be a name, with all that its place says about it. */
export function nameCandidates({ cells, under, headings, members }: PartyPage): NameCandidate[] {
  const headed = new Map(headings.map((heading) => [heading.cell, heading]))
  const announced = announcedBy(cells, headings)
  const called = cells.flatMap(({ plain }) => personal.exec(plain)?.[0] ?? [])
  const isOnly = new Set(called).size === called.length
  const isOfPerson = (cell: Cell) =>
    isOnly && (personal.test(cell.plain) || personal.test(announced.get(cell)?.plain ?? ''))
  const over = new Map([...under].map(([upper, lower]) => [lower, upper]))
  const begun = new Set<Party>()
  const firstPrice = cells.find(({ plain }) => onlyPrice.test(plain))?.box[1] ?? 1
  const list = listedLines(cells)
  return cells.flatMap((cell) => {
    const heading = headed.get(cell)
    const span = heading ? ownValue(heading) : cell.span
    const name = span && !isTableHead(span.line) ? nameIn(span) : null
    if (!name) return []
    const party = members.get(cell) ?? (isOfPerson(cell) ? 'customer' : null)
    const base = {
      cell,
      party,
      isLabelled: heading !== undefined || announced.has(cell) || ownLabel.test(cell.plain),
      isFirst: party !== null && !begun.has(party),
      isSenderLine: isSenderLine(cell),
      isInAddress: isInAddress(cell, over),
      isPriced: price.test(cell.span.line.plain),
      isListed: list.has(cell.span.line),
      isBelowPrices: cell.box[1] > firstPrice && cell.box[1] < foot,
      isRegistered:
        registered.test(cell.plain.slice(textOf(name).length)) ||
        (cell.box[1] > firstPrice && isIdentified(name)),
    }
    if (party) begun.add(party)
    return variantsOf(name, cell, under, party === 'issuer' && base.isFirst).map((variant) => ({
      ...base,
      ...variant,
    }))
  })
}

/** What stands behind the heading in its own cell. */
const ownValue = ({ value, cell }: Heading): Span | null =>
  value && value.from < cell.span.to && value.line === cell.span.line ? value : null

/** Cells right behind a label that has its cell for itself, each with that one. */
function announcedBy(cells: Cell[], headings: Heading[]): Map<Cell, Cell> {
  const heads = new Map(headings.map(({ value, cell }) => [value, cell]))
  return new Map(
    cells.flatMap((cell, at) => {
      const before = cells[at - 1]
      const isBare =
        before?.span.line === cell.span.line &&
        (ownLabel.test(before.plain) || personal.test(before.plain)) &&
        before.text.endsWith(':')
      const head = isBare ? before : heads.get(cell.span)
      return head ? [[cell, head] as const] : []
    }),
  )
}

/** The lines of things, as far as a list has headings and a sum; what is left of a receipt's head may look like headings. */
function listedLines(cells: Cell[]): Set<Line> {
  const lines = [...new Set(cells.map(({ span }) => span.line))]
  const head = lines.findIndex(isItemsHeader)
  const end = lines.findIndex((line, at) => at > head && sumLabelOf(line) !== undefined)
  const isList = head !== -1 && end !== -1 && lines[head]!.source === 'text'
  return new Set(isList ? lines.slice(head + 1, end) : [])
}

const foot = 0.8
const onlyPrice = /^\W*(?:[a-z]{1,3}\W?)?\d[\d., ]*[.,]\d{2}\W{0,3}[a-z]{0,3}\W*$/
const registered =
  /(?<![a-z])(?:capital|rcs|registro mercantil|reg\. merc|amtsgericht|registergericht|handelsregister|hrb|company (?:no|number)|registered in|siege social|inscrita|trading as|t\/a|on behalf of|i\.?o\.?v\.?|handelend onder|opererend als|handelnd als|nombre comercial)(?![a-z])/
/** Below the prices a company tells by its form and its identity that the paper is its own: "Example S.L. NIF B…". */
const isIdentified = (name: Span) =>
  endsInForm(textOf(name).replace(/[\s,.;·|-]+$/, '')) &&
  spotsOf(name.line, taxIdLabels).some(({ span }) => span.from >= name.to && span.from <= name.to + 1)

const isInAddress = (cell: Cell, over: Map<Cell, Cell>) => {
  const first = over.get(cell)
  return [first, first && over.get(first)].some((above) => above !== undefined && isAnchor(above))
}
