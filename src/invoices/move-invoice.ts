import { and, eq, inArray, sql } from 'drizzle-orm'
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core'
import { AppError } from '../errors.ts'
import type { Work } from '../work.ts'
import { type Actor, recordAudit } from './audit.ts'
import { type Invoice, type InvoiceId, invoices, settled, settledInvoices } from './invoices.table.ts'
import { type Move, type MoveName, moves, type Status } from './life.ts'
import { notFound } from './not-found.ts'
import { columns } from './queries.ts'

type Changes = Omit<PgUpdateSetSource<typeof invoices>, 'status' | 'stage' | 'version'>

/** What else a move says: who did it, what changes beside the status, and what the audit should remember. */
interface Circumstances {
  by: Actor
  changes?: Changes
  details?: Record<string, unknown>
}

/** The only place that writes `status`: the guard, the row, the audit, the announcement and the job in one. */
export async function moveInvoice(
  work: Work,
  id: InvoiceId,
  name: MoveName,
  { by, changes, details }: Circumstances,
) {
  const [moved] = await moveInvoices(work, [id], name, { by, changes, details })
  if (moved) return moved
  const [now] = await work.tx.select({ status: invoices.status }).from(invoices).where(eq(invoices.id, id))
  throw now ? movedOn(name, now.status) : notFound(id)
}

/** The same for many at once, in one statement each; those that can't make the move are left out of the answer. */
export async function moveInvoices(
  work: Work,
  ids: InvoiceId[],
  name: MoveName,
  { by, changes, details }: Circumstances,
) {
  if (!ids.length) return []
  const { from, to, stage, job }: Move = moves[name]
  const standing = await work.tx
    .select({ id: invoices.id, status: invoices.status })
    .from(settled)
    .where(and(inArray(invoices.id, ids), inArray(invoices.status, [...from]), fromStage(name)))
    .orderBy(invoices.id)
    .for('update')
  if (!standing.length) return []
  const moved = await work.tx
    .update(settled)
    .set({ ...changes, status: to, stage, version: sql`${invoices.version} + 1`, updatedAt: sql`now()` })
    .where(
      inArray(
        invoices.id,
        standing.map((invoice) => invoice.id),
      ),
    )
    .returning(columns)
  moved.sort((a, b) => a.id - b.id)
  const previous = new Map(standing.map((invoice) => [invoice.id, invoice.status]))
  await tell(work, moved, name, { by, details, previous })
  if (job) await work.enqueue(job, ...moved.map(jobFor))
  return moved
}

type NewInvoice = Omit<typeof invoices.$inferInsert, 'status' | 'stage'>

/** Enters a new row into its life; the row itself is the move `receive`. Undefined where it is there already. */
export async function beginInvoice(work: Work, row: NewInvoice, by: Actor): Promise<Invoice | undefined> {
  const [invoice] = await beginInvoices(work, [row], by)
  return invoice
}

/** The same for many at once; those that are there already are left out of the answer. */
export async function beginInvoices(work: Work, rows: NewInvoice[], by: Actor): Promise<Invoice[]> {
  if (!rows.length) return []
  const { to, stage, job } = moves.receive
  const begun = await work.tx
    .insert(settledInvoices)
    .values(rows.map((row) => ({ ...row, status: to, stage })))
    .onConflictDoNothing()
    .returning(columns)
  await tell(work, begun, 'receive', { by, previous: new Map() })
  await work.enqueue(job, ...begun.map(jobFor))
  return begun
}

/** The senders of v4 wait for their answer. */
const jobFor = ({ id, source }: Pick<Invoice, 'id' | 'source'>) => ({
  invoiceId: id,
  ...(source === 'ocr_v4' && { isUrgent: true as const }),
})

/** A job that runs a second time must not announce and enqueue the same step again. */
const fromStage = (name: MoveName) => (name === 'read' ? eq(invoices.stage, 'reading') : undefined)

async function tell(
  work: Work,
  moved: Invoice[],
  action: MoveName,
  {
    by,
    details,
    previous,
  }: { by: Actor; details?: Record<string, unknown>; previous: Map<InvoiceId, Status> },
) {
  await recordAudit(
    work,
    moved.map(({ id, status }) => ({ invoiceId: id, action, previous: previous.get(id), status, details })),
    by,
  )
  work.announce(
    ...moved.map(({ id, accountId, status }) => ({
      type: 'invoice_status_update' as const,
      accountId,
      invoiceId: id,
      data: { invoice_id: id, status, previous: previous.get(id) ?? null },
    })),
  )
}

export const wrongStatus = 'WRONG_STATUS'

export const movedOn = (name: MoveName | 'edit', status: Status) =>
  new AppError(
    'conflict',
    {
      es: `La factura está en «${status}» y ahora no admite la acción «${name}».`,
      en: `The invoice is '${status}'; it can't ${name} now.`,
    },
    { code: wrongStatus, extra: { current_status: status } },
  )
