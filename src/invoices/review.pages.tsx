import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { bounds } from '../config.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { languageFor, type SignedIn } from '../web/context.ts'
import { confirmInvoice } from './confirm-invoice.ts'
import { editPreview } from './edit-preview.ts'
import type { InvoiceId } from './invoices.table.ts'
import { canMove } from './life.ts'
import { nextWaiting } from './next-waiting.ts'
import { findInvoice } from './queries.ts'
import { rejectInvoice } from './reject-invoice.ts'
import { retryInvoice } from './retry-invoice.ts'
import { formOf, type ReviewForm, readForm, rebase, unsavedOf } from './review-form.ts'
import { showReview } from './show-review.pages.tsx'

const byId = '/invoices/:id{[0-9]{1,15}}'
const reasonCharacters = 1000

/** One invoice beside its document: to correct, save, confirm, reject and read again. */
export const reviewPages = (deps: Deps) =>
  new Hono<SignedIn>()
    .use(`${byId}/*`, bodyLimit({ maxSize: bounds.jsonBytes }))
    .get(byId, (c) => showReview(deps, c))
    .post(`${byId}/preview`, async (c) => {
      const { form, edit } = await received(c)
      if (!edit) return showReview(deps, c, { form, problem: 'faults', status: 422 })
      try {
        await editPreview(deps, c.var.account, idOf(c), edit, form.version)
        return c.redirect(`/invoices/${idOf(c)}?saved=1`, 303)
      } catch (error) {
        return answerFailure(deps, c, error, form)
      }
    })
    .post(`${byId}/confirmation`, async (c) => {
      const { form, edit, force } = await received(c)
      if (!edit) return showReview(deps, c, { form, problem: 'faults', status: 422 })
      try {
        const { version } = await editPreview(deps, c.var.account, idOf(c), edit, form.version)
        await confirmInvoice(deps, c.var.account, idOf(c), { force, expectedVersion: version })
        return await onwards(deps, c)
      } catch (error) {
        return answerFailure(deps, c, error, form)
      }
    })
    .post(`${byId}/rejection`, async (c) => {
      const reason = String((await formData(c)).get('reason') ?? '')
        .replaceAll('\u0000', '')
        .toWellFormed()
        .trim()
      const fault = reason === '' ? 'missing' : reason.length > reasonCharacters ? 'too_long' : undefined
      if (fault) return showReview(deps, c, { rejection: { reason, fault }, status: 422 })
      try {
        await rejectInvoice(deps, c.var.account, idOf(c), reason)
        return await onwards(deps, c)
      } catch (error) {
        return answerFailure(deps, c, error)
      }
    })
    .post(`${byId}/retry`, async (c) => {
      try {
        await retryInvoice(deps, c.var.account, idOf(c))
        return c.redirect(`/invoices/${idOf(c)}`, 303)
      } catch (error) {
        return answerFailure(deps, c, error)
      }
    })
    // where a browser stands after a form came back; asked for again it is the invoice's page
    .get(`${byId}/:action{preview|confirmation|rejection|retry}`, (c) =>
      c.redirect(`/invoices/${idOf(c)}`, 303),
    )

const idOf = (c: Context): InvoiceId => Number(c.req.param('id'))

/** What is no form counts as an empty one, and then there is nothing to change. */
const formData = (c: Context) => c.req.formData().catch(() => new FormData())

async function received(c: Context) {
  const sent = await formData(c)
  return { ...readForm(sent, languageFor(c)), force: sent.get('force') === 'true' }
}

/** To the next one that waits, which tells what became of this one. */
async function onwards({ db }: Deps, c: Context<SignedIn>) {
  const next = await nextWaiting(db, c.var.account, idOf(c))
  return c.redirect(next ? `/invoices/${next}?after=${idOf(c)}` : '/invoices?done=1', 303)
}

/** What a person can do something about comes back with everything that was typed. */
async function answerFailure(deps: Deps, c: Context<SignedIn>, error: unknown, typed?: ReviewForm) {
  const isKnown = error instanceof AppError && ['INCOMPLETE', 'STALE', 'WRONG_STATUS'].includes(error.code)
  if (!isKnown) throw error
  const language = languageFor(c)
  const { previewData, version, status } = await findInvoice(deps.db, c.var.account, idOf(c))
  if (!previewData || !canMove(status, 'confirm'))
    return showReview(deps, c, { unsaved: typed ? unsavedOf(typed, language) : [], status: 409 })
  if (error.code === 'INCOMPLETE') {
    const form = formOf(previewData, version, language)
    for (const { path } of error.faults) form.faults[path] = 'missing'
    return showReview(deps, c, { form, problem: 'incomplete', status: 422 })
  }
  const form = typed && rebase(typed, previewData, version, language)
  return showReview(deps, c, { form, problem: 'stale', status: 412 })
}
