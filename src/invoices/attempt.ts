import { and, eq, sql } from 'drizzle-orm'
import { bounds } from '../config.ts'
import { databaseFault } from '../db/database-faults.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import type { JobRun } from '../queue/queue.ts'
import { type Invoice, type InvoiceId, invoices, type Reason, settled } from './invoices.table.ts'
import type { Stage } from './life.ts'
import { moveInvoice, wrongStatus } from './move-invoice.ts'
import { noSuchInvoice } from './not-found.ts'
import { columns } from './queries.ts'

/** Why a stage failed, and how many attempts such a cause deserves: one, if it can't pass by itself. */
export interface Explanation extends Reason {
  tries: number
}

/**
 * One attempt at a stage of processing. An invoice that has left the stage is left alone; a cause that can pass is
 * thrown for the queue to try again later; any other, and the last attempt, ends in `failed` with its reason.
 */
export async function attempt(
  deps: Pick<Deps, 'transact' | 'db' | 'log'>,
  id: InvoiceId,
  stage: Stage,
  run: JobRun,
  {
    work,
    explain,
  }: { work: (invoice: Invoice) => Promise<void>; explain: (error: unknown) => Explanation | undefined },
) {
  const invoice = await begin(deps, id, stage, run)
  if (!invoice) return
  try {
    if (invoice.attempts > bounds.attemptsInAll) throw new AppError('gone', gaveUp, { code: 'GAVE_UP' })
    await work(invoice)
  } catch (error) {
    if (isConflict(error)) return
    // handed back, or taken over by another worker: whoever has it now decides
    if (run.signal.aborted) throw error
    const reason = explain(error) ?? explainAny(error)
    const over = run.isLast || invoice.attempts >= reason.tries
    deps.log.warn('attempt failed', {
      invoice: id,
      stage,
      code: reason.code,
      attempt: invoice.attempts,
      over,
      error,
    })
    if (!over) throw error
    await failInvoice(deps, id, reason)
  }
}

/** Ends processing for good; if the invoice has moved on meanwhile, that stands. */
export async function failInvoice(
  { transact }: Pick<Deps, 'transact'>,
  id: InvoiceId,
  { code, message }: Reason,
) {
  try {
    await transact((work) =>
      moveInvoice(work, id, 'fail', {
        by: 'folio',
        changes: { error: { code, message } },
        details: { code },
      }),
    )
  } catch (error) {
    if (!isConflict(error)) throw error
  }
}

async function begin({ db }: Pick<Deps, 'db'>, id: InvoiceId, stage: Stage, run: JobRun) {
  const [invoice] = await db
    .update(settled)
    .set({ attempts: sql`${invoices.attempts} + 1`, heldBy: run.worker })
    .where(and(eq(invoices.id, id), eq(invoices.status, 'processing'), eq(invoices.stage, stage)))
    .returning(columns)
  return invoice
}

/** Somebody moved or deleted the invoice while it was worked on: there is nothing left to do. */
const isConflict = (error: unknown) =>
  error instanceof AppError && [wrongStatus, noSuchInvoice].includes(error.code)

function explainAny(error: unknown): Explanation {
  const known = error instanceof AppError ? error : databaseFault(error)
  if (!known) return { code: 'INTERNAL', message: stumbled, tries: 1 }
  return {
    code: known.code,
    message: known.text,
    tries: known.kind === 'unavailable' ? bounds.jobAttempts : 1,
  }
}

const stumbled = {
  es: 'Folio tropezó con este documento. El administrador encuentra la causa en el registro.',
  en: 'Folio stumbled over this document. The administrator finds the cause in the log.',
}

const gaveUp = {
  es: 'El documento interrumpió el proceso una y otra vez, y Folio dejó de intentarlo.',
  en: 'The document ended the process again and again, and Folio stopped trying.',
}
