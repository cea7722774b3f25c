import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { createApi } from '../web/api.ts'
import { finalInvoices, writeData } from './export-data.ts'
import { invoiceData } from './invoice-data.ts'
import { invoiceFilter } from './invoice-filter.ts'
import { type RowFormat, rowFormats } from './write-rows.ts'

const { status: _, ...filters } = invoiceFilter.shape

const contentType: Record<RowFormat, string> = {
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

const row = z.object({
  id: z.int(),
  source: z.string(),
  processed_at: z.iso.datetime().nullable(),
  ...invoiceData.shape,
})

/** The data that was confirmed, for other programs. */
export function exportDataApi({ db }: Deps) {
  const api = createApi('Invoices')
  api.get(
    '/api/invoices/data',
    {
      summary: 'Final data of all processed invoices',
      description:
        'Streamed, oldest first. In tables, amounts are numbers and what looks like a formula is text.',
      query: z.object({ ...filters, format: z.enum(rowFormats).default('json') }),
      answers: { 200: { description: 'The rows', schema: z.array(row), types: Object.values(contentType) } },
    },
    async (c, { query: { format, ...filter } }) => {
      const chunks = finalInvoices(db, c.var.account, filter)
      // asked for before the answer begins, so that what fails at once is still an answer
      const first = await chunks.next()
      const body = writeData(format, first.done ? [] : first.value, chunks)
      return c.body(body, 200, {
        'Content-Type': contentType[format],
        ...(format === 'json' ? {} : { 'Content-Disposition': `attachment; filename="invoices.${format}"` }),
      })
    },
  )
  return api
}
