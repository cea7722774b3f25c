import { createHash, randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { StartError } from '../errors.ts'

const storedKey = 'secrets/jwt'
const storeLock = 4_711_006

type Settings = Pick<Config, 'JWT_SECRET' | 'DATA_DIR' | 'STORAGE_URL'>

/**
 * The key of bearer tokens: as set, or made on the first start and kept beside the data. Where the documents are kept
 * elsewhere it is kept with them, so that every process finds the same; not in the database, for who reads that must not
 * be able to sign in with what is in it.
 */
export async function bearerSecret(config: Settings, { db, files }: Pick<Deps, 'db' | 'files'>) {
  if (config.JWT_SECRET) return config.JWT_SECRET
  const own = await ownSecret(config)
  if (!config.STORAGE_URL) return own
  // the store is waited for under the lock: of those that start at once, one brings its own
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${storeLock})`)
    if (!(await files.has(storedKey))) await files.put(storedKey, new TextEncoder().encode(own))
    return checked(new TextDecoder().decode(await files.read(storedKey)), 'secrets/jwt in STORAGE_URL')
  })
}

async function ownSecret({ DATA_DIR }: Settings) {
  const path = join(DATA_DIR, 'jwt-secret')
  const aside = `${path}.${randomBytes(6).toString('hex')}`
  await mkdir(DATA_DIR, { recursive: true })
  await writeFile(aside, randomBytes(48).toString('base64url'), { mode: 0o600, flush: true })
  // of two processes that start at once, one link is made and both read it
  await link(aside, path).catch((error) => {
    if (error.code !== 'EEXIST') throw error
  })
  await rm(aside, { force: true })
  return checked(await readFile(path, 'utf8'), path)
}

function checked(kept: string, place: string) {
  const secret = kept.trim()
  if (secret.length < 32)
    throw new StartError(`${place} holds no key of 32 characters: remove it, and a new one is made`)
  return secret
}

export const newToken = () => randomBytes(32).toString('base64url')

/** Tokens are random and long: one hash is enough to keep them unreadable. */
export const hashToken = (token: string) => new Uint8Array(createHash('sha256').update(token).digest())
