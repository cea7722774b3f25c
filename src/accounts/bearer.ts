import { sign, verify } from 'hono/jwt'
import { bounds } from '../config.ts'
import { AppError } from '../errors.ts'

const algorithm = 'HS256'

/** The subject of a bearer token that is signed, in time, and says who and until when. */
export async function subjectOf(token: string, secret: string): Promise<string> {
  // times are looked at below: here they would allow for no clock that goes wrong
  const claims = await verify(token, secret, { alg: algorithm, exp: false, nbf: false, iat: false }).catch(
    () => {
      throw unauthenticated()
    },
  )
  const { sub, exp, nbf } = claims
  const isName = typeof sub === 'string' && sub.length >= 1 && sub.length <= 255 && !sub.includes('\u0000')
  if (!isName || !isInTime(exp, nbf)) throw unauthenticated()
  return sub
}

function isInTime(exp: unknown, nbf: unknown = 0) {
  const now = Date.now() / 1000
  return (
    typeof exp === 'number' &&
    typeof nbf === 'number' &&
    now < exp + bounds.clockSkewSeconds &&
    now >= nbf - bounds.clockSkewSeconds
  )
}

export const createBearer = (subject: string, ttlSeconds: number, secret: string) =>
  sign({ sub: subject, exp: Math.floor(Date.now() / 1000) + ttlSeconds }, secret, algorithm)

export const unauthenticated = () =>
  new AppError('unauthenticated', {
    es: 'Falta una credencial válida: inicia sesión o envía «Authorization: Bearer …».',
    en: 'A valid credential is missing: sign in, or send ‘Authorization: Bearer …’.',
  })
