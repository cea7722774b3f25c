import { and, inArray } from 'drizzle-orm'
import { InvoiceItem, itemId } from '../../views/invoices/invoice-item.tsx'
import { newestList } from '../../views/invoices/invoice-list.tsx'
import { ChangedPanel, ProgressPanel } from '../../views/invoices/live-panels.tsx'
import { StatusCounts } from '../../views/invoices/status-tabs.tsx'
import type { Deps } from '../deps.ts'
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
    if (!ids.length) return ''
    const moved = events.some(({ type }) => type === 'invoice_status_update')
    const [rows, counts] = await Promise.all([
      db
        .select(columns)
        .from(invoices)
        .where(and(inArray(invoices.id, ids), visibleTo(account))),
      moved ? countByStatus(db, account) : undefined,
    ])
    return String(
      <>
        {counts && <StatusCounts counts={counts} language={language} />}
        <Gone ids={ids.filter((id) => !rows.some((row) => row.id === id))} />
        <Arrived invoices={rows.filter(({ id }) => hasArrived(events, id))} language={language} />
        {rows.map((invoice) => (
          <Changed invoice={invoice} isNew={hasArrived(events, invoice.id)} language={language} />
        ))}
      </>,
    )
  }

const hasArrived = (events: Event[], id: InvoiceId) =>
  events.some(({ invoiceId, data }) => invoiceId === id && 'previous' in data && data.previous === null)

const Gone = ({ ids }: { ids: InvoiceId[] }) => (
  <>
    {ids.map((id) => (
      <li id={itemId(id)} hx-swap-oob="delete" />
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
      <Gone ids={newestFirst.map(({ id }) => id)} />
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
    <ProgressPanel invoice={invoice} language={language} oob="true" />
    <ChangedPanel invoice={invoice} language={language} oob="true" />
  </>
)
