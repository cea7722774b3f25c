import { type Context, Hono } from 'hono'
import { InboxPage } from '../../views/invoices/inbox-page.tsx'
import { type UploadOutcome, UploadOutcomes } from '../../views/invoices/upload-form.tsx'
import type { Deps } from '../deps.ts'
import type { Outcome } from '../intake/receive-file.ts'
import { receiveUploads } from '../intake/receive-uploads.ts'
import type { Language } from '../language.ts'
import { lastEventId } from '../live/last-event.ts'
import { statusOfKind } from '../web/answer-error.tsx'
import { languageFor, type SignedIn } from '../web/context.ts'
import { countByStatus } from './count-invoices.ts'
import { inboxQuery } from './inbox-query.ts'
import { type InvoiceList, listInvoices } from './list-invoices.ts'
import { findChange } from './undo-change.ts'

const nothing: InvoiceList = { items: [], total: 0, nextCursor: null }

/** The inbox: what is here, in which state, and the way in for more. */
export const inboxPages = (deps: Deps) => {
  const show = (c: Context<SignedIn>) => showInbox(deps, c)
  return new Hono<SignedIn>()
    .get('/', show)
    .get('/invoices', show)
    .post('/invoices', async (c) => {
      const language = languageFor(c)
      const results = await receiveUploads(deps, c.var.account, c.req.raw)
      const outcomes = results.map((result) => outcomeOf(result, language))
      const status = statusOf(results)
      if (c.req.header('hx-request'))
        return c.html(<UploadOutcomes outcomes={outcomes} language={language} />, status)
      if (outcomes.length && !outcomes.some(({ problem }) => problem)) return c.redirect('/invoices', 303)
      return showInbox(deps, c, { outcomes, nothingChosen: !outcomes.length, status })
    })
}

interface Uploaded {
  outcomes: UploadOutcome[]
  nothingChosen: boolean
  status: ReturnType<typeof statusOf>
}

async function showInbox({ db }: Deps, c: Context<SignedIn>, uploaded?: Uploaded) {
  const { account } = c.var
  const { done, change, ...values } = given(c.req.query())
  const query = inboxQuery.safeParse(values)
  const since = await lastEventId(db)
  const { sort, cursor, rows: perPage, ...filter } = query.data ?? inboxQuery.parse({})
  const [counts, list, made] = await Promise.all([
    countByStatus(db, account),
    query.success ? listInvoices(db, account, { filter, sort, cursor, perPage }) : nothing,
    change === undefined ? undefined : findChange(db, account, change),
  ])
  const page = (
    <InboxPage
      language={languageFor(c)}
      account={account}
      since={since}
      counts={counts}
      invoices={list.items}
      total={list.total}
      nextCursor={list.nextCursor}
      sort={sort}
      rows={perPage}
      values={values}
      faults={new Set(query.error?.issues.map(({ path }) => String(path[0])))}
      outcomes={uploaded?.outcomes}
      nothingChosen={uploaded?.nothingChosen}
      allDone={done !== undefined}
      made={change !== undefined && made ? { ...made, change } : undefined}
    />
  )
  return c.html(page, query.success ? (uploaded?.status ?? 200) : 422)
}

/** A form sends its empty fields too: they were not given. */
const given = (query: Record<string, string>) =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value.trim() !== ''))

function outcomeOf(outcome: Outcome, language: Language): UploadOutcome {
  if ('invoice' in outcome) return { filename: outcome.invoice.filename, invoice: outcome.invoice }
  const { filename, error } = outcome
  const first = error.extra.duplicate_of
  return { filename, problem: error.text[language], firstId: typeof first === 'number' ? first : undefined }
}

/** What was taken in counts; where nothing was, the first cause. */
function statusOf(results: Outcome[]) {
  const refused = results.flatMap((result) => ('error' in result ? [result] : []))
  if (results.length > refused.length) return 200
  return refused[0] ? statusOfKind(refused[0].error.kind) : 422
}
