import { limits } from '../limits.ts'
import { taxIdLabels } from '../tax-ids.ts'
import { type Line, type Span, spanAt } from '../text-lines.ts'
import type { Cell } from './cells.ts'
import { isOnlyForm } from './legal-forms.ts'
import { isTitle } from './not-names.ts'
import { type Party, partyLabelOf } from './party-labels.ts'

/** A wording that opens a party's block, with what follows it in its own cell. */
export interface Heading {
  party: Party
  cell: Cell
  span: Span
  /** The rest of its cell, or the next cell when that is what it announces. */
  value: Span | null
}

/** The headings of a page's cells. */
export function headingsOf(cells: Cell[]): Heading[] {
  return cells
    .flatMap((cell, at) => headingOf(cell, cells[at + 1], () => isOfForm(cells, at)) ?? [])
    .slice(0, limits.marks)
}

/** "Cliente | Ana Ruiz" over "NIT | 800.199.436": a form prints its labels in a column of their own, without colons. */
function isOfForm(cells: Cell[], at: number): boolean {
  const [cell, next] = [cells[at]!, cells[at + 1]]
  if (next?.span.line !== cell.span.line || partyLabelOf(next.plain)) return false
  const isBelow = (other: Cell, upper: Cell) =>
    other.span.line !== upper.span.line && Math.abs(other.box[0] - upper.box[0]) < upper.span.line.em
  const label = cells.slice(at + 2, at + 16).findIndex((other) => isBelow(other, cell))
  const [below, value] = cells.slice(at + 2 + label)
  return label !== -1 && isFormLabel(below!) && value?.span.line === below!.span.line && isBelow(value, next)
}

const isFormLabel = ({ text, plain }: Cell) =>
  isTitle(text) ||
  taxIdLabels.some(({ pattern }) =>
    /^(?:(?:del? )?(?:cliente|receptor|comprador))?$/.test(plain.replace(pattern, '').trim()),
  )

