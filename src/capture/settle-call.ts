import { eq, sql } from 'drizzle-orm'
import { captureHold, releaseHold } from '../accounts/credits.ts'
import { bounds } from '../config.ts'
import type { Deps } from '../deps.ts'
import { forgetDocuments } from '../invoices/forget-documents.ts'
import { type Invoice, type InvoiceId, invoices, settled } from '../invoices/invoices.table.ts'
import { moveInvoice } from '../invoices/move-invoice.ts'
import { columns } from '../invoices/queries.ts'
import { isAlive } from '../queue/presence.ts'
import type { Work } from '../work.ts'
import { referenceOf } from './begin-call.ts'
import { type OneShotCall, oneShotCalls } from './one-shot-calls.table.ts'
import { nothingFound, type Outcome, outcomeOf } from './one-shot-outcome.ts'

/**
 * Settles a call once its invoice is no longer processed, or once its time is over: paid and answered, or given back, in
 * one commit. Whoever comes first decides; it changes nothing afterwards. The call as it stands then.
 */
export async function settleCall(work: Work, id: string, isOver: boolean): Promise<OneShotCall | undefined> {
  const ofCall = eq(oneShotCalls.id, id)
  const [call] = await work.tx.select().from(oneShotCalls).where(ofCall).for('update')
  if (!call || !(call.state === 'open' || call.state === 'late')) return call
  const invoice = await lockInvoice(work, call.invoiceId)
  const changes = await settle(work, call, invoice, isOver)
  if (!changes) return call
  const [ended] = await work.tx.update(oneShotCalls).set(changes).where(ofCall).returning()
  return ended
}

type Changes = Pick<OneShotCall, 'state'> & { answer?: Outcome }

async function settle(
  work: Work,
  call: OneShotCall,
  invoice: Invoice | undefined,
  isOver: boolean,
): Promise<Changes | undefined> {
  if (!invoice)
    return isOver ? giveUp(work, call, { state: 'failed', answer: nothingFound(neverCame) }) : undefined
  if (invoice.status === 'processing')
    return isOver && call.state === 'open' ? giveUp(work, call, { state: 'late' }) : undefined
  await forgetDocuments(work, eq(invoices.id, invoice.id))
  const answer = outcomeOf(invoice)
  if (answer.problem) {
    await setAside(work, invoice, answer.problem)
    return giveUp(work, call, { state: 'failed', answer })
  }
  const isPaid = call.state === 'open' && (await captureHold(work.tx, referenceOf(call)))
  return { state: isPaid ? 'done' : 'left', answer }
}

async function giveUp(work: Work, call: OneShotCall, changes: Changes) {
  await releaseHold(work.tx, referenceOf(call))
  return changes
}

/** What can't be answered is not to be validated either: without its picture nobody could add what is missing. */
async function setAside(work: Work, { id, status }: Invoice, problem: NonNullable<Outcome['problem']>) {
  if (status !== 'waiting_validation') return
  const error = { code: 'OCR_PROCESSING_FAILED', message: problem }
  await moveInvoice(work, id, 'reject', { by: 'folio', changes: { error }, details: { code: error.code } })
}

async function lockInvoice({ tx }: Work, id: InvoiceId | null) {
  if (id === null) return undefined
  const [invoice] = await tx.select(columns).from(settled).where(eq(invoices.id, id)).for('update')
  return invoice
}

/** Settles the calls of an account whose processes died, so that nothing is held for them when it asks again. */
export async function settleAbandoned({ transact, db }: Pick<Deps, 'transact' | 'db'>, accountId: number) {
  const abandoned = await db.execute<{ id: string }>(sql`
    select id from one_shot_calls
    where account_id = ${accountId} and state = 'open' and held_by is not null and not ${isAlive(sql`held_by`)}`)
  for (const { id } of abandoned) await transact((work) => settleCall(work, id, true))
}

/**
 * Settles what nobody waits for any more: the sender hung up, or the process died. And forgets the documents of what was
 * processed too late, or came along in one file with another.
 */
export async function settleLeftCalls({ transact, db, log }: Pick<Deps, 'transact' | 'db' | 'log'>) {
  const left = await db.execute<{ id: string; over: boolean }>(sql`
    select calls.id, answer_by < now() - make_interval(secs => ${bounds.oneShotGraceMs / 1000}) as over
    from one_shot_calls as calls left join invoices on invoices.id = calls.invoice_id
    where state in ('open', 'late') and (
      invoices.status <> 'processing'
      or (answer_by < now() - make_interval(secs => ${bounds.oneShotGraceMs / 1000})
        and (state = 'open' or invoice_id is null)))
    order by answer_by limit ${bounds.callsPerSweep}`)
  for (const { id, over } of left)
    await transact((work) => settleCall(work, id, over)).catch((error) =>
      log.warn('call not settled', { call: id, error }),
    )
  await transact((work) =>
    forgetDocuments(work, sql`source = 'ocr_v4' and document_removed_at is null and status <> 'processing'`),
  )
}

const neverCame = {
  es: 'El documento no llegó a procesarse. Envíalo de nuevo.',
  en: 'The document was never processed. Send it again.',
}
