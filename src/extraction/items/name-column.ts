import { type Amount, type AmountsByLine, gapBefore } from '../amounts/amount.ts'
import type { Line, Span } from '../text-lines.ts'
import type { Heading } from './item-header.ts'
import { sumLabelOf } from './sum-lines.ts'

/** Where the names of things stand: from here, up to the next column. */
export interface NameColumn {
  left: number
  next: number
}

const rowsToMeasure = 40

/** The column of names, by its heading and by where the texts below it begin. */
export function nameColumn(headings: Heading[], body: Line[], amounts: AmountsByLine): NameColumn | null {
  const names = headings.filter(({ kind }) => kind === 'name')
  const room = (heading: Heading) => nextOf(heading, headings) - heading.left
  const widest = names.toSorted((a, b) => room(b) - room(a))[0]
  if (!widest) return null
  const name = wholeHeading(widest, headings)
  const next = nextOf(name, headings)
  const before = headings.filter(({ right }) => right < name.left).map(({ right }) => right)
  const from = Math.max(0, ...before)
  const startsOf = (line: Line) => {
    const at = (i: number) => line.words[i]!.box[0]
    const standing = line.words.flatMap((_, i) => (at(i) < next ? [i] : []))
    const named = standing.filter((i) => isWord(line, i))
    const words =
      named.length > 0 ? named : standing.filter((i) => isModel(line, i) && centreOf(line, i) > from)
    const start =
      words.find((i) => Math.abs(at(i) - name.left) < line.em * 0.5 && begins(line, i)) ??
      words.find((i) => centreOf(line, i) > from && begins(line, i))
    return start === undefined ? [] : [{ left: at(start), em: line.em }]
  }
  const priced = listed(body, amounts).flatMap(startsOf)
  // Where cells are as high as their names are long, names stand on lines of their own.
  const starts = priced.length > 0 ? priced : aboveSums(body, amounts).flatMap(startsOf)
  const crowd = (at: { left: number; em: number }) =>
    starts.filter(({ left }) => Math.abs(left - at.left) < at.em * 0.7).length
  const usual = starts.toSorted((a, b) => crowd(b) - crowd(a) || a.left - b.left)[0]
  if (!usual) return { left: Math.min(name.left, next), next }
  return { left: usual.left - usual.em * 0.7, next }
}

/** No word and no hyphen stands close before it; a number may. */
const begins = (line: Line, i: number) =>
  i === 0 || /^\P{L}*\d\P{L}*$/u.test(line.words[i - 1]!.text) || gapBefore(line, i) > 0.8

/** "Description of materials" is one heading, of whose words only the first is known. */
function wholeHeading(name: Heading, headings: Heading[]): Heading {
  const before = headings.findLast(
    ({ kind, span, right }) =>
      (kind === 'name' || kind === 'unknown') &&
      span.line === name.span.line &&
      right <= name.left &&
      name.left - right < span.line.em * 0.6,
  )
  return before ? wholeHeading({ ...name, left: before.left }, headings) : name
}

const isPriced = (line: Line, amounts: AmountsByLine) =>
  (amounts.get(line) ?? []).some(({ isMoney }) => isMoney)

/** The lines with prices, as far as the first sum. */
export const listed = (body: Line[], amounts: AmountsByLine): Line[] =>
  aboveSums(body, amounts)
    .filter((line) => isPriced(line, amounts))
    .slice(0, rowsToMeasure)

export function aboveSums(body: Line[], amounts: AmountsByLine): Line[] {
  const end = body.findIndex((line) => isPriced(line, amounts) && sumLabelOf(line))
  return end === -1 ? body : body.slice(0, end)
}

const nextOf = (heading: Heading, headings: Heading[]) =>
  Math.min(1, ...headings.filter(({ left }) => left > heading.right).map(({ left }) => left))

const centreOf = ({ words }: Line, i: number) => (words[i]!.box[0] + words[i]!.box[2]) / 2
/** "P35", where nothing else is said. */
const isModel = ({ words }: Line, i: number) => /^\p{L}{1,3}-?\d{1,6}$/u.test(words[i]!.text)
const isWord = ({ words }: Line, i: number) => /\p{L}{2}/u.test(words[i]!.text)

/** The part of a line that names a thing. */
export function nameIn(line: Line, amounts: Amount[], column: NameColumn | null): Span | null {
  const { words, em } = line
  const isAmount = (i: number) => amounts.some(({ span }) => i >= span.from && i < span.to)
  const isIn = (i: number) =>
    !isAmount(i) && (!column || (centreOf(line, i) >= column.left && words[i]!.box[0] < column.next))
  const word = words.findIndex((_, i) => isIn(i) && isWord(line, i))
  const from = word === -1 && column ? words.findIndex((_, i) => isIn(i) && isModel(line, i)) : word
  if (from === -1) return null
  let to = from + 1
  while (to < words.length && !endsName(line, to, amounts, column, em)) to++
  const price = amounts.findLast(({ isMoney, isPercent }) => isMoney && !isPercent)
  return !column && price && price.span.from < from ? null : { line, from, to }
}

/** "USB 3.0 cable": letters go on behind the number, in the same column and as close. */
function isInside(line: Line, { span }: Amount, column: NameColumn): boolean {
  const after = line.words[span.to]
  if (!after || after.box[2] > column.next || !isWord(line, span.to)) return false
  return gapBefore(line, span.from) < 0.9 && gapBefore(line, span.to) < 0.9
}

function endsName(line: Line, i: number, amounts: Amount[], column: NameColumn | null, em: number): boolean {
  const { box } = line.words[i]!
  const amount = amounts.find(({ span }) => span.from === i)
  const gap = gapBefore(line, i)
  if (column && gap > 0.6 && box[0] >= column.next - em) return true
  if (!amount || (column && isInside(line, amount, column))) return false
  return gap > 1 || (amount.isMoney && (!column || gap > 0.5)) || (column !== null && box[2] > column.next)
}
