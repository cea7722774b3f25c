import { and, desc, inArray, sql } from 'drizzle-orm'
import { BatchItem, batchItemId } from '../../views/batches/batch-item.tsx'
import { BatchPanel } from '../../views/batches/batch-panel.tsx'
import { newestBatches } from '../../views/batches/batches-page.tsx'
import { CapturePanel } from '../../views/capture/capture-panel.tsx'
import { ExportItem, exportItemId } from '../../views/exports/export-item.tsx'
import { ExportPanel } from '../../views/exports/export-panel.tsx'
import { newestExports } from '../../views/exports/exports-page.tsx'
import { InvoiceItem, itemId } from '../../views/invoices/invoice-item.tsx'
import { newestList } from '../../views/invoices/invoice-list.tsx'
import { ChangedPanel, ProgressPanel } from '../../views/invoices/live-panels.tsx'
import { StatusCounts } from '../../views/invoices/status-tabs.tsx'
import { UploadState } from '../../views/invoices/upload-form.tsx'
import type { Account } from '../accounts/accounts.table.ts'
import { listTheseBatches } from '../batches/batch-queries.ts'
import type { Batch, BatchId } from '../batches/batches.table.ts'
import { listAttempts, listTheseSessions } from '../capture/find-session.ts'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { listTheseExports } from '../exports/export-queries.ts'
import type { Export } from '../exports/exports.table.ts'
import { countByStatus } from '../invoices/count-invoices.ts'
import { visibleTo } from '../invoices/invoice-filter.ts'
import { type Invoice, type InvoiceId, invoices } from '../invoices/invoices.table.ts'
import { columns } from '../invoices/queries.ts'
import type { Language } from '../language.ts'
import type { Event } from './feed.ts'
import type { RenderEvents } from './sockets.ts'

/**
 * What happened, as the pieces of pages that it changes. Every piece is drawn from the rows as they are now, and
 * says itself where it belongs; a page that has no such place leaves it.
 */
export const renderEvents =
  ({ db }: Pick<Deps, 'db'>): RenderEvents =>
  async (events, { account, language }) => {
    const ids = [...new Set(events.flatMap(({ invoiceId }) => invoiceId ?? []))]
    const told = batchesOf(events)
    const exported = exportsOf(events)
    const sessions = [...new Set(events.flatMap(({ data }) => (data.session_id as string) ?? []))]
    if (!ids.length && !told.ids.length && !exported.ids.length && !sessions.length) return ''
    const moved = told.ids.length > 0 || events.some(({ type }) => type === 'invoice_status_update')
    const [rows, batches, brought, exports, counts, captures] = await Promise.all([
      ids.length ? listThese(db, account, ids) : [],
      told.ids.length ? listTheseBatches(db, account, told.ids) : [],
      told.ids.length ? listBrought(db, account, told.ids) : [],
      exported.ids.length ? listTheseExports(db, account, exported.ids) : [],
      moved ? countByStatus(db, account) : undefined,
      sessions.length ? listCaptures(db, account, sessions) : [],
    ])
    const arrived = rows.filter(({ id }) => hasArrived(events, id))
    return String(
      <>
        {counts && <StatusCounts counts={counts} language={language} />}
        {captures.map((capture) => (
          <CapturePanel {...capture} language={language} oob="true" />
        ))}
        <Batches batches={batches} begun={told.begun} language={language} />
        <Exports exports={exports} begun={exported.begun} language={language} />
        <Gone ids={ids.filter((id) => !rows.some((row) => row.id === id)).map(itemId)} />
        <Arrived invoices={[...arrived, ...brought]} language={language} />
        {rows.map((invoice) => (
          <Changed invoice={invoice} isNew={hasArrived(events, invoice.id)} language={language} />
        ))}
      </>,
    )
  }

const hasArrived = (events: Event[], id: InvoiceId) =>
  events.some(({ invoiceId, data }) => invoiceId === id && 'previous' in data && data.previous === null)

const listThese = (db: Db, account: Account, ids: InvoiceId[]) =>
  db
    .select(columns)
    .from(invoices)
    .where(and(inArray(invoices.id, ids), visibleTo(account)))

async function listCaptures(db: Db, account: Account, ids: string[]) {
  const sessions = await listTheseSessions(db, account, ids)
  const attempts = await listAttempts(db, ...sessions.map(({ id }) => id))
  return sessions.map((session) => ({
    session,
    attempts: attempts.filter(({ sessionId }) => sessionId === session.id),
  }))
}

