import { cleanName } from '../names.ts'
import type { Span } from '../text-lines.ts'
import { type Cell, cellOf } from './cells.ts'
import { endsInForm, isOnlyForm, isTradeAndForm } from './legal-forms.ts'
import { isName, nameIn, nameText } from './names.ts'

/** A way to read a name off a cell: alone, or with the line below it. */
export interface NameVariant {
  value: string
  spans: Span[]
  hasForm: boolean
  /** How many lines of address, telephone or registration stand right under it or behind it. */
  anchors: number
  /** How many stand under the next line, where that one could be a name as well. */
  headsHead: number
}

export const isAnchor = ({ isAddress, isContact, isRegistration }: Cell): boolean =>
  isAddress || isContact || isRegistration

/** The name as it stands, and with the line below it where a company's name may have been broken over two. */
export function variantsOf(
  name: Span,
  cell: Cell,
  under: Map<Cell, Cell>,
  isAnnounced: boolean,
): NameVariant[] {
  const value = nameText(name)
  const below = under.get(cell)
  const rest = name.to < cell.span.to ? cellOf({ ...cell.span, from: name.to }) : null
  const anchors = (rest && isAnchor(rest) ? 1 : 0) + anchorsUnder(cell, under)
  const headsHead = anchors === 0 && below && nameIn(below.span) ? anchorsUnder(below, under) : 0
  const alone = { value, spans: [name], hasForm: endsInForm(value), anchors, headsHead }
  if (!below || rest || alone.hasForm || !isAlike(cell, below)) return [alone]
  const more = continuation(below, under.get(below), isAnnounced)
  const both = more && [value, nameText(more)].join(' ')
  if (!more || !both || !isName(both)) return [alone]
  const joined = {
    value: both,
    spans: [name, more],
    hasForm: endsInForm(both),
    anchors: anchorsUnder(below, under),
    headsHead: 0,
  }
  return [alone, joined]
}

/** A part of a town has no mark of an address; what stands below it has. */
const reach = 4
const enough = 3

function anchorsUnder(cell: Cell, under: Map<Cell, Cell>): number {
  let anchors = 0
  let below = under.get(cell)
  if (!below || !isAnchor(below)) return 0
  for (let read = 0; below && read < reach; read++, below = under.get(below)) if (isAnchor(below)) anchors++
  return Math.min(anchors, enough)
}

/** One name in two lines is in one print: the same size, and capitals in both or in none. */
function isAlike(upper: Cell, lower: Cell): boolean {
  const ratio = upper.span.line.em / lower.span.line.em
  const isCapital = ({ text }: Cell) => text === text.toUpperCase()
  return ratio > 0.7 && ratio < 1.45 && isCapital(upper) === isCapital(lower)
}

/** The rest of a name: a form alone, or a second line right above the number under which a company is registered. */
function continuation(below: Cell, next: Cell | undefined, isAnnounced: boolean): Span | null {
  if (isOnlyForm(cleanName(below.span).replace(/\W*\(?\d{4,}.*$/, ''))) return below.span
  const name = isAnchor(below) ? null : nameIn(below.span)
  if (!name || name.to < below.span.to) return null
  const text = nameText(name)
  // Under a heading the first line is the name: a form in the second one belongs to both.
  const isOne = endsInForm(text) ? isAnnounced || isTradeAndForm(text) : next?.isRegistration
  return isOne ? name : null
}
