import { type Context, Hono } from 'hono'
import { QueuePage } from '../../views/queue/queue-page.tsx'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { requireAdmin } from '../invoices/permissions.ts'
import { languageFor, type SignedIn } from '../web/context.ts'
import { countFailedParcels, listDeadLetters, listFailed, listQueues, retryJob } from './queue-state.ts'

/** What runs in the background, and what failed there; for admins. */
export const queuePages = ({ db }: Pick<Deps, 'db'>) =>
  new Hono<SignedIn>()
    .use('/queue/*', async (c, next) => {
      requireAdmin(c.var.account)
      await next()
    })
    .get('/queue', async (c) => {
      const [queues, failed, dead, unstored] = await Promise.all([
        listQueues(db),
        listFailed(db),
        listDeadLetters(db),
        countFailedParcels(db),
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
      if (!(await retryJob(db, idOf(c)))) throw noSuchJob()
      return c.redirect('/queue', 303)
    })

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
