import type { Context } from 'hono'
import type { Visitor } from '../accounts/sign-in.ts'

/** As far as the server that was asked knows it; tests ask without one. */
interface Server {
  requestIP?(request: Request): { address: string } | null
}

export const visitorOf = (c: Context): Visitor => ({
  browser: c.req.header('user-agent') ?? '',
  address: addressOf(c),
})

/**
 * Where a request comes from. A proxy in front of Folio is near it and appends who asked it; what comes from further away
 * may claim to be anybody, and is not asked.
 */
function addressOf(c: Context): string {
  const peer = (c.env as Server | undefined)?.requestIP?.(c.req.raw)?.address ?? ''
  const appended = c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim()
  return (isNear(peer) && appended) || peer
}

const isNear = (address: string) =>
  /^(::ffff:)?(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)|^::1$|^f[cd]/i.test(address)
