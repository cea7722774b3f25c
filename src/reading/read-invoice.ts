import { and, eq } from 'drizzle-orm'
import { bounds } from '../config.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { documentKey } from '../files/files.ts'
import { attempt, type Explanation } from '../invoices/attempt.ts'
import { type Invoice, type InvoiceId, invoices } from '../invoices/invoices.table.ts'
import { movedOn, moveInvoice } from '../invoices/move-invoice.ts'
import { listPagesRead, savePage } from '../invoices/pages.ts'
import type { PageOfWords } from '../invoices/words.ts'
import type { JobRun } from '../queue/queue.ts'
import { type Reader, ReadingError, type ReadingFailure } from './reader.ts'
import { readingFailures } from './reading-failures.ts'

type ReadingDeps = Pick<Deps, 'transact' | 'db' | 'files' | 'log'> & { reader: Reader }

/** Reads an invoice's document page by page; each page is kept as it comes, so that nothing is read twice. */
export const readInvoice = (deps: ReadingDeps, id: InvoiceId, run: JobRun) =>
  attempt(deps, id, 'reading', run, { work: (invoice) => readPages(deps, invoice, run), explain })

async function readPages(deps: ReadingDeps, invoice: Invoice, run: JobRun) {
  const { id, sha256, contentType, previewData } = invoice
  if (!sha256 && previewData) return presentAgain(deps, id)
  if (!sha256) throw new AppError('gone', readingFailures.empty, { code: 'NO_DOCUMENT' })
  const before = await listPagesRead(deps.db, sha256, deps.reader.recipe)
  let pages = before.pages
  if (pages === undefined || before.read.size < pages) {
    const bytes = await deps.files.read(documentKey(sha256))
    const signal = AbortSignal.any([run.signal, AbortSignal.timeout(bounds.readMs)])
    const progress = { id, sha256, done: before.read.size, toldAt: 0 }
    for await (const read of deps.reader.read({ bytes, contentType }, { signal, skip: before.read })) {
      pages = read.pages
      await keepPage(deps, progress, read.page, read.pages)
    }
  }
  await deps.transact((work) =>
    moveInvoice(work, id, 'read', { by: 'folio', changes: { pages, pagesRead: pages, attempts: 0 } }),
  )
}

/** What came as data has nothing that could be read: it waits for validation once more, as it was. */
const presentAgain = async ({ transact }: ReadingDeps, id: InvoiceId) =>
  void (await transact((work) => moveInvoice(work, id, 'present', { by: 'folio', changes: { attempts: 0 } })))

interface Progress {
  id: InvoiceId
  sha256: string
  done: number
  toldAt: number
}

/** The page and the progress in one commit; told at most twice a second, for a person reads no faster. */
async function keepPage(
  { transact, reader }: ReadingDeps,
  progress: Progress,
  page: PageOfWords,
  pages: number,
) {
  const { id, sha256 } = progress
  progress.done++
  const tell = progress.done < pages && Date.now() - progress.toldAt > 500
  if (tell) progress.toldAt = Date.now()
  await transact(async (work) => {
    await savePage(work.tx, sha256, reader.recipe, page, pages)
    const [invoice] = await work.tx
      .update(invoices)
      .set({ pages, pagesRead: progress.done })
      .where(and(eq(invoices.id, id), eq(invoices.status, 'processing')))
      .returning({ accountId: invoices.accountId })
    if (!invoice) throw movedOn('read', 'rejected')
    if (!tell) return
    const data = { invoice_id: id, stage: 'reading', page: progress.done, pages }
    work.announce({ type: 'invoice_progress', accountId: invoice.accountId, invoiceId: id, data })
  })
}

/** A page that was too slow or broke its thread has had a second try already; a full queue only needs time. */
const tries: Partial<Record<ReadingFailure, number>> = { timeout: 3, crashed: 3, busy: bounds.jobAttempts }

function explain(error: unknown): Explanation | undefined {
  const reason = reasonOf(error)
  if (!reason) return undefined
  const code = reason.toUpperCase().replaceAll('-', '_')
  return { code, message: readingFailures[reason], tries: tries[reason] ?? 1 }
}

function reasonOf(error: unknown): ReadingFailure | undefined {
  if (error instanceof ReadingError) return error.reason
  return error instanceof DOMException && error.name === 'TimeoutError' ? 'timeout' : undefined
}
