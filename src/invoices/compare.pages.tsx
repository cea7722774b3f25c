import { Hono } from 'hono'
import { ComparePage } from '../../views/invoices/compare-page.tsx'
import type { Account } from '../accounts/accounts.table.ts'
import type { Deps } from '../deps.ts'
import { lastEventId } from '../live/last-event.ts'
import { languageFor, type SignedIn } from '../web/context.ts'
import { hasDocument } from './forget-documents.ts'
import { canMove } from './life.ts'
import { listPageSizes } from './page-sizes.ts'
import { findInvoice } from './queries.ts'

/** Of each as much is shown as tells whether they are the same. */
const picturesOfEach = 3

/** Two invoices that may be the same, side by side. */
export const comparePages = ({ db }: Pick<Deps, 'db'>) =>
  new Hono<SignedIn>().get('/invoices/:id{[0-9]{1,15}}/compare/:other{[0-9]{1,15}}', async (c) => {
    const { account } = c.var
    const since = await lastEventId(db)
    const [one, other] = await Promise.all([
      findSide(db, account, Number(c.req.param('id'))),
      findSide(db, account, Number(c.req.param('other'))),
    ])
    const canReject = account.role !== 'uploader' && canMove(one.invoice.status, 'reject')
    return c.html(
      <ComparePage
        language={languageFor(c)}
        account={account}
        since={since}
        sides={[one, other]}
        canReject={canReject}
      />,
    )
  })

async function findSide(db: Deps['db'], account: Account, id: number) {
  const invoice = await findInvoice(db, account, id)
  const sizes = hasDocument(invoice) ? await listPageSizes(db, invoice.sha256, picturesOfEach) : []
  return { invoice, sizes }
}
