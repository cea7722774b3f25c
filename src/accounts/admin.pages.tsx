import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { bounds } from '../config.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { requireAdmin } from '../invoices/permissions.ts'
import type { SignedIn } from '../web/context.ts'
import { requireSession } from '../web/guard.ts'
import { readForm } from '../web/read-form.ts'
import { type Account, roles } from './accounts.table.ts'
import { addAccount } from './add-account.ts'
import { revokeApiToken } from './api-tokens.ts'
import { changeAccount } from './change-account.ts'
import { createTokenAsked, grantAsked } from './forms.ts'
import { findAccount } from './list-accounts.ts'
import { closeOneSession, closeSessions } from './sessions.ts'
import { type Outcome, showPeople, showPerson } from './show-people.pages.tsx'
import { createInvitation, invitationAddress } from './sign-in-links.ts'

type Needs = Pick<Deps, 'db' | 'config' | 'log'>

const person = '/admin/people/:id{[0-9]{1,15}}'

/** Looking after people: who they are, what they may do and spend, and how they come in. */
export function adminPages(deps: Needs) {
  const { db } = deps
  const pages = new Hono<SignedIn>()
  for (const path of ['/admin', '/admin/*'])
    pages.use(
      path,
      requireSession(deps.config),
      bodyLimit({ maxSize: bounds.formBytes }),
      async (c, next) => {
        const { account, requestId } = c.var
        requireAdmin(account)
        await next()
        // who did what to whom, by their numbers
        const done = { by: account.id, path: c.req.path, status: c.res.status, request_id: requestId }
        if (c.req.method === 'POST') deps.log.info('people', done)
      },
    )
  // what was wrong with a form is told on the page that it was on
  pages.onError(async (error, c) => {
    const isOfForm = error instanceof AppError && ['invalid', 'conflict'].includes(error.kind)
    if (!isOfForm || c.req.method === 'GET' || !c.req.param('id')) throw error
    return showPerson(c, deps, idOf(c), { error, typed: await readForm(c) })
  })
  return (
    pages
      .get('/admin', (c) => showPeople(c, deps))
      .post('/admin/people', async (c) => {
        const field = await readForm(c)
        const typed = { subject: field('subject'), name: field('name'), role: field('role') }
        const role = roles.find((each) => each === typed.role) ?? 'uploader'
        try {
          const account = await addAccount(deps, { ...typed, role })
          return showPerson(c, deps, account.id, { invitation: await invite(c, deps, account) })
        } catch (error) {
          if (!(error instanceof AppError)) throw error
          return showPeople(c, deps, { typed, error })
        }
      })
      .get(person, (c) => showPerson(c, deps, idOf(c)))
      .post(`${person}/changes`, async (c) => {
        const field = await readForm(c)
        await changeAccount(deps, idOf(c), {
          role: field('role'),
          tier: field('tier'),
          trustScore: field('trustScore'),
          uploadLimitPerHour: field('uploadLimitPerHour').trim(),
        })
        return back(c, 'changes')
      })
      .post(`${person}/state`, async (c) => {
        await changeAccount(deps, idOf(c), { disabled: (await readForm(c))('disabled') })
        return back(c, 'changes')
      })
      .post(`${person}/credits`, async (c) => {
        await grantAsked(db, (await findAccount(db, idOf(c))).id, await readForm(c))
        return back(c, 'credits')
      })
      .post(`${person}/invitation`, async (c) => {
        const account = await findAccount(db, idOf(c))
        return showPerson(c, deps, account.id, { invitation: await invite(c, deps, account) })
      })
      .post(`${person}/tokens`, async (c) => {
        const { id } = await findAccount(db, idOf(c))
        const freshToken = await createTokenAsked(db, id, await readForm(c))
        return showPerson(c, deps, id, { freshToken })
      })
      .post(`${person}/tokens/:token{[0-9]{1,15}}/removal`, async (c) => {
        await revokeApiToken(db, idOf(c), Number(c.req.param('token')))
        return back(c, 'token')
      })
      .post(`${person}/sessions/removal`, async (c) => {
        await closeSessions(db, idOf(c))
        return back(c, 'sessions')
      })
      .post(`${person}/sessions/:session{[0-9]{1,15}}/removal`, async (c) => {
        await closeOneSession(db, idOf(c), Number(c.req.param('session')))
        return back(c, 'sessions')
      })
      // where a browser stands after a form came back; asked for again it is the page
      .get(`${person}/:action{changes|state|credits|invitation|tokens}`, (c) => c.redirect(placeOf(c), 303))
      .get('/admin/people', (c) => c.redirect('/admin', 303))
  )
}

const idOf = (c: Context) => Number(c.req.param('id'))
const placeOf = (c: Context) => `/admin/people/${idOf(c)}`
const back = (c: Context, done: Outcome) => c.redirect(`${placeOf(c)}?done=${done}`, 303)

/** A link below the address that the admin's own browser knows Folio by, unless one was set. */
async function invite(c: Context, { db, config }: Needs, account: Account) {
  const base = config.PUBLIC_URL ?? c.req.header('origin') ?? new URL(c.req.url).origin
  return invitationAddress(base, await createInvitation(db, account))
}
