import { type SQL, sql } from 'drizzle-orm'
import { bounds } from '../config.ts'
import { type Db, executePlanned, type Tx } from '../db/database.ts'
import { AppError } from '../errors.ts'

/**
 * Sets Lümis aside for something that is to be done, named by a reference of its own; the same reference twice holds once.
 * Captured with the commit that has it done, released with the one that gives it up, and released by itself some minutes
 * later if neither comes. Throws `out-of-credit`, and then the transaction has changed nothing here.
 */
export async function holdCredits(tx: Tx, accountId: number, reference: string, amount: number) {
  await lockBalance(tx, sql`${accountId}`)
  const [outcome] = await executePlanned<{ held: boolean }>(
    tx,
    sql`
    with known as (select from credit_entries where reference = ${reference} and kind = 'hold'),
    taken as (
      update credit_balances set balance = balance - ${amount}::bigint
      where account_id = ${accountId} and balance >= ${amount}::bigint and not exists (select from known)
      returning account_id, balance
    ),
    entered as (
      insert into credit_entries (account_id, kind, amount, balance, reference)
      select account_id, 'hold', ${amount}::bigint, balance, ${reference}::text from taken
    ),
    held as (
      insert into credit_holds (reference, account_id, amount, expires_at)
      select ${reference}::text, account_id, ${amount}::bigint, now() + make_interval(mins => ${bounds.holdMinutes})
      from taken
    )
    select exists (select from known) or exists (select from taken) as held`,
  )
  if (!outcome?.held) throw outOfCredit(amount)
}

/** What was held is spent. Of capture and release the first counts; whether this was it. */
export const captureHold = (tx: Tx, reference: string) => settle(tx, reference, 'capture')

/** What was held goes back to the balance. Of capture and release the first counts; whether this was it. */
export const releaseHold = (tx: Tx, reference: string) => settle(tx, reference, 'release')

async function settle(tx: Tx, reference: string, kind: 'capture' | 'release') {
  await lockBalance(tx, sql`(select account_id from credit_holds where reference = ${reference})`)
  const { count } = await executePlanned(
    tx,
    sql`
    with settled as (delete from credit_holds where reference = ${reference} returning account_id, amount),
    changed as (
      update credit_balances as credit set balance = balance + ${kind === 'release' ? sql`amount` : sql`0`}
      from settled where credit.account_id = settled.account_id
      returning credit.account_id, balance, amount
    )
    insert into credit_entries (account_id, kind, amount, balance, reference)
    select account_id, ${kind}::text, amount, balance, ${reference}::text from changed`,
  )
  return count === 1
}

/**
 * Whoever else changes this balance waits here, and the next statement sees what the one before has left. Always taken
 * first, so that two who change the same balance never wait for each other.
 */
const lockBalance = (tx: Tx, accountId: SQL) =>
  executePlanned(tx, sql`select from credit_balances where account_id = ${accountId} for update`)

/** Adds to a balance; less than nothing corrects an earlier grant, as far as the balance goes. */
export async function grantCredits(tx: Db | Tx, accountId: number, amount: number, reason: string) {
  const { count } = await executePlanned(
    tx,
    sql`
    with changed as (
      update credit_balances set balance = balance + ${amount}::bigint
      where account_id = ${accountId} and balance + ${amount}::bigint between 0 and ${bounds.credits}::bigint
      returning account_id, balance
    )
    insert into credit_entries (account_id, kind, amount, balance, reason)
    select account_id, 'grant', ${amount}::bigint, balance, ${reason}::text from changed`,
  )
  if (!count) throw outOfBounds()
}

/** Opens the balances that are missing, this account's or everybody's, each with what a new account is given. */
export async function openBalances(db: Db | Tx, initial: number, accountId?: number) {
  const which: SQL = accountId === undefined ? sql`true` : sql`id = ${accountId}`
  await db.execute(sql`
    with opened as (
      insert into credit_balances (account_id, balance)
      select id, ${initial}::bigint from accounts
      where ${which} and not exists (select from credit_balances where account_id = accounts.id)
      on conflict do nothing returning account_id, balance
    )
    insert into credit_entries (account_id, kind, amount, balance, reason)
    select account_id, 'grant', balance, balance, ${initialReason} from opened where balance > 0`)
}

export async function balanceOf(db: Db | Tx, accountId: number): Promise<number> {
  const [row] = await executePlanned<{ balance: string }>(
    db,
    sql`select balance from credit_balances where account_id = ${accountId}`,
  )
  return Number(row?.balance ?? 0)
}

/** Gives back what is held by whoever did not live to settle it; so many at a time that no round takes long. */
export async function releaseAbandonedHolds({ db }: { db: Db }) {
  const abandoned = await db.execute<{ reference: string }>(
    sql`select reference from credit_holds where expires_at < now() order by expires_at limit ${bounds.holdsPerSweep}`,
  )
  for (const { reference } of abandoned) await db.transaction((tx) => releaseHold(tx, reference))
}

/** Why an account has its first credits. */
export const initialReason = 'initial'

const outOfCredit = (amount: number) =>
  new AppError('out-of-credit', {
    es: `Saldo insuficiente de Lümis. Necesitas ${amount} Lümis.`,
    en: `Not enough Lümis. You need ${amount} Lümis.`,
  })

const outOfBounds = () =>
  new AppError('invalid', {
    es: 'El saldo no puede quedar por debajo de cero ni pasar de un billón.',
    en: 'A balance can’t fall below zero, nor exceed a million million.',
  })
