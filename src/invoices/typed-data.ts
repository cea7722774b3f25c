import type { Language } from '../language.ts'
import { type InvoiceData, invoiceData, product, taxLine } from './invoice-data.ts'
import { sumOf, toMicros, toNumber } from './money.ts'
import { changedNames, dataOf, type ReviewForm, type RowName } from './review-form.ts'

/** The data as far as it is typed by now, for the checks to judge while somebody types: what is no value yet is unknown. */
export function typedData(form: ReviewForm, language: Language): InvoiceData {
  const typed = Object.entries(dataOf(form, changedNames(form, language), language))
  const sound = typed.map(([name, value]) => {
    if (Array.isArray(value)) return [name, value.map((row) => soundRow(name as RowName, row))]
    return [name, invoiceData.shape[name as keyof InvoiceData].safeParse(value).data ?? null]
  })
  return { ...form.base, ...Object.fromEntries(sound) }
}

const rowShapes = { products: product.shape, taxes: taxLine.shape }

/** A row whose name is still to be typed counts already. */
const soundRow = (name: RowName, row: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(rowShapes[name]).map(([column, schema]) => [
      column,
      schema.safeParse(row[column]).data ?? (column === 'name' ? '' : null),
    ]),
  )

/** What the rows come to, by the column that adds up; nothing where a row lacks it. */
export function sumOfRows({ taxes, products }: InvoiceData, name: RowName): number | null {
  const amounts = name === 'taxes' ? taxes.map((row) => row.amount) : products.map((row) => row.total_price)
  const known = amounts.filter((amount) => amount !== null)
  return known.length ? toNumber(sumOf(known.map(toMicros))) : null
}
