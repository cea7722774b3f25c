import { type FieldName, fieldNames, type InvoiceData } from '../../invoices/invoice-data.ts'
import { roundingUnit, sumOf, toMicros, within } from '../../invoices/money.ts'
import type { Findings, Found } from '../found.ts'
import { bare } from '../prove.ts'

type Fits<Name extends FieldName> = (value: NonNullable<InvoiceData[Name]>, data: InvoiceData) => boolean

const always = () => true

/** What a page may add, where it can't contradict the e-invoice; amounts, number and date are never guessed at. */
const fits: { [Name in FieldName]?: Fits<Name> } = {
  issuer_address: always,
  payment_terms: always,
  purchase_order: always,
  currency: always,
  customer_name: (name, data) => isOther(name, data.issuer_name),
  customer_tax_id: (id, data) => isOther(id, data.issuer_tax_id),
  due_date: (due, data) => data.date !== null && due >= data.date,
  products: (products, data) => {
    const prices = products.map((line) => line.total_price)
    return isSum(prices, data.subtotal) || isSum(prices, data.total)
  },
  taxes: (taxes, data) =>
    isSum(
      taxes.map((line) => line.amount),
      data.tax,
    ),
}

/** What the page says of fields that the e-invoice leaves open. */
export function fillFromPage(data: InvoiceData, read: Findings): Findings {
  const filled: Record<string, Found<unknown>> = {}
  for (const name of fieldNames) {
    const [found, fit] = [read[name] as Found<never> | undefined, fits[name] as Fits<typeof name> | undefined]
    if (found && fit && isOpen(data[name]) && fit(found.value, data)) filled[name] = found
  }
  return filled as Findings
}

const isOpen = (value: unknown) => value === null || (Array.isArray(value) && value.length === 0)

const isOther = (value: string, known: string | null) => known === null || bare(value) !== bare(known)

function isSum(amounts: (number | null)[], whole: number | null): boolean {
  if (whole === null || amounts.includes(null)) return false
  return within(sumOf(amounts.map((amount) => toMicros(amount!))), toMicros(whole), roundingUnit(null))
}
