import type { Cell } from '../invoices/csv.ts'
import { cellOf, flatFields } from '../invoices/export-data.ts'
import { fieldNames } from '../invoices/invoice-data.ts'
import { writeRows } from '../invoices/write-rows.ts'
import type { DataFile, FolioRequest } from './export-request.ts'
import type { PackedInvoice } from './exported-invoices.ts'
import type { Export } from './exports.table.ts'
import { journalColumns, journalRows } from './journal.ts'

type Batches = AsyncIterable<PackedInvoice[]>

/** A file of the data of all invoices of an export. */
export function writeFolioData(
  batches: Batches,
  request: FolioRequest,
  { language }: Pick<Export, 'language'>,
  file: DataFile,
) {
  if (file === 'journal')
    return writeRows(
      'csv',
      each(batches, (invoice) => journalRows(invoice, request.accounts)),
      {
        sheet: 'Journal',
        columns: journalColumns(language),
        cells: (row) => row,
      },
    )
  if (file === 'lines')
    return writeRows('csv', each(batches, lineRows), {
      sheet: 'Lines',
      columns: lineColumns,
      cells: (row) => row,
    })
  const table = tableOf(request)
  if (file === 'csv' || file === 'xlsx') return writeRows(file, batches, { sheet: 'Invoices', ...table })
  return writeRows(
    file,
    each(batches, (invoice) => [asJson(invoice, request)]),
    {
      sheet: '',
      columns: [],
      cells: () => [],
    },
  )
}

async function* each<T>(batches: Batches, rowsOf: (invoice: PackedInvoice) => T[]) {
  for await (const batch of batches) yield batch.flatMap(rowsOf)
}

const chosenOf = ({ columns }: FolioRequest) => fieldNames.filter((name) => columns?.includes(name) ?? true)

function tableOf(request: FolioRequest) {
  const chosen = chosenOf(request)
  const flat = flatFields.filter((name) => chosen.includes(name))
  const counted = chosen.includes('products')
  const about = ['id', 'status', 'source', 'filename', 'document', 'created_at', 'processed_at']
  return {
    columns: [...about, ...flat, ...(counted ? ['lines'] : [])],
    cells: ({ data, ...row }: PackedInvoice): Cell[] => [
      ...[row.id, row.status, row.source, row.filename, row.document, row.createdAt, row.processedAt],
      ...flat.map((name) => cellOf(data, name)),
      ...(counted ? [data.products.length] : []),
    ],
  }
}

function asJson({ data, ...row }: PackedInvoice, request: FolioRequest) {
  return {
    id: row.id,
    status: row.status,
    source: row.source,
    filename: row.filename,
    document: row.document,
    created_at: row.createdAt,
    processed_at: row.processedAt,
    ...Object.fromEntries(chosenOf(request).map((name) => [name, data[name]])),
  }
}

const lineColumns = [
  ...['id', 'invoice_number', 'date', 'issuer_name', 'issuer_tax_id', 'currency'],
  ...['line', 'name', 'quantity', 'unit_price', 'total_price', 'tax_rate'],
]

const lineRows = ({ id, data }: PackedInvoice): Cell[][] =>
  data.products.map(({ name, quantity, unit_price, total_price, tax_rate }, index) => [
    ...[id, data.invoice_number, cellOf(data, 'date'), data.issuer_name, data.issuer_tax_id, data.currency],
    ...[index + 1, name, quantity, unit_price, total_price, tax_rate],
  ])
