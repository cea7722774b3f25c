import { sql } from 'drizzle-orm'
import { type Db, executePlanned, rowOf } from '../db/database.ts'
import { type Account, accounts, type Role } from './accounts.table.ts'
import { openBalances } from './credits.ts'

/** Who a valid token speaks for; a name never seen before gets an account that may upload, and its first credits. */
export const accountOf = (db: Db, subject: string, credits: number) =>
  findOrMake(db, { subject, name: subject.slice(0, 200), role: 'uploader' }, credits)

/** The administrator that every installation has: who starts Folio on this machine. */
export const localAdmin = (db: Db) => findOrMake(db, { subject: 'admin', name: 'Admin', role: 'admin' })

/** Questions under way, by who they are about: requests that come at once share one answer, and none is kept. */
const underWay = new WeakMap<Db, Map<string, Promise<Account>>>()

export type Newcomer = { subject: string; name: string; role: Role }

function findOrMake(db: Db, newcomer: Newcomer, credits?: number): Promise<Account> {
  const { subject } = newcomer
  const asked = underWay.get(db) ?? new Map<string, Promise<Account>>()
  underWay.set(db, asked)
  const answer = asked.get(subject) ?? ask(db, newcomer, credits).finally(() => asked.delete(subject))
  asked.set(subject, answer)
  return answer
}

async function ask(db: Db, newcomer: Newcomer, credits?: number): Promise<Account> {
  const known = await find(db, newcomer)
  if (known) return known
  await makeAccount(db, newcomer, credits)
  return (await find(db, newcomer))!
}

async function find(db: Db, { subject }: Newcomer): Promise<Account | undefined> {
  const [row] = await executePlanned(db, sql`select * from accounts where subject = ${subject}`)
  return row && rowOf(accounts, row)
}

/** An account with its first credits, in one commit; undefined where the name is taken. */
export async function makeAccount(
  db: Db,
  newcomer: Newcomer,
  credits?: number,
): Promise<Account | undefined> {
  return db.transaction(async (tx) => {
    const [made] = await tx.insert(accounts).values(newcomer).onConflictDoNothing().returning()
    if (made && credits !== undefined) await openBalances(tx, credits, made.id)
    return made
  })
}
