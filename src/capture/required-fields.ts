import type { InvoiceData } from '../invoices/invoice-data.ts'

/** What a session must find, in the order in which clients are told. */
export const requiredFields = ['issuer_name', 'invoice_number', 'date', 'total', 'products'] as const
export type RequiredField = (typeof requiredFields)[number]
export type Known = Pick<InvoiceData, RequiredField>

export const isRequired = (name: string): name is RequiredField =>
  (requiredFields as readonly string[]).includes(name)

/** Nothing is bought for nothing, and a list of no products is none. */
export function isThere(data: Pick<InvoiceData, keyof InvoiceData> | Known, name: keyof InvoiceData) {
  const value = (data as InvoiceData)[name]
  if (name === 'total') return typeof value === 'number' && value > 0
  return value !== null && !(Array.isArray(value) && value.length === 0)
}

export const missingOf = (data: InvoiceData): RequiredField[] =>
  requiredFields.filter((name) => !isThere(data, name))

export const knownOf = (data: InvoiceData): Known => ({
  issuer_name: data.issuer_name,
  invoice_number: data.invoice_number,
  date: data.date,
  total: isThere(data, 'total') ? data.total : null,
  products: data.products,
})
