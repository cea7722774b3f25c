import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { z } from 'zod'
import { BulkQuestion } from '../../views/invoices/bulk-question.tsx'
import { ExportQuestion } from '../../views/invoices/export-question.tsx'
import { inboxAddress } from '../../views/invoices/inbox-address.ts'
import { bounds } from '../config.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { languageFor, type SignedIn } from '../web/context.ts'
import { type BulkAction, bulkActions, changeMany } from './change-many.ts'
import { countInvoices } from './count-invoices.ts'
import { inboxQuery } from './inbox-query.ts'
import { invoiceFilter } from './invoice-filter.ts'
import { reasonFault, reasonOf } from './rejection-reason.ts'
import { undoChange } from './undo-change.ts'
import { weighChange } from './weigh-change.ts'

const asked = z.object({
  action: z.enum([...bulkActions, 'export']),
  which: z.enum(['chosen', 'all']).default('chosen'),
  id: z.array(z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER)).max(bounds.inboxRows),
  seen_at: z.iso.datetime().optional(),
})

/** Deciding on many invoices of the list: first the question with what would happen, then the deed, then its undoing. */
export const bulkPages = (deps: Deps) =>
  new Hono<SignedIn>()
    .use('/invoices/:deed{bulk|undo}', bodyLimit({ maxSize: bounds.jsonBytes }))
    .get('/invoices/bulk', (c) => {
      const choice = readChoice(new URL(c.req.url).searchParams)
      return choice.action === 'export' ? askFormat(deps, c, choice) : ask(deps, c, choice, choice.action)
    })
    .post('/invoices/bulk', async (c) => {
      const form = await formOf(c)
      const choice = readChoice(givenBy(form))
      const { action, values, seenAt } = choice
      if (action === 'export') return askFormat(deps, c, choice)
      const reason = reasonOf(form)
      const fault = action === 'reject' ? reasonFault(reason) : undefined
      if (fault) return ask(deps, c, choice, action, { text: reason, fault })
      const request = { ...choice.of, seenAt, action, reason }
      const { change } = await changeMany(deps, c.var.account, request)
      return c.redirect(inboxAddress({ ...values, change }), 303)
    })
    .post('/invoices/undo', async (c) => {
      const given = givenBy(await formOf(c))
      const { change } = await undoChange(deps, c.var.account, given.get('change') ?? '')
      return c.redirect(inboxAddress({ ...valuesOf(given), change }), 303)
    })

/** What is no form asks for nothing. */
const formOf = (c: Context) => c.req.formData().catch(() => new FormData())
const givenBy = (form: FormData) =>
  new URLSearchParams([...form].map(([name, value]) => [name, String(value)]))

type Choice = ReturnType<typeof readChoice>

/** Those that were ticked, or all that the list has. */
function readChoice(given: URLSearchParams) {
  const choice = asked.safeParse({ ...Object.fromEntries(given), id: given.getAll('id') })
  const values = valuesOf(given)
  const filter = invoiceFilter.safeParse(values)
  if (!choice.data || !filter.data) throw notUnderstood()
  const { action, which, id: ids, seen_at } = choice.data
  if (which === 'chosen' && !ids.length) throw nothingChosen()
  return {
    action,
    which,
    ids,
    values,
    seenAt: seen_at === undefined ? undefined : new Date(seen_at),
    of: which === 'chosen' ? { ids } : { filter: filter.data },
  }
}

/** How the list is narrowed and ordered. */
const valuesOf = (given: URLSearchParams) =>
  Object.fromEntries(
    Object.keys(inboxQuery.shape).flatMap((name) => {
      const value = given.get(name)?.trim()
      return value ? [[name, value]] : []
    }),
  )

async function ask(
  deps: Deps,
  c: Context<SignedIn>,
  { which, ids, values, of }: Choice,
  action: BulkAction,
  reason?: { text: string; fault: 'missing' | 'too_long' },
) {
  const { account } = c.var
  const weighed = await weighChange(deps, account, { ...of, action })
  const chosen: [string, string][] = [
    ...Object.entries(values),
    ['which', which],
    ...(which === 'chosen' ? ids.map((id): [string, string] => ['id', String(id)]) : []),
  ]
  return c.html(
    <BulkQuestion
      language={languageFor(c)}
      account={account}
      action={action}
      weighed={weighed}
      chosen={chosen}
      values={values}
      reason={reason}
    />,
    reason ? 422 : 200,
  )
}

async function askFormat({ db }: Deps, c: Context<SignedIn>, { which, ids, values }: Choice) {
  const narrowing = which === 'chosen' ? { ids: ids.join(',') } : values
  const filter = invoiceFilter.parse(narrowing)
  const isNone = filter.status !== undefined && filter.status !== 'processed'
  const { status: _, sort: __, cursor: ___, rows: ____, ...query } = narrowing as Record<string, string>
  return c.html(
    <ExportQuestion
      language={languageFor(c)}
      account={c.var.account}
      count={isNone ? 0 : await countInvoices(db, c.var.account, { ...filter, status: 'processed' })}
      query={Object.entries(query)}
      values={values}
    />,
  )
}

const notUnderstood = () =>
  new AppError('invalid', {
    es: 'Folio no entiende qué facturas son o qué hacer con ellas.',
    en: 'Folio does not understand which invoices these are or what to do with them.',
  })

const nothingChosen = () =>
  new AppError('invalid', { es: 'Elige al menos una factura.', en: 'Choose at least one invoice.' })
