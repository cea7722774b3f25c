import type { Context } from 'hono'
import type { Account } from '../accounts/accounts.table.ts'
import { type Language, languageOf } from '../language.ts'

/** What every handler behind the guard knows. */
export interface SignedIn {
  Variables: { account: Account; requestId: string }
}

export const languageFor = (c: Context): Language => languageOf(c.req.header('accept-language'))

/** Programs are answered with problem documents, people with pages. */
export const isForPrograms = (path: string) =>
  /^\/(api|facturas|ws|openapi\.json|healthz|readyz|metrics)(\/|$)/.test(path)
