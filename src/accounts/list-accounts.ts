import { and, desc, eq, ilike, lt, or, sql } from 'drizzle-orm'
import type { Db, Tx } from '../db/database.ts'
import { AppError } from '../errors.ts'
import { type Account, accounts } from './accounts.table.ts'

export async function findAccount(db: Db | Tx, id: number): Promise<Account> {
  const [account] = await db.select().from(accounts).where(eq(accounts.id, id))
  if (!account) throw noSuchAccount(String(id))
  return account
}

/** By its number, or by the name it is known by. */
export async function findAccountCalled(db: Db, called: string): Promise<Account> {
  const byId = /^\d{1,15}$/.test(called) ? eq(accounts.id, Number(called)) : undefined
  const [account] = await db
    .select()
    .from(accounts)
    .where(or(byId, eq(accounts.subject, called), eq(accounts.subject, called.toLowerCase())))
    .orderBy(desc(byId ?? eq(accounts.subject, called)))
    .limit(1)
  if (!account) throw noSuchAccount(called)
  return account
}

interface Wish {
  perPage: number
  /** A part of the name or of what the account is known by. */
  q?: string
  before?: number
}

const balance = sql<number>`coalesce((
  select balance from credit_balances where account_id = ${accounts.id}
), 0)`.mapWith(Number)

/** Accounts with their balances, the newest first. */
export async function listAccounts(db: Db, { perPage, q = '', before }: Wish) {
  const like = `%${q.replace(/[\\%_]/g, '\\$&')}%`
  const rows = await db
    .select({ account: accounts, balance })
    .from(accounts)
    .where(
      and(
        q ? or(ilike(accounts.subject, like), ilike(accounts.name, like)) : undefined,
        before === undefined ? undefined : lt(accounts.id, before),
      ),
    )
    .orderBy(desc(accounts.id))
    .limit(perPage + 1)
  const items = rows.slice(0, perPage)
  return { items, nextCursor: rows.length > perPage ? items.at(-1)!.account.id : null }
}
export type ListedAccount = Awaited<ReturnType<typeof listAccounts>>['items'][number]

const noSuchAccount = (called: string) =>
  new AppError(
    'not-found',
    { es: `No hay ninguna cuenta «${called}».`, en: `There is no account ‘${called}’.` },
    { code: 'NO_SUCH_ACCOUNT' },
  )
