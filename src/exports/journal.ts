import type { z } from 'zod'
import type { Cell } from '../invoices/csv.ts'
import type { InvoiceData } from '../invoices/invoice-data.ts'
import { absolute, type Micros, sumOf, toMicros, toNumber } from '../invoices/money.ts'
import type { Language, Text } from '../language.ts'
import { ledgerAccounts } from './export-request.ts'
import type { PackedInvoice } from './exported-invoices.ts'

type Accounts = z.infer<typeof ledgerAccounts>

const columns: Text[] = [
  { es: 'asiento', en: 'entry' },
  { es: 'fecha', en: 'date' },
  { es: 'documento', en: 'document' },
  { es: 'cuenta', en: 'account' },
  { es: 'concepto', en: 'description' },
  { es: 'debe', en: 'debit' },
  { es: 'haber', en: 'credit' },
  { es: 'moneda', en: 'currency' },
  { es: 'nif', en: 'tax_id' },
  { es: 'tipo_impuesto', en: 'tax_rate' },
]
export const journalColumns = (language: Language) => columns.map((column) => column[language])

interface Booking {
  account: string
  /** To the debit; to the credit where it is negative. */
  amount: Micros
  rate?: number | null
}

/**
 * The double entry of a confirmed invoice: expense and taxes to the debit, what is owed to the credit, and the other way
 * round for a credit note. Debit and credit are the same to the cent; what the amounts leave open is booked as a difference.
 */
export function journalRows(
  { id, status, data }: PackedInvoice,
  accounts: Accounts = ledgerAccounts.parse({}),
): Cell[][] {
  if (status !== 'processed' || data.total === null) return []
  const sign = data.document_type === 'credit_note' ? -1n : 1n
  return bookingsOf(data, accounts)
    .filter(({ amount }) => amount !== 0n)
    .map(({ account, amount, rate }) => {
      const debit = amount * sign
      return [
        id,
        data.date && new Date(`${data.date}T00:00:00Z`),
        data.invoice_number,
        account,
        data.issuer_name,
        debit > 0n ? toNumber(debit) : null,
        debit < 0n ? toNumber(-debit) : null,
        data.currency,
        data.issuer_tax_id,
        rate ?? null,
      ]
    })
}

function bookingsOf(data: InvoiceData, accounts: Accounts): Booking[] {
  // a credit note is told by its type, whatever sign its amounts have
  const isCredit = data.document_type === 'credit_note'
  const micros = (value: number | null) =>
    value === null ? null : toMicros(isCredit ? Math.abs(value) : value)
  const total = micros(data.total) ?? 0n
  const tax = micros(data.tax)
  const subtotal = micros(data.subtotal) ?? (tax === null ? total : total - tax)
  const taxes = tax === null ? [] : taxesOf(data, tax, accounts.tax)
  const booked = [{ account: accounts.expense, amount: subtotal }, ...taxes]
  const difference = total - sumOf(booked.map(({ amount }) => amount))
  return [
    ...booked,
    { account: accounts.difference, amount: difference },
    { account: accounts.payable, amount: -total },
  ]
}

/** One booking a tax where they are told in detail and add up; else one for all of them. */
function taxesOf({ taxes }: InvoiceData, tax: Micros, account: string): Booking[] {
  const detailed = taxes.map(({ amount, rate }) => ({ account, amount: toMicros(amount ?? 0), rate }))
  const sum = sumOf(detailed.map(({ amount }) => amount))
  if (detailed.length && sum === tax) return detailed
  if (detailed.length && absolute(sum) === tax)
    return detailed.map((each) => ({ ...each, amount: absolute(each.amount) }))
  return [{ account, amount: tax, rate: taxes.length === 1 ? taxes[0]!.rate : null }]
}
