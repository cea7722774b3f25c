import { bounds } from '../config.ts'
import { AppError } from '../errors.ts'

/** What OWASP asks of argon2id at least: 19 MiB and two passes, some 20 ms. */
const cost = { algorithm: 'argon2id', memoryCost: 19_456, timeCost: 2 } as const

/** The same letters are the same password, however a keyboard composes them. */
const plain = (password: string) => password.normalize('NFKC')

export const hashPassword = (password: string) => Bun.password.hash(plain(password), cost)

/** Takes as long for somebody who has no password, or does not exist, as for somebody who has one. */
export async function isPassword(password: string, hash: string | undefined) {
  nobodys ??= hashPassword('of nobody')
  const matches = await Bun.password.verify(plain(password), hash ?? (await nobodys))
  return matches && hash !== undefined
}

let nobodys: Promise<string> | undefined

/** A password is long; what it is made of is its owner's business. */
export function requireGoodPassword(password: string) {
  const { length } = plain(password)
  if (length < bounds.passwordCharacters.least || length > bounds.passwordCharacters.most)
    throw new AppError(
      'invalid',
      {
        es: `La contraseña debe tener al menos ${bounds.passwordCharacters.least} caracteres, y no más de ${bounds.passwordCharacters.most}.`,
        en: `The password must have at least ${bounds.passwordCharacters.least} characters, and no more than ${bounds.passwordCharacters.most}.`,
      },
      { code: 'BAD_PASSWORD' },
    )
}
