import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { AccountPage } from '../../views/accounts/account-page.tsx'
import { wordsIn } from '../../views/parts/words.ts'
import { bounds } from '../config.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { statusOfKind } from '../web/answer-error.tsx'
import { languageFor, type SignedIn } from '../web/context.ts'
import { requireSession } from '../web/guard.ts'
import { readForm } from '../web/read-form.ts'
import { visitorOf } from '../web/visitor.ts'
import { listApiTokens, revokeApiToken } from './api-tokens.ts'
import { changePassword, findPassword } from './change-password.ts'
import { createTokenAsked } from './forms.ts'
import { seeCredits } from './see-credits.ts'
import { closeOneSession, closeSessions, listSessions } from './sessions.ts'

const address = '/account'
/** What is told after a form led back to the page, by the word in its address. */
const outcomes = { password: 'passwordSet', sessions: 'sessionsEnded', token: 'revoked' } as const

/** What people do about their own account: password, sessions, tokens; and see: their credits. */
export function accountPages(deps: Pick<Deps, 'db' | 'config'>) {
  const { db } = deps
  const pages = new Hono<SignedIn>()
    .use(address, requireSession(deps.config))
    .use(`${address}/*`, requireSession(deps.config), bodyLimit({ maxSize: bounds.formBytes }))
  // what was wrong with a form is told on the page that it was on
  pages.onError((error, c) => {
    const isOfForm = error instanceof AppError && ['invalid', 'conflict', 'too-many'].includes(error.kind)
    if (!isOfForm || c.req.method === 'GET') throw error
    return showAccount(c, deps, { error })
  })
  return (
    pages
      .get(address, (c) => showAccount(c, deps))
      .post(`${address}/password`, async (c) => {
        const field = await readForm(c)
        await changePassword(deps, c.var.account, {
          current: field('current'),
          fresh: field('password'),
          address: visitorOf(c).address,
          session: c.var.session,
        })
        return c.redirect(`${address}?done=password`, 303)
      })
      .post(`${address}/tokens`, async (c) => {
        const freshToken = await createTokenAsked(db, c.var.account.id, await readForm(c))
        return showAccount(c, deps, { freshToken })
      })
      .post(`${address}/tokens/:id{[0-9]{1,15}}/removal`, async (c) => {
        await revokeApiToken(db, c.var.account.id, Number(c.req.param('id')))
        return c.redirect(`${address}?done=token`, 303)
      })
      .post(`${address}/sessions/removal`, async (c) => {
        await closeSessions(db, c.var.account.id, c.var.session)
        return c.redirect(`${address}?done=sessions`, 303)
      })
      .post(`${address}/sessions/:id{[0-9]{1,15}}/removal`, async (c) => {
        await closeOneSession(db, c.var.account.id, Number(c.req.param('id')))
        return c.redirect(`${address}?done=sessions`, 303)
      })
      // where a browser stands after a form came back; asked for again it is the page
      .get(`${address}/:action{password|tokens}`, (c) => c.redirect(address, 303))
  )
}

interface Shown {
  freshToken?: string
  error?: AppError
}

async function showAccount(
  c: Context<SignedIn>,
  deps: Pick<Deps, 'db' | 'config'>,
  { freshToken, error }: Shown = {},
) {
  const language = languageFor(c)
  const { account, session } = c.var
  const [credits, tokens, password, sessions] = await Promise.all([
    seeCredits(deps, account, c.req.query('cursor')),
    listApiTokens(deps.db, account.id),
    findPassword(deps.db, account.id),
    listSessions(deps.db, account.id),
  ])
  const done = outcomes[c.req.query('done') as keyof typeof outcomes]
  c.header('Cache-Control', 'no-store')
  return c.html(
    <AccountPage
      language={language}
      account={account}
      credits={credits}
      tokens={tokens}
      freshToken={freshToken}
      signsIn={session === undefined ? undefined : { passwordSince: password?.setAt, sessions, session }}
      done={done && wordsIn(language)[done]}
      problem={error?.text[language]}
    />,
    error ? statusOfKind(error.kind) : 200,
  )
}
