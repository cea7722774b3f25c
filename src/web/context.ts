import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import type { Account, Scope } from '../accounts/accounts.table.ts'
import { type Language, languageOf, languages } from '../language.ts'

/** What every handler behind the guard knows. */
export interface SignedIn {
  Variables: {
    account: Account
    /** The number of the session, for who came with one. */
    session?: number
    /** What a token was made for, for who came with one. */
    scope?: Scope
    /** The account as it is later; throws when what was brought opens nothing any more. */
    again(): Promise<Account>
    requestId: string
  }
}

const languageCookie = 'folio_language'

/** The language chosen on a page, kept in a cookie; otherwise the one the browser or program prefers. */
export const languageFor = (c: Context): Language =>
  asLanguage(getCookie(c, languageCookie)) ?? languageOf(c.req.header('accept-language'))

export const keepLanguage = (c: Context, language: Language) =>
  setCookie(c, languageCookie, language, {
    httpOnly: true,
    sameSite: 'Lax',
    path: '/',
    maxAge: 365 * 86_400,
  })

export const asLanguage = (value: unknown) => languages.find((language) => language === value)

/** Programs are answered with problem documents, people with pages. */
export const isForPrograms = (path: string) =>
  /^\/(api|facturas|ws|openapi\.json|healthz|readyz|metrics)(\/|$)/.test(path)
