import { and, eq } from 'drizzle-orm'
import { bounds } from '../config.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { documentKey, pictureKey } from '../files/files.ts'
import { attempt, type Explanation } from '../invoices/attempt.ts'
import { hasDocument } from '../invoices/forget-documents.ts'
import { type Invoice, type InvoiceId, invoices, settled } from '../invoices/invoices.table.ts'
import { movedOn, moveInvoice } from '../invoices/move-invoice.ts'
import { listPicturesBefore, notePagesUsed } from '../invoices/page-use.ts'
import { listPagesRead, savePage } from '../invoices/pages.ts'
import type { JobRun } from '../queue/queue.ts'
import { keepPicture } from './keep-picture.ts'
import { type Reader, ReadingError, type ReadingFailure, type ReadPage } from './reader.ts'
import { readingFailures } from './reading-failures.ts'

type ReadingDeps = Pick<Deps, 'transact' | 'db' | 'files' | 'log'> & { reader: Reader }

/** Reads an invoice's document page by page; each page is kept as it comes, so that nothing is read twice. */
export const readInvoice = (deps: ReadingDeps, id: InvoiceId, run: JobRun) =>
  attempt(deps, id, 'reading', run, { work: (invoice) => readPages(deps, invoice, run), explain })

async function readPages(deps: ReadingDeps, invoice: Invoice, run: JobRun) {
  if (!hasDocument(invoice) && invoice.previewData) return presentAgain(deps, invoice.id)
  if (!hasDocument(invoice)) throw new AppError('gone', readingFailures.empty, { code: 'NO_DOCUMENT' })
  const { id, sha256, contentType } = invoice
  await notePagesUsed(deps.db, sha256)
  const before = await listPagesRead(deps.db, sha256, deps.reader.recipe)
  let pages = before.pages
  if (pages === undefined || before.read.size < pages) {
    const bytes = await deps.files.read(documentKey(sha256))
    const signal = AbortSignal.any([run.signal, AbortSignal.timeout(bounds.readMs)])
    const outdated = await listPicturesBefore(deps.db, sha256, deps.reader.recipe)
    const progress = { id, sha256, done: before.read.size, toldAt: 0, outdated }
    const options = { signal, skip: before.read, pictures: true }
    const lost: ReadPage[] = []
    for await (const read of deps.reader.read({ bytes, contentType }, options)) {
      pages = read.pages
      if (read.page.failure) lost.push(read)
      else await keepPage(deps, progress, read)
    }
    insistOn(lost, invoice.attempts, run)
    for (const read of lost) await keepPage(deps, progress, read)
  }
  await deps.transact((work) =>
    moveInvoice(work, id, 'read', { by: 'folio', changes: { pages, pagesRead: pages, attempts: 0 } }),
  )
}

/** What may pass is tried again, those pages alone; then the document goes on without them. */
function insistOn(lost: ReadPage[], attempts: number, run: JobRun) {
  const passing = lost.find(({ page }) => attempts < (tries[page.failure!] ?? 1))
  if (passing && !run.isLast)
    throw new ReadingError(passing.page.failure!, `Page ${passing.page.page} could not be read`)
}

/** What came as data, or lives on without its document, has nothing that could be read: it waits for validation once more, as it was. */
const presentAgain = async ({ transact }: ReadingDeps, id: InvoiceId) =>
  void (await transact((work) => moveInvoice(work, id, 'present', { by: 'folio', changes: { attempts: 0 } })))

interface Progress {
  id: InvoiceId
  sha256: string
  done: number
  toldAt: number
  /** Pages with a picture that is turned as an older recipe read them. */
  outdated: ReadonlySet<number>
}

/** The page and the progress in one commit; told at most twice a second, for a person reads no faster. */
async function keepPage(deps: ReadingDeps, progress: Progress, { page, pages, picture }: ReadPage) {
  const { transact, reader, files } = deps
  const { id, sha256 } = progress
  progress.done++
  const tell = progress.done < pages && Date.now() - progress.toldAt > 500
  if (tell) progress.toldAt = Date.now()
  if (progress.outdated.has(page.page)) await files.remove(pictureKey(sha256, page.page))
  const pictureBytes = picture && (await keepPicture(deps, sha256, page.page, picture))
  try {
    await transact(async (work) => {
      await savePage(work.tx, { sha256, recipe: reader.recipe, pages, page, pictureBytes })
      const [invoice] = await work.tx
        .update(settled)
        .set({ pages, pagesRead: progress.done })
        .where(and(eq(invoices.id, id), eq(invoices.status, 'processing')))
        .returning({ accountId: invoices.accountId })
      if (!invoice) throw movedOn('read', 'rejected')
      if (!tell) return
      const data = { invoice_id: id, stage: 'reading', page: progress.done, pages }
      work.announce({ type: 'invoice_progress', accountId: invoice.accountId, invoiceId: id, data })
    })
  } catch (error) {
    // No row tells of it, so that nobody would ever remove it.
    if (pictureBytes) await files.remove(pictureKey(sha256, page.page)).catch(() => {})
    throw error
  }
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
