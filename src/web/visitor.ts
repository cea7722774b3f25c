import type { Context } from 'hono'
import ipaddr from 'ipaddr.js'
import type { Visitor } from '../accounts/sign-in.ts'

/** As far as the server that was asked knows it; tests ask without one. */
interface Server {
  requestIP?(request: Request): { address: string } | null
}

export const visitorOf = (c: Context): Visitor => ({
  browser: c.req.header('user-agent') ?? '',
  address: networkOf(addressOf(c)),
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
  ipaddr.isValid(address) &&
  ['loopback', 'private', 'uniqueLocal', 'linkLocal'].includes(ipaddr.process(address).range())

/** Whoever has one address of IPv6 has 2⁶⁴ of them: these count as one. */
function networkOf(address: string) {
  if (!ipaddr.isValid(address)) return address
  const known = ipaddr.process(address)
  return known.kind() === 'ipv6' ? `${known.toByteArray().slice(0, 8)}` : known.toString()
}
