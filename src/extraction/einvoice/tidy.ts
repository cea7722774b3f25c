import { emptyInvoice, type InvoiceData } from '../../invoices/invoice-data.ts'
import { limits } from '../limits.ts'
import type { Stated } from './einvoice.ts'

const mostTaxes = 50

/** What a reader found, in the shape and length that the fields of an invoice have; what can't be is not stated. */
export function tidy(stated: Stated): InvoiceData {
  const { taxes = [], products = [], sums: _, due: __, ...fields } = stated
  return {
    ...emptyInvoice,
    ...fields,
    issuer_name: prose(fields.issuer_name, 200),
    issuer_tax_id: taxId(fields.issuer_tax_id),
    issuer_address: prose(fields.issuer_address, 500),
    customer_name: prose(fields.customer_name, 200),
    customer_tax_id: taxId(fields.customer_tax_id),
    invoice_number: identity(fields.invoice_number, 100),
    currency: currency(fields.currency),
    cufe: identity(fields.cufe, 200),
    payment_terms: prose(fields.payment_terms, 500),
    purchase_order: identity(fields.purchase_order, 100),
    taxes: taxes
      .flatMap(({ name, rate = null, base = null, amount = null }) =>
        rate === null && !base && !amount ? [] : [{ name: prose(name, 80) ?? '—', rate, base, amount }],
      )
      .slice(0, mostTaxes),
    products: products
      .filter(isBilled)
      .slice(0, limits.products)
      .map((line) => ({
        name: prose(line.name, 500) ?? '—',
        quantity: line.quantity ?? null,
        unit_price: line.unit_price ?? null,
        total_price: line.total_price ?? null,
        tax_rate: line.tax_rate ?? null,
      })),
  }
}

type Maybe = string | null | undefined

/** Nothing, of nothing, for nothing is a heading or a note among the lines. */
const isBilled = ({ quantity, unit_price, total_price }: NonNullable<Stated['products']>[number]) =>
  [quantity, unit_price, total_price].some((amount) => amount !== 0)

const saysSomething = (text: Maybe) => /[\p{L}\p{N}]/u.test(text ?? '')

/** Text for people: what is too long is cut, but not within a letter. */
const prose = (text: Maybe, characters: number): string | null =>
  text && saysSomething(text)
    ? text
        .slice(0, characters)
        .toWellFormed()
        .replace(/\ufffd$/, '')
        .trim() || null
    : null

/** What nobody could look up if it were cut. */
const identity = (text: Maybe, characters: number): string | null =>
  text && saysSomething(text) && text.length <= characters ? text : null

/** Zeros stand for nobody in particular. */
const taxId = (text: Maybe) => (/[\p{L}1-9]/u.test(text ?? '') ? identity(text, 40) : null)

const currency = (text: Maybe): string | null => {
  const code = text?.toUpperCase() ?? ''
  return /^[A-Z]{3}$/.test(code) && code !== 'XXX' ? code : null
}
