import type { Context } from 'hono'
import { ReviewPage, type ReviewProps } from '../../views/invoices/review-page.tsx'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { lastEventId } from '../live/last-event.ts'
import { languageFor, type SignedIn } from '../web/context.ts'
import { checkTyped } from './check-typed.ts'
import { listHistory } from './history.ts'
import { canMove } from './life.ts'
import { nextWaiting } from './next-waiting.ts'
import { openedList } from './opened-list.ts'
import { listPageSizes } from './page-sizes.ts'
import { findInvoice } from './queries.ts'
import { formOf } from './review-form.ts'
import { findDecision } from './undo-change.ts'

/** More pages than this nobody compares with a form; the original has them all. */
const mostPictures = 50

type Shown = Pick<ReviewProps, 'form' | 'problem' | 'unsaved' | 'rejection' | 'told'> & {
  status?: 200 | 409 | 412 | 422
}

/** The page of an invoice, as it is now and with what has just happened. */
export async function showReview(
  { db }: Deps,
  c: Context<SignedIn>,
  { status = 200, form, ...shown }: Shown = {},
) {
  const { account } = c.var
  const language = languageFor(c)
  const list = openedList(c)
  const since = await lastEventId(db)
  const invoice = await findInvoice(db, account, Number(c.req.param('id')))
  const [sizes, history, next, before] = await Promise.all([
    invoice.sha256 ? listPageSizes(db, invoice.sha256, mostPictures) : [],
    listHistory(db, invoice.id),
    nextWaiting(db, account, invoice.id, list),
    findBefore({ db }, c),
  ])
  const { previewData, version } = invoice
  const decided = before ?? invoice
  const decision = canMove(decided.status, 'reopen') ? await findDecision(db, account, decided.id) : undefined
  const isOpen = account.role !== 'uploader' && canMove(invoice.status, 'confirm') && previewData !== null
  // a form that comes back is judged by what is typed in it
  const typed = isOpen && form ? checkTyped(invoice, form, language) : undefined
  return c.html(
    <ReviewPage
      language={language}
      account={account}
      since={since}
      invoice={invoice}
      form={isOpen ? (form ?? formOf(previewData, version, language)) : undefined}
      data={typed?.data ?? invoice.finalData ?? previewData}
      checks={typed?.checks ?? invoice.checks}
      sizes={sizes}
      history={history}
      next={next}
      search={list.search}
      before={before}
      decision={decision ? { id: decided.id, change: decision } : undefined}
      saved={c.req.query('saved') !== undefined}
      {...shown}
    />,
    status,
  )
}

/** The invoice that was decided on the page before, if the address names one. */
async function findBefore({ db }: Pick<Deps, 'db'>, c: Context<SignedIn>) {
  const after = c.req.query('after') ?? ''
  if (!/^\d{1,15}$/.test(after)) return undefined
  return findInvoice(db, c.var.account, Number(after)).catch((error) => {
    if (error instanceof AppError && error.kind === 'not-found') return undefined
    throw error
  })
}