function headingOf(cell: Cell, next: Cell | undefined, isInForm: () => boolean): Heading | null {
  const label = partyLabelOf(cell.plain)
  if (!label) return null
  const { party, length } = label
  const rest = cell.plain.slice(length).trim()
  const isBeside = next !== undefined && next.span.line === cell.span.line && !next.text.endsWith(':')
  // Forms that keep their colons in a column print ": Ana Ruiz" in the next one.
  const isSaid = label.isSaid || (rest === '' && isBeside && (next.text.startsWith(':') || isInForm()))
  // "Supplier Ltd" is a name, and "the client agrees" is prose, also in capitals.
  const isProse = !/^[\p{Lu}\d(]/u.test(restOf(cell, rest)) || joining.test(rest)
  if (!isSaid && rest !== '' && (isOnlyForm(rest) || isProse)) return null
  const { line, from } = cell.span
  const span = spanAt(line, line.starts[from] ?? 0, cell.plain.slice(0, length).trimEnd().length)
  const own = { line, from: Math.min(span.to, cell.span.to), to: cell.span.to }
  return { party, cell, span, value: own.to > own.from ? own : isBeside && isSaid ? next.span : null }
}

const joining =
  /^(?:cuando|que|acepta|declara|reconoce|debera?|se|no|y|o|es|por|para|como|agrees?|shall|will|may|is|and|or|who|must|qui|et|ou|est|e|ha)(?![a-z])/
const restOf = (cell: Cell, rest: string) => cell.text.trim().slice(-rest.length)

const tableHead =
  /(?<![a-z])(?:cant(?:idad)?|qty|quantity|menge|anzahl|quantite|qte|aantal|quantita|importe|amount|betrag|montant|bedrag|valor|descripcion|description|bezeichnung|beschreibung|designation|concepto|omschrijving|descrizione|artikel|articulo|article|item|\S*preis|precio|price|prix|prezzo|preco)\.?(?![a-z])/g
export const isTableHead = ({ plain }: Line) => (plain.match(tableHead)?.length ?? 0) >= 2

/** Each cell's party: that of the heading it stands under or beside, as far as its block reaches. */
export function membersOf(cells: Cell[], headings: Heading[]): Map<Cell, Party> {
  const members = new Map<Cell, { party: Party; distance: number }>()
  const join = (cell: Cell, party: Party, distance: number) => {
    if (distance < (members.get(cell)?.distance ?? Number.POSITIVE_INFINITY))
      members.set(cell, { party, distance })
  }
  const heads = new Set(headings.map(({ cell }) => cell))
  for (const cell of cells.filter(isSenderLine)) {
    const window = blockUnder(cell, null, cells, heads, widestWindow)
    // A letterhead goes on with telephones and registers instead.
    if (window[0]?.isContact || window[0]?.isRegistration) continue
    for (const member of window) join(member, 'customer', 0.2)
  }
  for (const heading of headings) {
    join(heading.cell, heading.party, 0)
    const beside = cells.find(({ span }) => span === heading.value)
    if (beside) join(beside, heading.party, 0)
    for (const cell of blockUnder(heading.cell, heading.value, cells, heads, widestGap))
      join(cell, heading.party, cell.box[1] - heading.cell.box[1])
  }
  // "Señores: Ana Ruiz     NIT: 800.199.436": an identity on the line of a name is that party's.
  cells.forEach((cell, at) => {
    const before = cells[at - 1]
    const party = before?.span.line === cell.span.line ? members.get(before)?.party : undefined
    if (cell.isRegistration && party && before!.text.includes(':') && !members.has(cell)) join(cell, party, 1)
  })
  return new Map([...members].map(([cell, { party }]) => [cell, party]))
}

const middleGap = (a: Cell, b: Cell) => Math.abs(a.box[0] + a.box[2] - b.box[0] - b.box[2])

/** Headings in the middle of their columns say whose a text is by its middle, where it begins under none of them. */
const isApart = (cell: Cell, heads: Cell[]) =>
  heads.every(({ box, span }) => Math.abs(cell.box[0] - box[0]) > 1.5 * span.line.em)

const separators = /[·•●|*]|\s[-–—]\s/
const partsOf = (text: string) => text.split(separators).filter((part) => part.trim() !== '')

/** "Name · Street 1 · 12345 Town" on one line. */
export const isSenderLine = ({ text, box, isContact, isRegistration }: Cell): boolean =>
  box[1] < 0.35 &&
  !isContact &&
  !isRegistration &&
  partsOf(text).length >= 3 &&
  partsOf(text).filter((part) => /\p{L}{3}/u.test(part)).length >= 2 &&
  /(?<!\d)\d{4,5}(?!\d)/.test(text)

const documentTitle =
  /^\W*(?:\S*rechnung|factura|invoice|facture|fattura|fatura|factuur|credit note|gutschrift|avoir)(?![a-z])/

/** Letters of a line may be as far apart as this many heights within one block. */
const widestGap = 3.5
const widest = 0.36

/** Above the window of an envelope stands the sender on one line, and the first line below may be far off. */
const widestWindow = 9

function blockUnder(
  head: Cell,
  value: Span | null,
  cells: Cell[],
  heads: Set<Cell>,
  firstGap: number,
): Cell[] {
  const block: Cell[] = []
  const [left, top, right, foot] = head.box
  const bound = Math.min(
    left + widest,
    ...cells
      .filter((cell) => cell.span.line === head.span.line && cell.box[0] > right && cell.span !== value)
      .map((cell) => cell.box[0] - cell.span.line.em),
  )
  const slack = Math.max(0.03, 1.5 * head.span.line.em)
  const beside = [...heads].filter((other) => other !== head && other.span.line === head.span.line)
  let bottom = foot
  for (const cell of cells.slice(cells.indexOf(head) + 1)) {
    if (cell.span.line.page !== head.span.line.page) break
    if (cell.span.line === head.span.line || cell.box[1] < top - 0.002) continue
    const [x0, y0, x1, y1] = cell.box
    const isUnder =
      beside.length > 0 && isApart(cell, [head, ...beside])
        ? beside.every((other) => middleGap(cell, head) < middleGap(cell, other))
        : (x0 >= left - slack && x0 < bound) || (x0 < left && x1 > left && x1 < right + 0.15)
    if (!isUnder) continue
    const gap = block.length === 0 ? firstGap : widestGap
    if (y0 - bottom > Math.max(0.03, gap * (y1 - y0)) || y0 - top > 0.3) break
    if ((heads.has(cell) && Math.abs(x0 - left) < widest / 2) || isTableHead(cell.span.line)) break
    if (documentTitle.test(cell.plain) || isSenderLine(cell)) break
    block.push(cell)
    bottom = Math.max(bottom, y1)
  }
  return block
}
