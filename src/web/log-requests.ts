import type { MiddlewareHandler } from 'hono'
import type { Log } from '../log.ts'

/** What is asked for all the time and says nothing. */
const unremarkable = /^\/(assets|healthz|readyz|metrics)\b/

/** One line a request, by its route: a path holds ids and a query holds names. */
export const logRequests =
  (log: Log): MiddlewareHandler =>
  async (c, next) => {
    const began = performance.now()
    await next()
    if (unremarkable.test(c.req.path)) return
    log.info('request', {
      request_id: c.get('requestId'),
      method: c.req.method,
      route: c.req.matchedRoutes.at(-1)?.path,
      status: c.res.status,
      ms: Math.round(performance.now() - began),
    })
  }
