import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { PeoplePage } from '../../views/accounts/people-page.tsx'
import { PersonPage } from '../../views/accounts/person-page.tsx'
import { wordsIn } from '../../views/parts/words.ts'
import { bounds } from '../config.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { requireAdmin } from '../invoices/permissions.ts'
import { statusOfKind } from '../web/answer-error.tsx'
import { languageFor, type SignedIn } from '../web/context.ts'
import { requireSession } from '../web/guard.ts'
import { readForm } from '../web/read-form.ts'
import { roles } from './accounts.table.ts'
import { addAccount } from './add-account.ts'
import { listApiTokens, revokeApiToken } from './api-tokens.ts'
import { changeAccount } from './change-account.ts'
import { grantCredits } from './credits.ts'
import { findAccount, listAccounts } from './list-accounts.ts'
import { seeCredits } from './see-credits.ts'
import { closeOneSession, closeSessions, listSessions } from './sessions.ts'
import { createInvitation, invitationAddress } from './sign-in-links.ts'
import { createTokenAsked } from './token-form.ts'

type Needs = Pick<Deps, 'db' | 'config'>

const person = '/admin/people/:id{[0-9]{1,15}}'
const perPage = 50
/** What is told after a form led back to the page, by the word in its address. */
const outcomes = {
  changes: 'changed',
  credits: 'granted',
  sessions: 'sessionsEnded',
  token: 'revoked',
} as const

/** Looking after people: who they are, what they may do and spend, and how they come in. */
export function adminPages(deps: Needs) {
  const { db } = deps
  const back = (c: Context, done: keyof typeof outcomes) =>
    c.redirect(`/admin/people/${idOf(c)}?done=${done}`, 303)
  const pages = new Hono<SignedIn>()
  for (const path of ['/admin', '/admin/*'])
    pages.use(path, requireSession(deps.config), bodyLimit({ maxSize: bounds.formBytes }), (c, next) => {
      requireAdmin(c.var.account)
      return next()
    })
  pages.onError((error, c) => {
    const shows = error instanceof AppError && c.req.method === 'POST' && error.kind !== 'not-found'
    if (!shows || !c.req.param('id')) throw error
    return showPerson(c, deps, { error })
  })
  return (
    pages
      .get('/admin', (c) => showPeople(c, deps))
      .post('/admin/people', async (c) => {
        const field = await readForm(c)
        const typed = { subject: field('subject'), name: field('name'), role: field('role') }
        const role = roles.find((each) => each === typed.role) ?? 'uploader'
        try {
          const { id } = await addAccount(deps, { ...typed, role })
          return c.redirect(`/admin/people/${id}`, 303)
        } catch (error) {
          if (!(error instanceof AppError)) throw error
          return showPeople(c, deps, { typed, error })
        }
      })
      .get(person, (c) => showPerson(c, deps))
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
        const field = await readForm(c)
        await grantAsked(deps, idOf(c), field)
        return back(c, 'credits')
      })
      .post(`${person}/invitation`, async (c) => {
        const token = await createInvitation(db, await findAccount(db, idOf(c)))
        const base = deps.config.PUBLIC_URL ?? c.req.header('origin') ?? new URL(c.req.url).origin
        return showPerson(c, deps, { invitation: invitationAddress(base, token) })
      })
      .post(`${person}/tokens`, async (c) => {
        const { id } = await findAccount(db, idOf(c))
        return showPerson(c, deps, { freshToken: await createTokenAsked(db, id, await readForm(c)) })
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
      .get(`${person}/:action{changes|state|credits|invitation|tokens}`, (c) =>
        c.redirect(`/admin/people/${idOf(c)}`, 303),
      )
      .get('/admin/people', (c) => c.redirect('/admin', 303))
  )
}

const idOf = (c: Context) => Number(c.req.param('id'))

async function grantAsked({ db }: Needs, accountId: number, field: (name: string) => string) {
  const [amount, reason] = [field('amount').trim(), field('reason').trim()]
  if (!/^-?\d{1,12}$/.test(amount) || !Number(amount) || !reason || reason.length > 200) throw notAGrant()
  await grantCredits(db, (await findAccount(db, accountId)).id, Number(amount), reason)
}

const notAGrant = () =>
  new AppError('invalid', {
    es: 'Escribe una cantidad de Lümis, sin decimales, y el motivo.',
    en: 'Write an amount of Lümis, without decimals, and the reason.',
  })

interface ShownPeople {
  typed?: { subject: string; name: string; role: string }
  error?: AppError
}

async function showPeople(c: Context<SignedIn>, { db }: Needs, { typed, error }: ShownPeople = {}) {
  const language = languageFor(c)
  const q = (c.req.query('q') ?? '').trim().slice(0, 200)
  const cursor = /^\d{1,15}$/.test(c.req.query('cursor') ?? '') ? Number(c.req.query('cursor')) : undefined
  const { items, nextCursor } = await listAccounts(db, { perPage, q, before: cursor })
  return c.html(
    <PeoplePage
      language={language}
      account={c.var.account}
      people={items}
      q={q}
      cursor={cursor}
      nextCursor={nextCursor}
      typed={typed}
      problem={error?.text[language]}
    />,
    error ? statusOfKind(error.kind) : 200,
  )
}

interface ShownPerson {
  freshToken?: string
  invitation?: string
  error?: AppError
}

async function showPerson(c: Context<SignedIn>, deps: Needs, { error, ...fresh }: ShownPerson = {}) {
  const language = languageFor(c)
  const shown = await findAccount(deps.db, idOf(c))
  const [credits, tokens, sessions] = await Promise.all([
    seeCredits(deps, shown, c.req.query('cursor')),
    listApiTokens(deps.db, shown.id),
    listSessions(deps.db, shown.id),
  ])
  const done = outcomes[c.req.query('done') as keyof typeof outcomes]
  c.header('Cache-Control', 'no-store')
  return c.html(
    <PersonPage
      language={language}
      account={c.var.account}
      person={shown}
      credits={credits}
      usualLimit={deps.config.UPLOAD_LIMIT_PER_HOUR}
      tokens={tokens}
      sessions={sessions}
      {...fresh}
      done={done && wordsIn(language)[done]}
      problem={error?.text[language]}
    />,
    error ? statusOfKind(error.kind) : 200,
  )
}
