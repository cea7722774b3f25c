import { absolute, type Micros, multiply, roundingUnit, toMicros, within } from '../../invoices/money.ts'
import { isItemsHeader } from '../items/item-header.ts'
import { sumLabelOf } from '../items/sum-lines.ts'
import { limits } from '../limits.ts'
import type { Line } from '../text-lines.ts'
import type { Amount, AmountsByLine } from './amount.ts'
import { printedName, taxName } from './amount-labels.ts'
import { amountSpots, softPlain } from './amount-spots.ts'

/** One tax of the document, its rate times its base proving its amount. */
export interface TaxRow {
  at: number
  name: string | null
  isWithheld: boolean
  rate: Micros
  base: Amount
  amount: Amount
  /** Base and tax together, where the row prints them. */
  gross: Amount | null
}

const headingReach = 8

/** The rows of tax summaries: a rate, a base and their product, in whatever order. */
export function taxRows(lines: Line[], amounts: AmountsByLine): TaxRow[] {
  const rows: TaxRow[] = []
  let summedAt = Number.POSITIVE_INFINITY
  for (const [at, line] of lines.entries()) {
    const own = amounts.get(line) ?? []
    if (own.some(({ isMoney }) => isMoney) ? sumLabelOf(line) : taxName.test(softPlain(line))) summedAt = at
    if (own.length < 3 || isItemsHeader(line)) continue
    const row = rowOf(line, own, at - summedAt <= headingReach && summedAt < at)
    if (row) rows.push({ ...row, at })
    if (rows.length === limits.candidates) break
  }
  return rows
}

/** Among sums or under a heading that speaks of taxes, a row needs no name and may have lost its rate. */
function rowOf(line: Line, amounts: Amount[], isAmongSums: boolean): Omit<TaxRow, 'at'> | null {
  const kind = amountSpots(line)[0]?.kind
  if (kind === 'charge' || kind === 'discount') return null
  const name = taxName.exec(softPlain(line))
  const isNamed = kind === 'withheld' || (name !== null && name.index <= 25)
  const money = amounts.filter(({ isPercent, isMoney }) => !isPercent && isMoney).slice(0, 5)
  const product =
    productIn(amounts, money, isNamed, isAmongSums) ?? (isAmongSums ? impliedIn(money.slice(-3)) : null)
  if (!product || (!isNamed && letters(line, amounts) > product.letters)) return null
  const { rate, base, amount, gross } = product
  return {
    rate,
    base,
    amount,
    gross,
    name: name ? printedName(name[0]) : null,
    isWithheld: kind === 'withheld',
  }
}

/** More letters than a code or a class of tax has are the description of a thing. */
const letters = (line: Line, amounts: Amount[]) =>
  line.words
    .filter((_, i) => amounts.every(({ span }) => i < span.from || i >= span.to))
    .reduce((sum, { text }) => sum + text.replace(/[^\p{L}]/gu, '').length, 0)

const thirty = toMicros(30)

function productIn(amounts: Amount[], money: Amount[], isNamed: boolean, isAmongSums: boolean) {
  const rates = amounts
    .filter(({ isPercent, micros }) => isPercent || (micros >= 0n && micros <= thirty))
    .sort((a, b) => Number(b.isPercent) - Number(a.isPercent))
  for (const rate of rates.slice(0, 4))
    for (const base of money)
      for (const amount of money) {
        if (new Set([rate, base, amount]).size < 3 || !isProduct(base, rate, amount)) continue
        const gross =
          money.find(
            (other) =>
              other !== base && other !== amount && within(other.micros, base.micros + amount.micros, cent),
          ) ?? null
        if (rate.isPercent || isNamed || (gross && isAmongSums))
          return { rate: rate.micros, base, amount, gross, letters: gross ? 20 : 12 }
      }
  return null
}

const hundredth = toMicros('0.01')
const cent = roundingUnit(null)

function isProduct(base: Amount, rate: Amount, amount: Amount): boolean {
  if (base.micros === 0n || (rate.micros === 0n) !== (amount.micros === 0n)) return false
  // Of five cents and a rate anything is a product.
  if (rate.micros !== 0n && absolute(amount.micros) < 4n * cent && !rate.isPercent) return false
  return within(multiply(base.micros, multiply(rate.micros, hundredth)), amount.micros, 2n * cent)
}

/** Base, tax and gross that add up, with a whole rate between them. */
function impliedIn(money: Amount[]) {
  const [first, second, gross] = money
  if (!gross || !within(first!.micros + second!.micros, gross.micros, cent)) return null
  const [base, amount] =
    absolute(first!.micros) > absolute(second!.micros) ? [first!, second!] : [second!, first!]
  if (absolute(amount.micros) < 10n * cent || base.micros === 0n) return null
  const rate = toMicros(Math.round((Number(amount.micros) / Number(base.micros)) * 100))
  const expected = multiply(base.micros, multiply(rate, hundredth))
  return rate >= toMicros(3) && rate <= thirty && within(expected, amount.micros, cent)
    ? { rate, base, amount, gross, letters: 4 }
    : null
}
