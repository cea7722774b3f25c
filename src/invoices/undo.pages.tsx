import { type Context, Hono } from 'hono'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { languageFor, type SignedIn } from '../web/context.ts'
import { openedList, withSearch } from './opened-list.ts'
import { showReview } from './show-review.pages.tsx'
import { undoChange } from './undo-change.ts'
import { undoEdit } from './undo-edit.ts'

const byId = '/invoices/:id{[0-9]{1,15}}'

/** Taking back what was done to one invoice: an edit from its history, or the decision just made. */
export const undoPages = (deps: Deps) =>
  new Hono<SignedIn>()
    .post(`${byId}/undo`, (c) =>
      takeBack(deps, c, async (given) => {
        const entry = Number(/^\d{1,15}$/.exec(given('entry'))?.[0] ?? 0)
        await undoEdit(deps, c.var.account, idOf(c), entry)
      }),
    )
    .post(`${byId}/reopening`, (c) =>
      takeBack(deps, c, async (given) => {
        await undoChange(deps, c.var.account, given('change'))
      }),
    )
    .get(`${byId}/:action{undo|reopening}`, (c) => c.redirect(addressOf(c), 303))

const idOf = (c: Context) => Number(c.req.param('id'))
const addressOf = (c: Context) => withSearch(`/invoices/${idOf(c)}`, openedList(c).search)

/** What can't be taken back any more is told on the page of the invoice as it is. */
async function takeBack(
  deps: Deps,
  c: Context<SignedIn>,
  undo: (given: (name: string) => string) => Promise<void>,
) {
  const sent = await c.req.formData().catch(() => new FormData())
  try {
    await undo((name) => String(sent.get(name) ?? ''))
    return c.redirect(addressOf(c), 303)
  } catch (error) {
    if (!(error instanceof AppError) || !['conflict', 'stale'].includes(error.kind)) throw error
    return showReview(deps, c, { told: error.text[languageFor(c)], status: 409 })
  }
}
