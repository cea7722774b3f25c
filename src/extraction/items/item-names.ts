import { gapBefore } from '../amounts/amount.ts'
import { type Line, type Span, textOf } from '../text-lines.ts'
import { barrier, type Entry, type Listed, type Row } from './listed.ts'
import { ownerOf } from './name-owner.ts'

const mostLines = 4

/** Gives each priced line its name: its own text, what wraps below it, or the lines around it that have no price. */
export function namesOf(entries: Listed[], isTable: boolean): Row[] {
  const owned = ownedTexts(entries, isTable)
  const listed = [...owned]
  const end = firstSum(entries)
  const [above, all] = [widestOf(listed.slice(0, end)), widestOf(listed)]
  const rows = listed.map(([entry, others], at) =>
    rowOf(entry, others, isTable ? (at < end ? above : all) : null),
  )
  return isTable ? distinct(rows, listed) : rows
}

const widestOf = (owned: [Entry, Span[]][]) =>
  owned
    .flatMap(([{ name }, others]) => (name ? [name, ...others] : others))
    .reduce((most, text) => Math.max(most, rightOf(text)), 0)

/** How many priced lines stand above the first sum: what is called below it has another width. */
function firstSum(entries: Listed[]): number {
  let count = 0
  for (const entry of entries)
    if (entry !== barrier && isPriced(entry)) count++
    else if (entry === barrier && count > 0) break
  return count
}

function ownedTexts(entries: Listed[], isTable: boolean): Map<Entry, Span[]> {
  const owned = new Map<Entry, Span[]>()
  for (const entry of entries) if (entry !== barrier && isPriced(entry)) owned.set(entry, [])
  const [first] = entries
  const isNamedBelow = first !== undefined && first !== barrier && isPriced(first) && !first.name
  let above: Entry | null = null
  for (const [at, entry] of entries.entries()) {
    if (entry === barrier) above = null
    else if (isPriced(entry)) above = entry
    else {
      const next = entries
        .slice(at + 1, at + 1 + mostLines)
        .find((other) => other === barrier || isPriced(other))
      const below = next === undefined || next === barrier ? null : next
      const owner = ownerOf(entry, { above, below, isNamedBelow, isTable })
      if (owner) owned.get(owner)!.push(entry.name!)
    }
  }
  return owned
}

const isPriced = ({ amounts }: Entry) => amounts.length > 0
const middle = ({ box }: Line) => (box[1] + box[3]) / 2
const rightOf = ({ line, to }: Span) => line.words[to - 1]!.box[2]
const leftOf = ({ line, from }: Span) => line.words[from]!.box[0]

function rowOf({ line, name, amounts, isDiscount }: Entry, texts: Span[], widest: number | null): Row {
  const left = name ? leftOf(name) : texts[0] ? leftOf(texts[0]) : line.box[0]
  const money = amounts.filter(({ isPercent, isMoney }) => !isPercent && isMoney)
  const kept = { line, amounts, money, isDiscount, left }
  if (!name) return { ...kept, name: around(line, texts, widest) }
  const [first] = texts
  // Where headings are stacked, the code stands above the name.
  const isCode = widest !== null && first && code.test(textOf(name)) && /^\p{L}/u.test(textOf(first))
  const begun = isCode ? [name, first] : [name]
  return { ...kept, name: runOn(begun, texts.slice(begun.length - 1), widest) }
}

const code = /^(?=.*\d)[\p{L}\d./-]+$/u

/** The lines around one that has only amounts, as far as they stand close to it. */
function around(line: Line, texts: Span[], widest: number | null): Span[] {
  const above: Span[] = []
  for (const text of texts.filter((span) => middle(span.line) < middle(line)).reverse())
    if (isClose(text.line, above[0]?.line ?? line)) above.unshift(text)
    else break
  if (above.length === 0) return runOn(texts.slice(0, 1), texts.slice(1), widest)
  const below = texts.filter((span) => middle(span.line) > middle(line))
  return runOn(above, below, widest, line)
}

/** A name with the lines that go on with it, also on the other side of the line that has its price. */
function runOn(name: Span[], texts: Span[], widest: number | null, priced = name[0]?.line): Span[] {
  const spans = [...name]
  for (const text of texts) {
    const last = spans.at(-1)
    if (!last || widest === null || spans.length === mostLines) break
    if (
      !(isClose(last.line, text.line) || isClose(priced!, text.line)) ||
      !goesOn(last, text, spans.length, widest)
    )
      break
    spans.push(text)
  }
  return spans
}

const isClose = (before: Line, next: Line) =>
  before.page === next.page && next.box[1] - before.box[3] < 1.2 * (next.box[3] - next.box[1])

/** Where the cell begins that a name stands in, its code included. */
function cellLeft({ line, from }: Span): number {
  let at = from
  while (at > 0 && gapBefore(line, at) < 1.2) at--
  return line.words[at]!.box[0]
}

/** "Colour: red" says more about a thing, but is no part of its name. */
const property = /^\p{L}[\p{L}\s.-]{0,25}:/u

/** The next line goes on with a name where its first word had no room, or where it is only a word or two. */
function goesOn(before: Span, next: Span, count: number, widest: number): boolean {
  const isUnder = [cellLeft(before), leftOf(before)].some(
    (left) => Math.abs(leftOf(next) - left) <= 1.5 * next.line.em,
  )
  if (!isUnder) return false
  const text = textOf(next)
  if (property.test(text)) return false
  const [x0, , x1] = next.line.words[next.from]!.box
  const isWrapped = x1 - x0 + 0.2 * next.line.em > widest - rightOf(before)
  const isShort = count === 1 && next.to - next.from <= 3 && /^[\p{L}\s.,'’-]+$/u.test(text)
  return isWrapped || isShort
}

/** Things of the same name are told apart by the lines below it; copies of one thing aren't. */
function distinct(rows: Row[], owned: [Entry, Span[]][]): Row[] {
  const named = rows.map((row, i) => {
    const [entry, texts] = owned[i]!
    const whole = entry.name ? runDown(entry.name, texts) : row.name
    return { row, whole, key: keyOf(row.name.slice(0, 1)), copy: keyOf(whole) }
  })
  const copies = new Map<string, Set<string>>()
  for (const { key, copy } of named) copies.set(key, (copies.get(key) ?? new Set()).add(copy))
  return named.map(({ row, whole, key }) => (copies.get(key)!.size > 1 ? { ...row, name: whole } : row))
}

const keyOf = (name: Span[]) =>
  name
    .map(textOf)
    .join('')
    .toLowerCase()
    .replace(/[^\p{L}\d]/gu, '')

/** A name with all that stands close below it. */
function runDown(name: Span, texts: Span[]): Span[] {
  const spans = [name]
  for (const text of texts.slice(0, mostLines - 1)) {
    if (!isClose(spans.at(-1)!.line, text.line)) break
    spans.push(text)
  }
  return spans
}