/** More at once nobody could follow with their eyes. */
const mostShown = 20

/** The batches that something is told of, the last ones if they are many, and those among them that have just begun. */
function batchesOf(events: Event[]) {
  const told = events.filter(({ type, data }) => type === 'batch_progress' && 'status' in data)
  const idOf = ({ data }: Event) => Number(data.batch_id)
  return {
    ids: [...new Set(told.map(idOf))].slice(-mostShown),
    begun: new Set(told.filter(({ data }) => data.previous === 'queued').map(idOf)),
  }
}

/** The exports that something is told of, the last ones if they are many, and those among them that have just begun. */
function exportsOf(events: Event[]) {
  const told = events.filter(({ type }) => type === 'export_progress')
  const idOf = ({ data }: Event) => Number(data.export_id)
  return {
    ids: [...new Set(told.map(idOf))].slice(-mostShown),
    begun: new Set(told.filter(({ data }) => data.previous === null).map(idOf)),
  }
}

/** The last invoices that these batches have just brought. */
const listBrought = (db: Db, account: Account, batchIds: BatchId[]) =>
  db
    .select(columns)
    .from(invoices)
    .where(
      and(
        inArray(invoices.batchId, batchIds),
        sql`${invoices.createdAt} > now() - interval '1 minute'`,
        visibleTo(account),
      ),
    )
    .orderBy(desc(invoices.createdAt), desc(invoices.id))
    .limit(mostShown)

interface BatchesProps {
  batches: Batch[]
  begun: Set<BatchId>
  language: Language
}

const Batches = ({ batches, begun, language }: BatchesProps) => {
  const arrived = batches.filter(({ id }) => begun.has(id))
  const others = batches.filter(({ id }) => !begun.has(id))
  return (
    <>
      <Gone ids={arrived.map(({ id }) => batchItemId(id))} />
      {arrived.length > 0 && (
        <ol hx-swap-oob={`afterbegin:#${newestBatches}`}>
          {arrived.map((batch) => (
            <BatchItem batch={batch} language={language} />
          ))}
        </ol>
      )}
      {others.map((batch) => (
        <BatchItem batch={batch} language={language} oob="true" />
      ))}
      {batches.map((batch) => (
        <BatchPanel batch={batch} language={language} oob="true" />
      ))}
    </>
  )
}

interface ExportsProps {
  exports: Export[]
  begun: Set<number>
  language: Language
}

const Exports = ({ exports, begun, language }: ExportsProps) => {
  const arrived = exports.filter(({ id }) => begun.has(id))
  return (
    <>
      <Gone ids={arrived.map(({ id }) => exportItemId(id))} />
      {arrived.length > 0 && (
        <ol hx-swap-oob={`afterbegin:#${newestExports}`}>
          {arrived.map((row) => (
            <ExportItem row={row} language={language} />
          ))}
        </ol>
      )}
      {exports.map((row) => (
        <>
          {!begun.has(row.id) && <ExportItem row={row} language={language} oob="true" />}
          <ExportPanel row={row} language={language} oob="true" />
        </>
      ))}
    </>
  )
}

const Gone = ({ ids }: { ids: string[] }) => (
  <>
    {ids.map((id) => (
      <li id={id} hx-swap-oob="delete" />
    ))}
  </>
)

interface Props {
  invoice: Invoice
  language: Language
}

/** Inserting knows no duplicates: what may be there already goes first. */
const Arrived = ({ invoices, language }: { invoices: Invoice[]; language: Language }) => {
  if (!invoices.length) return null
  const newestFirst = invoices.toSorted((a, b) => b.id - a.id)
  return (
    <>
      <Gone ids={newestFirst.map(({ id }) => itemId(id))} />
      <ol hx-swap-oob={`afterbegin:#${newestList}`}>
        {newestFirst.map((invoice) => (
          <InvoiceItem invoice={invoice} language={language} />
        ))}
      </ol>
    </>
  )
}

const Changed = ({ invoice, isNew, language }: Props & { isNew: boolean }) => (
  <>
    {!isNew && <InvoiceItem invoice={invoice} language={language} oob="true" />}
    <UploadState invoice={invoice} language={language} oob="true" />
    <ProgressPanel invoice={invoice} language={language} oob="true" />
    <ChangedPanel invoice={invoice} language={language} oob="true" />
  </>
)
