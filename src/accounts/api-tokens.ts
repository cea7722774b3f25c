import { and, desc, eq, gt, isNull, lt, or, sql } from 'drizzle-orm'
import { bounds } from '../config.ts'
import { type Db, executePlanned, rowOf } from '../db/database.ts'
import { AppError } from '../errors.ts'
import { type Account, accounts, apiTokens, type Scope } from './accounts.table.ts'
import { hashToken, newToken } from './secret.ts'

/** By which a token is known from a JWT, and found where it was left lying about. */
const prefix = 'folio_'
export const isApiToken = (token: string) => token.startsWith(prefix)

interface Wish {
  name: string
  scope: Scope
  ttlSeconds: number
}

/** Makes a token for programs. It is told here and never again: only its hash is kept. */
export async function createApiToken(db: Db, accountId: number, { name, scope, ttlSeconds }: Wish) {
  const isMine = and(eq(apiTokens.accountId, accountId), gt(apiTokens.expiresAt, sql`now()`))
  const mine = await db.$count(apiTokens, isMine)
  if (mine >= bounds.tokensPerAccount) throw tooManyTokens()
  if (ttlSeconds < 1 || ttlSeconds > bounds.tokenDays * 86_400) throw badLifetime()
  const token = prefix + newToken()
  const expiresAt = new Date(Date.now() + ttlSeconds * 1_000)
  await db.insert(apiTokens).values({ accountId, name, scope, tokenHash: hashToken(token), expiresAt })
  return { token, expiresAt }
}

/** Who a token speaks for, and what it may be used for. */
export async function recogniseApiToken(
  db: Db,
  token: string,
): Promise<{ account: Account; scope: Scope } | undefined> {
  const [found] = await executePlanned<{ token_id: string; scope: Scope; is_idle: boolean }>(
    db,
    sql`select accounts.*, api_tokens.id as token_id, scope, ${isIdle} as is_idle
      from api_tokens join accounts on accounts.id = account_id
      where token_hash = ${hashToken(token)} and expires_at > now()`,
  )
  if (!found) return undefined
  if (found.is_idle)
    await db
      .update(apiTokens)
      .set({ usedAt: sql`now()` })
      .where(and(eq(apiTokens.id, Number(found.token_id)), isIdle))
  return { account: rowOf(accounts, found), scope: found.scope }
}

const isIdle = sql<boolean>`(${or(
  isNull(apiTokens.usedAt),
  lt(apiTokens.usedAt, sql`now() - make_interval(secs => ${bounds.lastUsedSeconds}::int)`),
)})`

/** An account's tokens, the newest first, without what they open. */
export const listApiTokens = (db: Db, accountId: number) =>
  db
    .select({
      id: apiTokens.id,
      name: apiTokens.name,
      scope: apiTokens.scope,
      createdAt: apiTokens.createdAt,
      expiresAt: apiTokens.expiresAt,
      usedAt: apiTokens.usedAt,
    })
    .from(apiTokens)
    .where(eq(apiTokens.accountId, accountId))
    .orderBy(desc(apiTokens.id))
    .limit(bounds.tokensPerAccount)
export type ListedToken = Awaited<ReturnType<typeof listApiTokens>>[number]

/** From now on it opens nothing. */
export async function revokeApiToken(db: Db, accountId: number, id: number) {
  const { count } = await db
    .delete(apiTokens)
    .where(and(eq(apiTokens.accountId, accountId), eq(apiTokens.id, id)))
  if (!count)
    throw new AppError(
      'not-found',
      { es: `No hay ningún token ${id} de esta cuenta.`, en: `There is no token ${id} of this account.` },
      { code: 'NO_SUCH_TOKEN' },
    )
}

const tooManyTokens = () =>
  new AppError('conflict', {
    es: `Esta cuenta ya tiene ${bounds.tokensPerAccount} tokens: revoca los que no se usan.`,
    en: `This account has ${bounds.tokensPerAccount} tokens already: revoke those that are not used.`,
  })

const badLifetime = () =>
  new AppError('invalid', {
    es: `Un token vale como mucho ${bounds.tokenDays} días.`,
    en: `A token is good for ${bounds.tokenDays} days at most.`,
  })
