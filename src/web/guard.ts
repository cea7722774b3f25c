import type { Context, MiddlewareHandler } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Account } from '../accounts/accounts.table.ts'
import { accountOf, localAdmin } from '../accounts/accounts.ts'
import { subjectOf, unauthenticated } from '../accounts/bearer.ts'
import { accountOfSession } from '../accounts/sessions.ts'
import type { Config } from '../config.ts'
import type { Db } from '../db/database.ts'
import { AppError } from '../errors.ts'
import type { SignedIn } from './context.ts'

interface GuardDeps {
  config: Config
  db: Db
  secret: string
}

const cookie = 'folio_session'

/** Lets in who proves to be somebody: with a bearer token, or with the cookie of a session. */
export function guard(deps: GuardDeps): MiddlewareHandler<SignedIn> {
  // without sign-in there is one account, and it does not change
  let everybody: Account | undefined
  return async (c, next) => {
    if (deps.config.AUTH === 'off') everybody ??= await localAdmin(deps.db)
    c.set('account', everybody ?? (await whoAsks(deps, c)))
    await next()
  }
}

async function whoAsks({ db, secret }: GuardDeps, c: Context): Promise<Account> {
  const authorization = c.req.header('authorization')
  if (authorization !== undefined) {
    const [, token] = /^Bearer +([\w.~+/=-]+)$/i.exec(authorization) ?? []
    if (!token) throw unauthenticated()
    return accountOf(db, await subjectOf(token, secret))
  }
  const account = await accountOfCookie(db, c)
  if (!account) throw unauthenticated()
  return account
}

async function accountOfCookie(db: Db, c: Context) {
  const token = getCookie(c, cookie)
  return token ? accountOfSession(db, token) : undefined
}

export const sessionToken = (c: Context) => getCookie(c, cookie)

export const keepSession = (c: Context, token: string, expires: Date) =>
  setCookie(c, cookie, token, { httpOnly: true, sameSite: 'Lax', secure: isSecure(c), path: '/', expires })

export const forgetSession = (c: Context) => deleteCookie(c, cookie, { path: '/', secure: isSecure(c) })

const isSecure = (c: Context) =>
  new URL(c.req.url).protocol === 'https:' ||
  c.req.header('x-forwarded-proto')?.split(',')[0]?.trim() === 'https'

const safe = ['GET', 'HEAD', 'OPTIONS']

/**
 * Refuses what another site makes a browser send. A browser says where a request comes from; a program does not, and
 * brings a token instead. With AUTH=off there is no token, so the name under which Folio was asked must be this
 * machine's own: otherwise any site could rebind its name to 127.0.0.1 and read along.
 */
export const refuseForgery =
  (config: Config): MiddlewareHandler =>
  async (c, next) => {
    const host = c.req.header('host') ?? ''
    if (config.AUTH === 'off' && !/^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host)) throw forged()
    const isUpgrade = c.req.header('upgrade')?.toLowerCase() === 'websocket'
    if ((!safe.includes(c.req.method) || isUpgrade) && !isAllowed(c, config, host)) throw forged()
    await next()
  }

function isAllowed(c: Context, config: Config, host: string) {
  // no page can add this header to a request for another site without being allowed to
  if (c.req.header('authorization') !== undefined) return true
  const origin = c.req.header('origin')
  if (origin !== undefined)
    return (
      config.CORS_ORIGINS.includes(origin) ||
      (URL.canParse(origin) && new URL(origin).host === forwardedHost(c, host))
    )
  const site = c.req.header('sec-fetch-site')
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  return getCookie(c, cookie) === undefined
}

const forwardedHost = (c: Context, host: string) =>
  c.req.header('x-forwarded-host')?.split(',')[0]?.trim() || host

const forged = () =>
  new AppError(
    'forbidden',
    {
      es: 'La petición no viene de una página de Folio.',
      en: 'The request does not come from a page of Folio.',
    },
    { code: 'CROSS_SITE' },
  )
