import { and, asc, eq, gt } from 'drizzle-orm'
import type { Account } from '../accounts/accounts.table.ts'
import type { Db } from '../db/database.ts'
import type { Cell } from './csv.ts'
import { emptyInvoice, type FieldName, fieldNames, type InvoiceData } from './invoice-data.ts'
import { type InvoiceFilter, matching } from './invoice-filter.ts'
import { invoices } from './invoices.table.ts'
import { type RowFormat, writeRows } from './write-rows.ts'

/** So many at a time that the way to the database does not count, and so few that memory stays flat. */
const chunk = 1000

export type FinalInvoice = { id: number; source: string; processed_at: string | null } & InvoiceData

/** The final data of every processed invoice that matches, oldest first, a chunk at a time. */
export async function* finalInvoices(db: Db, account: Account, filter: Omit<InvoiceFilter, 'status'>) {
  const { id, source, processedAt, finalData } = invoices
  const wanted = and(matching(filter, account), eq(invoices.status, 'processed'))
  for (let last = 0; ; ) {
    const rows = await db
      .select({ id, source, processedAt, finalData })
      .from(invoices)
      .where(and(wanted, gt(id, last)))
      .orderBy(asc(id))
      .limit(chunk)
    if (rows.length) yield rows.map(asFinal)
    if (rows.length < chunk) return
    last = rows.at(-1)!.id
  }
}

const asFinal = (row: {
  id: number
  source: string
  processedAt: Date | null
  finalData: InvoiceData | null
}) => ({
  id: row.id,
  source: row.source,
  processed_at: row.processedAt?.toISOString() ?? null,
  ...emptyInvoice,
  ...row.finalData,
})

/** The rows in a format, made as they are read by whoever asked. */
export function writeData(
  format: RowFormat,
  first: FinalInvoice[],
  rest: AsyncGenerator<FinalInvoice[], void>,
) {
  const batches = async function* () {
    yield first
    yield* rest
  }
  const columns = ['id', 'source', 'processed_at', ...flatFields, 'lines']
  return writeRows(format, batches(), { sheet: 'Invoices', columns, cells: cellsOf })
}

/** Lists have no column of their own in a table: taxes and lines are told in full by the other formats. */
export const flatFields = fieldNames.filter((name) => name !== 'taxes' && name !== 'products')
const dates: FieldName[] = ['date', 'due_date']

/** A value of the data as a cell. */
export function cellOf(data: InvoiceData, name: FieldName): Cell {
  const value = data[name] as string | number | null
  return value !== null && dates.includes(name) ? new Date(`${value}T00:00:00Z`) : value
}

const cellsOf = (row: FinalInvoice): Cell[] => [
  row.id,
  row.source,
  row.processed_at && new Date(row.processed_at),
  ...flatFields.map((name) => cellOf(row, name)),
  row.products.length,
]
