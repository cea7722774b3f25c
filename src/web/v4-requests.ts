import type { Context, MiddlewareHandler } from 'hono'
import type { Call } from '../capture/envelope.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Requests of v4 answer, and fail, in its envelope. */
export const isV4 = (path: string) => path.startsWith('/api/v4/')

/** But for those of guided sessions, which have a form of their own. */
export const isGuided = (path: string) => /^\/api\/v4\/invoices\/ocr-(process|consolidate)(\/|$)/.test(path)

/** They are timed, and named by a UUID: a name that a client gave otherwise is replaced. */
export const nameV4Requests: MiddlewareHandler = async (c, next) => {
  c.set('began', performance.now())
  if (!uuid.test(c.get('requestId'))) {
    c.set('requestId', crypto.randomUUID())
    c.header('X-Request-Id', c.get('requestId'))
  }
  await next()
}

export const callOf = (c: Context): Call => ({ requestId: c.get('requestId'), began: c.get('began') })
