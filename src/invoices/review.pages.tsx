import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { CheckedAgain } from '../../views/invoices/live-checks.tsx'
import { bounds } from '../config.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { languageFor, type SignedIn } from '../web/context.ts'
import { checkTyped } from './check-typed.ts'
import { confirmInvoice } from './confirm-invoice.ts'
import { editPreview } from './edit-preview.ts'
import type { InvoiceData } from './invoice-data.ts'
import type { Invoice, InvoiceId } from './invoices.table.ts'
import { canMove } from './life.ts'
import { nextWaiting } from './next-waiting.ts'
import { addressInList, openedList, withSearch } from './opened-list.ts'
import { pickedProofs } from './picked-proofs.ts'
import { findInvoice } from './queries.ts'
import { rejectInvoice } from './reject-invoice.ts'
import { reasonFault, reasonOf } from './rejection-reason.ts'
import { retryInvoice } from './retry-invoice.ts'
import { formOf, type ReviewForm, readForm, rebase, unsavedOf } from './review-form.ts'
import { showReview } from './show-review.pages.tsx'

const byId = '/invoices/:id{[0-9]{1,15}}'

/** One invoice beside its document: to correct, save, confirm, reject and read again. */
export const reviewPages = (deps: Deps) =>
  new Hono<SignedIn>()
    .use(`${byId}/*`, bodyLimit({ maxSize: bounds.jsonBytes }))
    .get(byId, async (c) => {
      const address = addressInList(c)
      return address ? c.redirect(address, 302) : showReview(deps, c)
    })
    .post(`${byId}/preview`, async (c) => {
      const { form, edit } = await received(c)
      if (!edit) return showReview(deps, c, { form, problem: 'faults', status: 422 })
      try {
        await editPreview(deps, c.var.account, idOf(c), edit, circumstances(form, edit))
        return c.redirect(withSearch(`/invoices/${idOf(c)}?saved=1`, openedList(c).search), 303)
      } catch (error) {
        return answerFailure(deps, c, error, form)
      }
    })
    .post(`${byId}/confirmation`, async (c) => {
      const { form, edit, force } = await received(c)
      if (!edit) return showReview(deps, c, { form, problem: 'faults', status: 422 })
      try {
        const next = await nextInList(deps, c)
        const edited = await editPreview(deps, c.var.account, idOf(c), edit, circumstances(form, edit))
        await confirmInvoice(deps, c.var.account, idOf(c), { force, expectedVersion: edited.version })
        return onwards(c, next)
      } catch (error) {
        return answerFailure(deps, c, error, form)
      }
    })
    .post(`${byId}/checks`, async (c) => {
      const { form } = await received(c)
      const language = languageFor(c)
      const invoice = await findInvoice(deps.db, c.var.account, idOf(c))
      const typed = checkTyped(invoice, form, language)
      return c.html(<CheckedAgain id={invoice.id} {...typed} language={language} />)
    })
    .post(`${byId}/merge`, async (c) => {
      const { form } = await received(c)
      const { previewData, version, status } = await findInvoice(deps.db, c.var.account, idOf(c))
      if (!previewData || !canMove(status, 'confirm'))
        return showReview(deps, c, { unsaved: unsavedOf(form, languageFor(c)) })
      const merged = rebase(form, previewData, version, languageFor(c))
      return showReview(deps, c, { form: merged, problem: 'merged' })
    })
    .post(`${byId}/rejection`, async (c) => {
      const reason = reasonOf(await formData(c))
      const fault = reasonFault(reason)
      if (fault) return showReview(deps, c, { rejection: { reason, fault }, status: 422 })
      try {
        const next = await nextInList(deps, c)
        await rejectInvoice(deps, c.var.account, idOf(c), reason)
        return onwards(c, next)
      } catch (error) {
        return answerFailure(deps, c, error)
      }
    })
    .post(`${byId}/retry`, async (c) => {
      try {
        await retryInvoice(deps, c.var.account, idOf(c))
        return c.redirect(withSearch(`/invoices/${idOf(c)}`, openedList(c).search), 303)
      } catch (error) {
        return answerFailure(deps, c, error)
      }
    })
    // where a browser stands after a form came back; asked for again it is the invoice's page
    .get(`${byId}/:action{preview|confirmation|rejection|retry|merge}`, (c) =>
      c.redirect(withSearch(`/invoices/${idOf(c)}`, openedList(c).search), 303),
    )

const idOf = (c: Context): InvoiceId => Number(c.req.param('id'))

/** What is no form counts as an empty one, and then there is nothing to change. */
const formData = (c: Context) => c.req.formData().catch(() => new FormData())

async function received(c: Context) {
  const sent = await formData(c)
  return { ...readForm(sent, languageFor(c)), force: sent.get('force') === 'true' }
}

const circumstances = (form: ReviewForm, edit: Partial<InvoiceData>) => ({
  expectedVersion: form.version,
  proofs: pickedProofs(form, edit),
})

/** Asked before this one is decided, for deciding may change its place in the list. */
const nextInList = ({ db }: Deps, c: Context<SignedIn>) =>
  nextWaiting(db, c.var.account, idOf(c), openedList(c))

/** To the next one, which tells what became of this one. */
function onwards(c: Context<SignedIn>, next: Invoice | undefined) {
  const address = next ? `/invoices/${next.id}?after=${idOf(c)}` : '/invoices?done=1'
  return c.redirect(withSearch(address, openedList(c).search), 303)
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
