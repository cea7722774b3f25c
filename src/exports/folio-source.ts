import { and, eq, gte, inArray, sql } from 'drizzle-orm'
import { accounts } from '../accounts/accounts.table.ts'
import { bounds } from '../config.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { documentKey, type Files } from '../files/files.ts'
import { matching } from '../invoices/invoice-filter.ts'
import { invoices } from '../invoices/invoices.table.ts'
import { advance } from './advance-export.ts'
import type { FolioRequest } from './export-request.ts'
import { type ExportedInvoice, exportedColumns, exportedInvoices } from './exported-invoices.ts'
import type { Export } from './exports.table.ts'
import type { Fetched, FetchedFile, Source } from './source.ts'
import { writeUbl } from './ubl/write-ubl.ts'
import { writeFolioData } from './write-folio-data.ts'

type FolioDeps = Pick<Deps, 'db' | 'files' | 'transact'>

/** Folio's own invoices: which they are is settled once, at the beginning. */
export function folioSource(deps: FolioDeps, request: FolioRequest): Source {
  const { db, files } = deps
  const { include, data } = request
  return {
    hasFiles: include.includes('documents') || include.includes('einvoices'),
    dataFiles: include.includes('data') ? data : [],
    list: (task) => listInvoices(deps, task, request),
    async open(documents) {
      const ids = documents.map(({ documentId }) => Number(documentId))
      const rows = await db.select(exportedColumns).from(invoices).where(inArray(invoices.id, ids))
      const byId = new Map(rows.map((row) => [String(row.id), row]))
      return ({ documentId }) => fetchInvoice(files, request, byId.get(documentId))
    },
    write: async (task, file, seen) => writeFolioData(exportedInvoices(db, task, seen), request, task, file),
  }
}

function listInvoices({ transact }: FolioDeps, task: Export, { filter, changed_since }: FolioRequest) {
  return transact(async (work) => {
    const [account] = await work.tx.select().from(accounts).where(eq(accounts.id, task.accountId))
    const wanted = and(
      matching(filter, account!),
      changed_since ? gte(invoices.updatedAt, new Date(changed_since)) : undefined,
    )
    const listed = await work.tx.execute(sql`
      insert into export_documents (export_id, position, document_id)
      select ${task.id}, row_number() over (order by id), id::text from (
        select ${invoices.id} as id from ${invoices} where ${wanted ?? sql`true`}
        order by ${invoices.id} limit ${bounds.exportDocuments + 1}
      ) as wanted`)
    if (listed.count > bounds.exportDocuments) throw tooMany()
    return advance(work, task, { listed: true, total: listed.count })
  })
}

async function fetchInvoice(
  files: Files,
  { include }: FolioRequest,
  invoice?: ExportedInvoice,
): Promise<Fetched> {
  if (!invoice) return { files: [], reason: deleted }
  const fetched: FetchedFile[] = []
  if (include.includes('documents') && invoice.sha256) {
    const bytes = await files.read(documentKey(invoice.sha256)).catch((error) => {
      if (!(error instanceof AppError && error.kind === 'not-found')) throw error
    })
    // of what came by API v4 the picture is not kept, by contract
    if (!bytes && invoice.source !== 'ocr_v4') return { files: [], reason: lost }
    if (bytes) fetched.push({ name: invoice.filename, folder: 'documents', bytes, at: invoice.createdAt })
  }
  const data = invoice.finalData ?? invoice.previewData
  if (include.includes('einvoices') && data) {
    const bytes = Buffer.from(writeUbl(data, invoice.id))
    const name = `${data.invoice_number ?? 'invoice'}.xml`
    fetched.push({ name, folder: 'einvoices', bytes, at: invoice.createdAt })
  }
  return { files: fetched }
}

const deleted = {
  code: 'DELETED',
  message: { es: 'La factura se borró entretanto.', en: 'The invoice was deleted meanwhile.' },
}
const lost = {
  code: 'NOT_KEPT',
  message: { es: 'El original ya no está en el almacén.', en: 'The original is no longer in the store.' },
}

const tooMany = () =>
  new AppError('too-large', {
    es: `Son más de ${bounds.exportDocuments} documentos: acota el filtro.`,
    en: `That is more than ${bounds.exportDocuments} documents: narrow the filter.`,
  })
