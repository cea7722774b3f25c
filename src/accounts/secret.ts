import { createHash, randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { StartError } from '../errors.ts'

/** The key of bearer tokens: as set, or made on the first start and kept beside the data. */
export async function bearerSecret({ JWT_SECRET, DATA_DIR }: Pick<Config, 'JWT_SECRET' | 'DATA_DIR'>) {
  if (JWT_SECRET) return JWT_SECRET
  const path = join(DATA_DIR, 'jwt-secret')
  const aside = `${path}.${randomBytes(6).toString('hex')}`
  await mkdir(DATA_DIR, { recursive: true })
  await writeFile(aside, randomBytes(48).toString('base64url'), { mode: 0o600, flush: true })
  // of two processes that start at once, one link is made and both read it
  await link(aside, path).catch((error) => {
    if (error.code !== 'EEXIST') throw error
  })
  await rm(aside, { force: true })
  const secret = (await readFile(path, 'utf8')).trim()
  if (secret.length < 32)
    throw new StartError(`${path} holds no key of 32 characters: remove it, and a new one is made`)
  return secret
}

export const newToken = () => randomBytes(32).toString('base64url')

/** Tokens are random and long: one hash is enough to keep them unreadable. */
export const hashToken = (token: string) => new Uint8Array(createHash('sha256').update(token).digest())
