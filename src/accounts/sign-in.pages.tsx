import { type Context, Hono } from 'hono'
import { SignInPage } from '../../views/accounts/sign-in-page.tsx'
import type { Config } from '../config.ts'
import type { Db } from '../db/database.ts'
import { AppError } from '../errors.ts'
import { asLanguage, keepLanguage, languageFor } from '../web/context.ts'
import { forgetSession, keepSession, sessionToken } from '../web/guard.ts'
import { closeSession, openSession } from './sessions.ts'

/** The way in with the one-time link, the way out, and the language before and after. */
export const signInPages = ({ db }: { config: Config; db: Db }) =>
  new Hono()
    // a link opened by a mail scanner or a preview must not use it up: the page asks for one click
    .get('/sign-in', (c) => c.html(<SignInPage language={languageFor(c)} token={c.req.query('token')} />))
    .post('/sign-in', async (c) => {
      const { token } = await c.req.parseBody()
      try {
        const session = await openSession(db, typeof token === 'string' ? token : '')
        keepSession(c, session.token, session.expiresAt)
        return c.redirect('/', 303)
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        return c.html(<SignInPage language={languageFor(c)} problem={error.text[languageFor(c)]} />, 401)
      }
    })
    .post('/sign-out', async (c) => {
      const token = sessionToken(c)
      if (token) await closeSession(db, token)
      forgetSession(c)
      return c.redirect('/sign-in', 303)
    })
    .post('/language', async (c) => {
      const language = asLanguage((await c.req.parseBody()).language)
      if (language) keepLanguage(c, language)
      return c.redirect(pageBefore(c), 303)
    })

/** Back to the page the form was on; only ever to a path of ours. */
function pageBefore(c: Context) {
  const referer = c.req.header('referer') ?? ''
  if (!URL.canParse(referer)) return '/'
  const { pathname, search } = new URL(referer)
  return `/${pathname.replace(/^[/\\]+/, '')}${search}`
}
