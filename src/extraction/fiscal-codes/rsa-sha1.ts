import { createHash } from 'node:crypto'

/** Keys of stamps have 512 bits, which crypto libraries refuse; nobody makes them longer than this. */
const longestKeyBytes = 512
const longestExponentBytes = 4
/** What PKCS#1 puts before a SHA-1 digest to say that it is one. */
const digestInfo = '3021300906052b0e03021a05000414'

export interface PublicKey {
  modulus: Uint8Array
  exponent: Uint8Array
}

export function isUsable({ modulus, exponent }: PublicKey): boolean {
  if (modulus.length < 64 || modulus.length > longestKeyBytes) return false
  return exponent.length > 0 && exponent.length <= longestExponentBytes && numberOf(exponent) > 1n
}

/** Whether this key signed these bytes with RSA and SHA-1; the key must be usable. */
export function isSigned(
  bytes: Uint8Array,
  signature: Uint8Array,
  { modulus, exponent }: PublicKey,
): boolean {
  const n = numberOf(modulus)
  const s = numberOf(signature)
  if (n === 0n || s >= n || signature.length > modulus.length) return false
  const digest = createHash('sha1').update(bytes).digest('hex')
  // Made whole and compared, never parsed: what follows a padding that is only looked at can be forged.
  const padding = 'ff'.repeat(modulus.length - 3 - (digestInfo.length + digest.length) / 2)
  return power(s, numberOf(exponent), n) === BigInt(`0x0001${padding}00${digestInfo}${digest}`)
}

const numberOf = (bytes: Uint8Array) => BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`)

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n
  for (let bit = exponent.toString(2).length - 1; bit >= 0; bit--) {
    result = (result * result) % modulus
    if ((exponent >> BigInt(bit)) & 1n) result = (result * base) % modulus
  }
  return result
}
