import type { Context, MiddlewareHandler } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { accountOf, localAdmin } from '../accounts/accounts.ts'
import { isApiToken, recogniseApiToken } from '../accounts/api-tokens.ts'
import { subjectOf, unauthenticated } from '../accounts/bearer.ts'
import { findSignedIn, type OpenSession, recogniseSession } from '../accounts/sessions.ts'
import { accountIsDisabled } from '../accounts/sign-in.ts'
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

/** Lets in who proves to be somebody: with a token, or with the cookie of a session. */
export function guard(deps: GuardDeps): MiddlewareHandler<SignedIn> {
  return async (c, next) => {
    const { account, session, scope, again } = await whoAsks(deps, c)
    c.set('account', account)
    c.set('session', session)
    c.set('scope', scope)
    c.set('again', again)
    await next()
  }
}

type Visitor = Pick<SignedIn['Variables'], 'account' | 'session' | 'scope' | 'again'>

async function whoAsks(deps: GuardDeps, c: Context): Promise<Visitor> {
  if (deps.config.AUTH === 'off') return asking(async () => ({ account: await localAdmin(deps.db) }))
  const authorization = c.req.header('authorization')
  if (authorization === undefined) return whoseCookie(deps.db, c)
  const [, token] = /^Bearer +([\w.~+/=-]+)$/i.exec(authorization) ?? []
  if (!token) throw unauthenticated()
  return asking(async () => {
    const found = await (isApiToken(token) ? whoseToken(deps.db, token) : whoseBearer(deps, token))
    if (found.account.disabledAt) throw accountIsDisabled()
    return found
  })
}

type Found = Pick<Visitor, 'account' | 'scope'>

const asking = async (find: () => Promise<Found>): Promise<Visitor> => ({
  ...(await find()),
  again: async () => (await find()).account,
})

const whoseBearer = async ({ config, db, secret }: GuardDeps, token: string): Promise<Found> => ({
  account: await accountOf(db, await subjectOf(token, secret), config.CREDITS_INITIAL),
})

async function whoseToken(db: Db, token: string): Promise<Found> {
  const found = await recogniseApiToken(db, token)
  if (!found) throw unauthenticated()
  return found
}

async function whoseCookie(db: Db, c: Context): Promise<Visitor> {
  const token = sessionToken(c)
  const found = token ? await recogniseSession(db, token) : undefined
  if (!found) throw unauthenticated()
  if (found.renewed) keepSession(c, found.renewed)
  const again = async () => {
    const account = await findSignedIn(db, found.session)
    if (!account) throw unauthenticated()
    return account
  }
  return { account: found.account, session: found.session, again }
}

/**
 * Accounts are managed by people: a token that leaked must not become a password, nor another token. Without sign-in
 * everybody is one person.
 */
export const requireSession =
  ({ AUTH }: Pick<Config, 'AUTH'>): MiddlewareHandler<SignedIn> =>
  async (c, next) => {
    if (AUTH === 'on' && c.var.session === undefined) throw peopleOnly()
    await next()
  }

const peopleOnly = () =>
  new AppError(
    'forbidden',
    {
      es: 'Las cuentas se administran en el navegador, con una sesión; un token no basta.',
      en: 'Accounts are managed in the browser, with a session; a token is not enough.',
    },
    { code: 'SESSION_NEEDED' },
  )

export const sessionToken = (c: Context) => getCookie(c, cookie)

export const keepSession = (c: Context, { token, expiresAt: expires }: OpenSession) =>
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
