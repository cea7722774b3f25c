import { and, asc, eq, gt } from 'drizzle-orm'
import type { Account } from '../accounts/accounts.table.ts'
import type { Db } from '../db/database.ts'
import { type Cell, csvRow } from './csv.ts'
import { emptyInvoice, type FieldName, fieldNames, type InvoiceData } from './invoice-data.ts'
import { type InvoiceFilter, matching } from './invoice-filter.ts'
import { invoices } from './invoices.table.ts'
import { finalData } from './queries.ts'
import { xlsxStream } from './xlsx.ts'

/** So many at a time that the way to the database does not count, and so few that memory stays flat. */
const chunk = 1000

export const dataFormats = ['json', 'ndjson', 'csv', 'xlsx'] as const
export type DataFormat = (typeof dataFormats)[number]

export type FinalInvoice = { id: number; source: string; processed_at: string | null } & InvoiceData

/** The final data of every processed invoice that matches, oldest first, a chunk at a time. */
export async function* finalInvoices(db: Db, account: Account, filter: Omit<InvoiceFilter, 'status'>) {
  const { id, source, processedAt } = invoices
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
  format: DataFormat,
  first: FinalInvoice[],
  rest: AsyncGenerator<FinalInvoice[], void>,
) {
  const chunks = async function* () {
    yield first
    yield* rest
  }
  if (format === 'xlsx') return xlsxStream(tabled(chunks()), { sheet: 'Invoices', header: columnNames })
  return streamOf({ json, ndjson, csv }[format](chunks()))
}

async function* json(chunks: AsyncIterable<FinalInvoice[]>) {
  yield '['
  let separator = ''
  for await (const rows of chunks)
    for (const text of rows.map((row) => JSON.stringify(row))) {
      yield separator + text
      separator = ',\n'
    }
  yield ']\n'
}

async function* ndjson(chunks: AsyncIterable<FinalInvoice[]>) {
  for await (const rows of chunks) yield rows.map((row) => `${JSON.stringify(row)}\n`).join('')
}

async function* csv(chunks: AsyncIterable<FinalInvoice[]>) {
  // the mark by which spreadsheets know that it is UTF-8
  yield `\uFEFF${csvRow(columnNames)}`
  for await (const rows of chunks) yield rows.map((row) => csvRow(cellsOf(row))).join('')
}

async function* tabled(chunks: AsyncIterable<FinalInvoice[]>) {
  for await (const rows of chunks) yield rows.map(cellsOf)
}

/** Lists have no column of their own in a table: taxes and lines are told in full by the other formats. */
const flat = fieldNames.filter((name) => name !== 'taxes' && name !== 'products')
const dates: FieldName[] = ['date', 'due_date']
const columnNames = ['id', 'source', 'processed_at', ...flat, 'lines']

function cellsOf(row: FinalInvoice): Cell[] {
  const values = flat.map((name) => {
    const value = row[name] as string | number | null
    return value !== null && dates.includes(name) ? new Date(`${value}T00:00:00Z`) : value
  })
  return [row.id, row.source, row.processed_at && new Date(row.processed_at), ...values, row.products.length]
}

/** A stream of text that is made only as fast as it is taken. */
function streamOf(texts: AsyncGenerator<string>) {
  const encoder = new TextEncoder()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await texts.next()
        if (done) controller.close()
        else controller.enqueue(encoder.encode(value))
      },
      cancel: async () => void (await texts.return(undefined)),
    },
    { highWaterMark: 0 },
  )
}
