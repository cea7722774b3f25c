import { sql } from 'drizzle-orm'
import { bounds } from '../config.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { attempt, type Explanation } from '../invoices/attempt.ts'
import { checkAll } from '../invoices/check-all.ts'
import { isXml } from '../invoices/content-types.ts'
import type { Provenances } from '../invoices/invoice-data.ts'
import type { Invoice, InvoiceId } from '../invoices/invoices.table.ts'
import { moveInvoice } from '../invoices/move-invoice.ts'
import { searchableColumns } from '../invoices/searchable.ts'
import type { Box, DocumentFile, PageOfWords } from '../invoices/words.ts'
import type { JobRun } from '../queue/queue.ts'
import { beginOtherParts } from './begin-other-parts.ts'
import type { Extractor } from './extraction.ts'
import { activeRules } from './memory/active-rules.ts'

interface PagesToExtract {
  pages: PageOfWords[]
  /** They show several captures of one paper. */
  isCombined: boolean
  /** Where a place is on the page as it was read, if its lines stand elsewhere now. */
  placeOf?: (page: number, box: Box) => Box
}

type ExtractionDeps = Pick<Deps, 'transact' | 'db' | 'log'> & {
  extractor: Extractor
  pagesOf: (invoice: Invoice) => Promise<PagesToExtract>
  /** The files that say more exactly what an invoice's pages show. */
  filesOf: (invoice: Invoice, signal: AbortSignal) => Promise<DocumentFile[]>
  /** How a page of an invoice looks, for a model that sees. */
  pictureOf: (invoice: Invoice, page: number, signal: AbortSignal) => Promise<Uint8Array<ArrayBuffer>>
}

/** Turns the words of a document into fields with their proof, and presents them for validation. */
export const extractInvoice = (deps: ExtractionDeps, id: InvoiceId, run: JobRun) =>
  attempt(deps, id, 'extracting', run, { work: (invoice) => extract(deps, invoice, run), explain })

async function extract(deps: ExtractionDeps, invoice: Invoice, run: JobRun) {
  const { transact, extractor, pagesOf, filesOf, pictureOf } = deps
  const { id, sha256 } = invoice
  const { pages, isCombined, placeOf } = await pagesOf(invoice)
  const files = sha256 ? await filesOf(invoice, run.signal) : []
  const today = new Date().toISOString().slice(0, 10)
  const {
    data,
    fields,
    checks: found,
    model,
    parts = 1,
  } = await extractor.extract(
    { pages, files },
    {
      signal: run.signal,
      today,
      part: invoice.part,
      isCombined,
      pictureOf: (page, signal) => pictureOf(invoice, page, signal),
      rulesFor: activeRules(deps),
    },
  )
  if (invoice.part > parts) throw partLost(invoice)
  const proven = found.filter(({ about }) => about)
  // a listing says what all of its invoices say, and each has its own data
  const text = parts > 1 && isXml(invoice.contentType) ? '' : textOf(pages)
  await transact(async (work) => {
    const { checks, duplicateOf } = await checkAll(work.tx, id, data, proven)
    const changes = {
      previewData: data,
      fields: placeOf ? placed(fields, placeOf) : fields,
      checks,
      duplicateOf,
      error: sql`null`,
      ...searchableColumns(data, text),
    }
    await moveInvoice(work, id, 'present', { by: 'folio', changes, details: model ? { model } : {} })
    await beginOtherParts(work, invoice, parts)
  })
}

const placed = (fields: Provenances, placeOf: NonNullable<PagesToExtract['placeOf']>): Provenances =>
  Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [
      name,
      field.page && field.box ? { ...field, box: placeOf(field.page, field.box) } : field,
    ]),
  )

/** What the pages say, for full-text search. */
function textOf(pages: PageOfWords[]) {
  let text = ''
  for (const { words } of pages)
    for (const word of words) {
      text += `${word.text} `
      if (text.length > bounds.textCharacters) return text
    }
  return text
}

const partLost = ({ part }: Invoice) =>
  new AppError(
    'gone',
    {
      es: `El archivo ya no se lee de modo que tenga una factura ${part}.`,
      en: `The file is no longer read as holding an invoice ${part}.`,
    },
    { code: 'PART_LOST' },
  )

function explain(error: unknown): Explanation | undefined {
  if (!(error instanceof DOMException)) return undefined
  return {
    code: 'TIMEOUT',
    message: {
      es: 'La extracción tardó demasiado. Puedes reintentarla.',
      en: 'Extraction took too long. You can retry.',
    },
    tries: 3,
  }
}
