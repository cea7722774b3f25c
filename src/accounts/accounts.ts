import { eq } from 'drizzle-orm'
import type { Db } from '../db/database.ts'
import { type Account, accounts, type Role } from './accounts.table.ts'

/** Who a valid token speaks for; a name never seen before gets an account that may upload. */
export const accountOf = (db: Db, subject: string) =>
  findOrMake(db, subject, subject.slice(0, 200), 'uploader')

/** The administrator that every installation has: who starts Folio on this machine. */
export const localAdmin = (db: Db) => findOrMake(db, 'admin', 'Admin', 'admin')

/** Questions under way, by who they are about: requests that come at once share one answer, and none is kept. */
const underWay = new WeakMap<Db, Map<string, Promise<Account>>>()

function findOrMake(db: Db, subject: string, name: string, role: Role): Promise<Account> {
  const asked = underWay.get(db) ?? new Map<string, Promise<Account>>()
  underWay.set(db, asked)
  const answer = asked.get(subject) ?? ask(db, subject, name, role).finally(() => asked.delete(subject))
  asked.set(subject, answer)
  return answer
}

async function ask(db: Db, subject: string, name: string, role: Role): Promise<Account> {
  const find = () => db.select().from(accounts).where(eq(accounts.subject, subject))
  const [known] = await find()
  if (known) return known
  await db.insert(accounts).values({ subject, name, role }).onConflictDoNothing()
  return (await find())[0]!
}
