import type { MiddlewareHandler } from 'hono'
import { type Scope, scopes } from '../accounts/accounts.table.ts'
import { AppError } from '../errors.ts'
import type { SignedIn } from './context.ts'

/** What a token that may only look and hand in may send: documents and batches of invoices. */
const handsIn =
  /^\/(api\/invoices\/ocr|(api\/)?facturas|api\/v4\/invoices\/(upload-ocr|ocr-process|ocr-consolidate))\/?$/

const neededFor = (method: string, path: string): Scope => {
  if (method === 'GET' || method === 'HEAD') return 'read'
  return method === 'POST' && handsIn.test(path) ? 'upload' : 'full'
}

/** Refuses what a token was not made for; the role of its account comes on top. */
export const requireScope: MiddlewareHandler<SignedIn> = (c, next) => {
  const { scope } = c.var
  const needed = neededFor(c.req.method, c.req.path)
  if (scope === undefined || scopes.indexOf(scope) >= scopes.indexOf(needed)) return next()
  throw new AppError(
    'forbidden',
    {
      es: `Este token solo sirve para «${scope}»; esto requiere «${needed}».`,
      en: `This token is good for ‘${scope}’ only; this needs ‘${needed}’.`,
    },
    { code: 'WRONG_SCOPE', extra: { scope, needed } },
  )
}
