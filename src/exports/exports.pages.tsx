import { type Context, Hono } from 'hono'
import { DocuWareForm } from '../../views/exports/docuware-form.tsx'
import { ExportPage } from '../../views/exports/export-page.tsx'
import { ExportsPage } from '../../views/exports/exports-page.tsx'
import { FolioForm } from '../../views/exports/folio-form.tsx'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { lastEventId } from '../live/last-event.ts'
import { statusOfKind } from '../web/answer-error.tsx'
import { languageFor, type SignedIn } from '../web/context.ts'
import { cancelExport } from './cancel-export.ts'
import { checkDocuWare, type DocuWareCheck } from './docuware/check-docuware.ts'
import { type FormState, isOfDocuWare, readExportForm, stateOfAddress } from './export-form.ts'
import { findExport, listExports, listFailures } from './export-queries.ts'
import { listSchedules, removeSchedule, scheduleExport } from './export-schedules.ts'
import { repeatExport, requireDocuWare, startExport } from './start-export.ts'

const perPage = 50
const byId = '/exports/:id{[0-9]{1,15}}'
type Asking = Context<SignedIn>

/** What people see of exports: a way to begin one, all of them, and how each is. */
export const exportPages = (deps: Deps) => {
  const idOf = (c: Asking) => Number(c.req.param('id'))
  return new Hono<SignedIn>()
    .get('/exports', (c) => showExports(deps, c, stateOfAddress(c.req.query())))
    .post('/exports', (c) => begin(deps, c))
    .post('/exports/docuware-check', (c) => checkConnection(deps, c))
    .get(byId, async (c) => {
      const { account } = c.var
      const since = await lastEventId(deps.db)
      const row = await findExport(deps.db, account, idOf(c))
      const failures = await listFailures(deps.db, row.id)
      return c.html(<ExportPage language={languageFor(c)} {...{ account, since, row, failures }} />)
    })
    .post(`${byId}/cancellation`, async (c) => {
      await cancelExport(deps, c.var.account, idOf(c))
      return c.redirect(`/exports/${idOf(c)}`, 303)
    })
    .post(`${byId}/repetition`, async (c) => {
      const { id } = await repeatExport(deps, c.var.account, idOf(c), languageFor(c))
      return c.redirect(`/exports/${id}`, 303)
    })
    .post('/exports/schedules/:id{[0-9]{1,15}}/removal', async (c) => {
      await removeSchedule(deps.db, c.var.account, idOf(c))
      return c.redirect('/exports', 303)
    })
}

/** Begins what the form asks for, or shows it again with what is wrong. */
async function begin(deps: Deps, c: Asking) {
  const language = languageFor(c)
  const { state, asked } = readExportForm(await c.req.formData(), language)
  if (!asked) return showExports(deps, c, state, { status: 422 })
  const { request, every, onlyNew } = asked
  try {
    if (every) {
      await scheduleExport(deps, c.var.account, { every, onlyNew, request, language })
      return c.redirect('/exports', 303)
    }
    const { id } = await startExport(deps, c.var.account, request, language)
    return c.redirect(`/exports/${id}`, 303)
  } catch (error) {
    if (!(error instanceof AppError) || error.kind === 'unavailable') throw error
    return showExports(deps, c, state, { status: statusOfKind(error.kind), problem: error.text[language] })
  }
}

/** Tries DocuWare, and shows the form again with what it answered. */
async function checkConnection(deps: Deps, c: Asking) {
  const language = languageFor(c)
  const { state } = readExportForm(await c.req.formData(), language)
  const form = { ...state, faults: new Map() }
  try {
    requireDocuWare(deps.config, c.var.account)
    return showExports(deps, c, form, { check: await checkDocuWare(deps.config, c.req.raw.signal) })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return showExports(deps, c, form, { status: statusOfKind(error.kind), problem: error.text[language] })
  }
}

interface Shown {
  status?: ReturnType<typeof statusOfKind>
  /** Why what was asked for could not be done. */
  problem?: string
  check?: DocuWareCheck
}

async function showExports(
  { db, config }: Deps,
  c: Asking,
  form: FormState,
  { status, problem, check }: Shown = {},
) {
  const { account } = c.var
  const language = languageFor(c)
  const cursor = c.req.query('cursor') ?? ''
  const before = /^\d{1,15}$/.test(cursor) ? Number(cursor) : undefined
  const since = await lastEventId(db)
  const [{ items, nextCursor }, schedules] = await Promise.all([
    listExports(db, account, { perPage, before }),
    listSchedules(db, account),
  ])
  const isFormOpen = status !== undefined || Object.keys(form.values).length > 0
  return c.html(
    <ExportsPage
      {...{ language, account, since, nextCursor, schedules, problem, isFormOpen }}
      exports={items}
      cursor={before}
      current={isOfDocuWare(form) ? 'docuware' : 'folio'}
    >
      {isOfDocuWare(form) ? (
        <DocuWareForm
          form={form}
          check={check}
          isConfigured={config.DOCUWARE_URL !== undefined}
          language={language}
        />
      ) : (
        <FolioForm form={form} language={language} />
      )}
    </ExportsPage>,
    status ?? 200,
  )
}
