import type { MiddlewareHandler } from 'hono'
import { compress } from 'hono/compress'

/** Long texts are packed for who can unpack them; nobody else's answer is looked at. */
export function packed(): MiddlewareHandler {
  const pack = compress({ threshold: 4_096 })
  return (c, next) => (c.req.header('accept-encoding') === undefined ? next() : pack(c, next))
}
