import { type Context, Hono } from 'hono'
import { QueuePage } from '../../views/queue/queue-page.tsx'
import type { Account } from '../accounts/accounts.table.ts'
import { countFailed, retryParcels } from '../batches/retry-parcels.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { changeMany } from '../invoices/change-many.ts'
import { requireAdmin } from '../invoices/permissions.ts'
import { languageFor, type SignedIn } from '../web/context.ts'
import {
  findFailed,
  forgetJob,
  type LostJob,
  listDeadLetters,
  listFailed,
  listQueues,
  retryJob,
} from './queue-state.ts'

type QueueDeps = Pick<Deps, 'db' | 'transact'>

/** What runs in the background, and what failed there; for admins. */
export const queuePages = (deps: QueueDeps) =>
  new Hono<SignedIn>()
    .use('/queue/*', async (c, next) => {
      requireAdmin(c.var.account)
      await next()
    })
    .get('/queue', async (c) => {
      const [queues, failed, dead, unstored] = await Promise.all([
        listQueues(deps.db),
        listFailed(deps.db),
        listDeadLetters(deps.db),
        countFailed(deps.db),
      ])
      return c.html(
        <QueuePage
          language={languageFor(c)}
          account={c.var.account}
          queues={queues}
          failed={failed}
          dead={dead}
          unstored={unstored}
        />,
      )
    })
    .post('/queue/jobs/:id/retry', async (c) => {
      const job = await findFailed(deps.db, idOf(c))
      if (!job) throw noSuchJob()
      await tryAgain(deps, c.var.account, job)
      return c.redirect('/queue', 303)
    })
    .post('/queue/batches/retry', async (c) => {
      await retryParcels(deps)
      return c.redirect('/queue', 303)
    })

/** A document whose reading broke off has failed by now: it begins anew, with a job of its own. */
async function tryAgain(deps: QueueDeps, account: Account, { id, name, invoiceId }: LostJob) {
  const reads = name === 'read-document' || name === 'extract-invoice'
  if (!reads || invoiceId === null) return retryJob(deps.db, id)
  await changeMany(deps, account, { action: 'retry', ids: [invoiceId] })
  return forgetJob(deps.db, id)
}

function idOf(c: Context) {
  const id = c.req.param('id') ?? ''
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) throw noSuchJob()
  return id
}

const noSuchJob = () =>
  new AppError('not-found', {
    es: 'Ese trabajo ya no está entre los que fallaron.',
    en: 'That job is not among the failed ones any more.',
  })
