import { lookup } from 'node:dns/promises'
import ipaddr from 'ipaddr.js'
import { AppError } from '../errors.ts'

/** Within a network of one's own; what lies between a machine and its cloud never is. */
const ownNetworks = ['private', 'loopback', 'uniqueLocal', 'carrierGradeNat']

interface Address {
  address: string
  family: number
}
export type Resolve = (hostname: string) => Promise<Address[]>

const resolveByDns: Resolve = (hostname) => lookup(hostname, { all: true })

/**
 * The one address that a call goes to. The name is looked up once, and whoever calls connects to what came of it: a
 * name that means something else a moment later gains nothing. One forbidden address among several is enough to refuse.
 */
export async function allowedAddress(
  url: URL,
  { isPrivateAllowed, resolve = resolveByDns }: { isPrivateAllowed: boolean; resolve?: Resolve },
): Promise<Address> {
  const hostname = url.hostname.replace(/^\[|\]$/g, '')
  const found = await resolve(hostname).catch((cause) => {
    throw unknownHost(cause)
  })
  const [first] = found
  if (!first) throw unknownHost()
  if (!found.every(({ address }) => isAllowed(address, isPrivateAllowed))) throw forbiddenAddress()
  return first
}

function isAllowed(address: string, isPrivateAllowed: boolean) {
  // an IPv4 address dressed as IPv6 is read as what it is
  const range = ipaddr.process(address).range()
  return range === 'unicast' || (isPrivateAllowed && ownNetworks.includes(range))
}

const unknownHost = (cause?: unknown) =>
  new AppError(
    'unavailable',
    { es: 'El nombre del servidor no se encuentra.', en: 'The name of the server is not found.' },
    { code: 'UNKNOWN_HOST', cause },
  )

const forbiddenAddress = () =>
  new AppError(
    'invalid',
    {
      es: 'La dirección pertenece a una red interna: Folio no llama ahí mientras WEBHOOKS_PRIVATE no lo permita.',
      en: 'The address belongs to an internal network: Folio does not call there unless WEBHOOKS_PRIVATE allows it.',
    },
    { code: 'FORBIDDEN_ADDRESS' },
  )
