import { eq } from 'drizzle-orm'
import type { Deps } from '../deps.ts'
import type { Invoice, InvoiceId } from '../invoices/invoices.table.ts'
import type { Work } from '../work.ts'
import { takeUpLate } from './known-calls.ts'
import { type OneShotCall, oneShotCalls } from './one-shot-calls.table.ts'
import { settleCall } from './settle-call.ts'

/** What others do for a call: taking its document in, and telling when that is processed. */
interface Others {
  /** `alongside` is part of the commit that makes the invoice. */
  receive: (alongside: (work: Work, invoice: Invoice) => Promise<void>) => Promise<Invoice>
  untilProcessed: (id: InvoiceId, signal: AbortSignal) => Promise<void>
}

/**
 * Has the document of a call processed as any other is, and waits for it: until its time is over or its sender has hung up.
 * However this ends, even with the end of this process, the call is settled once, by whoever comes to it.
 */
export async function answerCall(
  { transact, config }: Pick<Deps, 'transact' | 'config'>,
  call: OneShotCall,
  { receive, untilProcessed }: Others,
  sender: AbortSignal,
): Promise<OneShotCall | undefined> {
  const time = AbortSignal.timeout(config.bounds.oneShotMs)
  const settle = (isOver: boolean) => transact((work) => settleCall(work, call.id, isOver))
  try {
    const invoiceId = (await takeUpLate({ transact }, call)) ?? (await receive(noting(call))).id
    await untilProcessed(invoiceId, AbortSignal.any([sender, time]))
  } catch (error) {
    await settle(true)
    throw error
  }
  return settle(time.aborted || sender.aborted)
}

const noting =
  (call: OneShotCall) =>
  async (work: Work, { id }: Invoice) => {
    await work.tx.update(oneShotCalls).set({ invoiceId: id }).where(eq(oneShotCalls.id, call.id))
  }
