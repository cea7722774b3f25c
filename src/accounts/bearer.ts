import { sign, verify } from 'hono/jwt'
import { AppError } from '../errors.ts'

const algorithm = 'HS256'

/** The subject of a bearer token that is signed, in time, and says who and until when. */
export async function subjectOf(token: string, secret: string): Promise<string> {
  const claims = await verify(token, secret, { alg: algorithm, exp: true, nbf: true, iat: false }).catch(
    () => {
      throw unauthenticated()
    },
  )
  const { sub, exp } = claims
  const isName = typeof sub === 'string' && sub.length >= 1 && sub.length <= 255 && !sub.includes('\u0000')
  if (!isName || typeof exp !== 'number') throw unauthenticated()
  return sub
}

export const createBearer = (subject: string, ttlSeconds: number, secret: string) =>
  sign({ sub: subject, exp: Math.floor(Date.now() / 1000) + ttlSeconds }, secret, algorithm)

export const unauthenticated = () =>
  new AppError('unauthenticated', {
    es: 'Falta una credencial válida: inicia sesión o envía «Authorization: Bearer …».',
    en: 'A valid credential is missing: sign in, or send ‘Authorization: Bearer …’.',
  })
