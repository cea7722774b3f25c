import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { SignInPage } from '../../views/accounts/sign-in-page.tsx'
import { bounds } from '../config.ts'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { statusOfKind } from '../web/answer-error.tsx'
import { asLanguage, keepLanguage, languageFor } from '../web/context.ts'
import { forgetSession, keepSession, sessionToken } from '../web/guard.ts'
import { readForm } from '../web/read-form.ts'
import { visitorOf } from '../web/visitor.ts'
import { closeSession } from './sessions.ts'
import { signInByLink, signInByPassword } from './sign-in.ts'
import { findLink, linkIsSpent } from './sign-in-links.ts'

/** The way in with a password or a one-time link, the way out, and the language before and after. */
export const signInPages = ({ db, log }: Pick<Deps, 'db' | 'log'>) =>
  new Hono<{ Variables: { requestId: string } }>()
    .use('/sign-in', bodyLimit({ maxSize: bounds.formBytes }))
    .use('/language', bodyLimit({ maxSize: bounds.formBytes }))
    // a link opened by a mail scanner or a preview must not use it up: the page asks for one click
    .get('/sign-in', (c) => showSignIn(c, db, { token: c.req.query('token'), next: c.req.query('next') }))
    .post('/sign-in', async (c) => {
      const field = await readForm(c)
      const [token, name, password] = [field('token'), field('name').trim(), field('password')]
      const next = field('next')
      try {
        const session = token
          ? await signInByLink({ db }, token, visitorOf(c), password)
          : await signInByPassword({ db }, { name, password }, visitorOf(c))
        const former = sessionToken(c)
        if (former) await closeSession(db, former)
        keepSession(c, session)
        log.info('signed in', { request_id: c.get('requestId') })
        return c.redirect(ownPath(next), 303)
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        log.info('not signed in', { request_id: c.get('requestId'), code: error.code })
        return showSignIn(c, db, { token, name, next, error })
      }
    })
    .post('/sign-out', async (c) => {
      const token = sessionToken(c)
      if (token) await closeSession(db, token)
      forgetSession(c)
      return c.redirect('/sign-in', 303)
    })
    .post('/language', async (c) => {
      const language = asLanguage((await readForm(c))('language'))
      if (language) keepLanguage(c, language)
      return c.redirect(pageBefore(c), 303)
    })

interface Shown {
  token?: string
  name?: string
  /** The page that was asked for before. */
  next?: string
  error?: AppError
}

async function showSignIn(c: Context, db: Db, { token, name, next, error }: Shown) {
  const language = languageFor(c)
  const link = token ? await findLink(db, token) : undefined
  const problem = error ?? (token && !link ? linkIsSpent() : undefined)
  c.header('Cache-Control', 'no-store')
  return c.html(
    <SignInPage
      language={language}
      token={token}
      link={link && { name: link.account.name, setsPassword: link.setsPassword }}
      name={name}
      next={next}
      problem={problem?.text[language]}
    />,
    error ? statusOfKind(error.kind) : 200,
  )
}

/** Back to the page the form was on; only ever to a path of ours. */
function pageBefore(c: Context) {
  const referer = c.req.header('referer') ?? ''
  if (!URL.canParse(referer)) return '/'
  const { pathname, search } = new URL(referer)
  return ownPath(pathname + search)
}

/** Whatever somebody wrote into a link, it leads nowhere but here. */
const ownPath = (path: string) =>
  `/${path
    .replace(/\p{Cc}/gu, '')
    .replace(/^[/\\\s]+/, '')
    .slice(0, 2_000)}`
