import { eq } from 'drizzle-orm'
import { Hono } from 'hono'
import { BatchPage } from '../../views/batches/batch-page.tsx'
import { BatchesPage } from '../../views/batches/batches-page.tsx'
import { accounts } from '../accounts/accounts.table.ts'
import type { Deps } from '../deps.ts'
import { listInvoices } from '../invoices/list-invoices.ts'
import { lastEventId } from '../live/last-event.ts'
import { languageFor, type SignedIn } from '../web/context.ts'
import { findBatch, listBatches } from './batch-queries.ts'

const perPage = 50
/** More than these are listed where invoices are. */
const mostDoubtful = 50

/** What people see of batches: all of them, and how each is. */
export const batchPages = ({ db }: Pick<Deps, 'db'>) =>
  new Hono<SignedIn>()
    .get('/batches', async (c) => {
      const { account } = c.var
      const cursor = c.req.query('cursor') ?? ''
      const before = /^\d{1,15}$/.test(cursor) ? Number(cursor) : undefined
      const since = await lastEventId(db)
      const { items, nextCursor } = await listBatches(db, account, { perPage, before })
      return c.html(
        <BatchesPage
          language={languageFor(c)}
          account={account}
          since={since}
          batches={items}
          nextCursor={nextCursor}
          cursor={before}
        />,
      )
    })
    .get('/batches/:id{[0-9]{1,15}}', async (c) => {
      const { account } = c.var
      const since = await lastEventId(db)
      const batch = await findBatch(db, account, Number(c.req.param('id')))
      const [[sender], doubtful] = await Promise.all([
        db.select({ name: accounts.name }).from(accounts).where(eq(accounts.id, batch.accountId)),
        listInvoices(db, account, {
          filter: { batch: batch.id, status: 'waiting_validation' },
          sort: 'created_at',
          perPage: mostDoubtful,
        }),
      ])
      return c.html(
        <BatchPage
          language={languageFor(c)}
          account={account}
          since={since}
          batch={batch}
          sender={sender?.name ?? ''}
          doubtful={doubtful}
        />,
      )
    })
