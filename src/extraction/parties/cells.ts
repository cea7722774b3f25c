import type { Box } from '../../invoices/words.ts'
import { limits } from '../limits.ts'
import { cellsOf, fold, type Line, type Span, textOf, unionOf, wordsOf } from '../text-lines.ts'
import { partyLabelOf } from './party-labels.ts'
import { isPlace, isStreet, mayBeStreet } from './postal.ts'

/** A cell of the page's head or foot, and what it may be beside a name. */
export interface Cell {
  span: Span
  text: string
  plain: string
  box: Box
  isAddress: boolean
  isContact: boolean
  /** A number under which a company is registered: what stands above it is its name. */
  isRegistration: boolean
}

const contact =
  /(?<![a-z])(?:tel|telf|telefon|telefono|telefone|telephone|phone|fon|fax|ph|hp|h\/p|movil|mobile|whatsapp|e-?mail|correo|www|https?|web|website|internet|line|hotline)(?![a-z])|@|\.(?:com|net|org|es|de|fr|it|nl|my|pt|cl|mx|co|ar)(?![a-z])|^\W*(?:\+\d{1,3}[ -]?)?\(?\d{2,4}\)?[-. ]\d{3,4}[-. ]?\d{3,4}\W*$/
const registration =
  /^\W*(?:co(?:mpany)?\W{0,2}(?:reg(?:istration)?|n[o0])|reg(?:istration)?\W{0,2}n[o0]|roc|brn|ssm|gst|sst|vat|tva|btw|ust|c\W?i\W?f|n\W?i\W?[ft]|r\W?u\W?[tc]|r\W?f\W?c|cuit|c\.u\.i\.t|cnpj|siret|siren|kvk|hrb|p\W?iva|abn|tin|ein|tax id)(?![a-z]).*\d|^\W*[a-z]{0,3}\d{5,9}\W{0,3}[a-z]\W*$|^\W{0,2}\d{9,12}\W*\(\W*\d+\W?[a-z]\W*\)$|^\W*[a-z]-?\d{8}\W*$/

/** The end of an item's line. */
export const price = /\d[.,]\d{2}(?:\W{0,3}[a-z]{0,3})?\W*$/

const amountOrDate = new RegExp(`${price.source}|\\d{1,2}[-/.]\\d{1,2}[-/.]\\d{2,4}`)
const isWhere = (plain: string) => isStreet(plain) || isPlace(plain) || mayBeStreet(plain)

export function cellOf(span: Span): Cell {
  const text = textOf(span).slice(0, 300)
  const plain = fold(text)
  return {
    span,
    text,
    plain,
    box: unionOf(wordsOf(span)),
    isAddress: plain.length < 120 && !amountOrDate.test(plain) && isWhere(plain),
    isContact: contact.test(plain),
    isRegistration: registration.test(plain) || registration.test(plain.replace(/\s/g, '')),
  }
}

/** The cells of a page in the order of its lines, as many as a head, a foot and their columns may have. */
export const cellsOfPage = (lines: Line[]): Cell[] =>
  [...lines.slice(0, limits.marks), ...lines.slice(limits.marks).slice(-40)].flatMap((line) =>
    (isTillRoll(line) ? wholeTitle(line) : cellsOf(line).flatMap(atHeadings))
      .slice(0, limits.amountsPerLine)
      .map(cellOf),
  )

/** "NIF 12345678Z Cliente: Ana": behind a value a heading begins a cell of its own. */
function atHeadings({ line, from, to }: Span): Span[] {
  for (let at = from + 1; at < to; at++) {
    if (!/\d/.test(line.words[at - 1]!.text)) continue
    const rest = line.plain.slice(line.starts[at])
    const label = partyLabelOf(rest)
    if (label && rest.slice(0, label.length).trim().endsWith(':'))
      return [{ line, from, to: at }, ...atHeadings({ line, from: at, to })]
  }
  return [{ line, from, to }]
}

/** Letters of a thirty-sixth of the page's width: paper as narrow as a till's. */
export const isTillRoll = ({ em }: Line) => em > 0.028

/** Tills print titles with wide gaps, and a reader sees words apart: without numbers in it a line is one cell. */
const wholeTitle = (line: Line): Span[] => {
  const cells = cellsOf(line)
  const gaps = cells.slice(1).map(({ from }) => line.words[from]!.box[0] - line.words[from - 1]!.box[2])
  const isOne = line.box[1] < 0.35 && cells.length < 5 && gaps.every((gap) => gap < 5 * line.em)
  return isOne && !/\d{2}|:/.test(line.plain) ? [{ line, from: 0, to: line.words.length }] : cells
}

const height = ({ box }: Cell) => box[3] - box[1]
const center = ({ box }: Cell) => (box[0] + box[2]) / 2

/** Under one another: left edges, middles or most of their widths agree, and no line would fit between. */
function isStacked(upper: Cell, lower: Cell): boolean {
  if (upper.span.line.page !== lower.span.line.page || upper.span.line === lower.span.line) return false
  const tall = Math.max(height(upper), height(lower))
  const gap = lower.box[1] - upper.box[3]
  if (gap < -0.6 * tall || gap > 2 * tall) return false
  const { em } = upper.span.line
  const shared = Math.min(upper.box[2], lower.box[2]) - Math.max(upper.box[0], lower.box[0])
  const narrower = Math.min(upper.box[2] - upper.box[0], lower.box[2] - lower.box[0])
  return (
    Math.abs(upper.box[0] - lower.box[0]) < 1.5 * em ||
    Math.abs(center(upper) - center(lower)) < 2.5 * em ||
    shared > 0.7 * narrower
  )
}

/** What stands right under each cell. */
export function stacksOf(cells: Cell[]): Map<Cell, Cell> {
  const under = new Map<Cell, Cell>()
  cells.forEach((cell, at) => {
    const next = cells.slice(at + 1, at + 16).find((other) => isStacked(cell, other))
    if (next) under.set(cell, next)
  })
  return under
}

const longest = 6

/** A cell and the lines below it, as far as they stand under one another. */
export function stackOf(cell: Cell, under: Map<Cell, Cell>): Cell[] {
  const stack = [cell]
  for (let next = under.get(cell); next && stack.length < longest; next = under.get(next)) stack.push(next)
  return stack
}
