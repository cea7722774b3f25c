import { and, asc, count, eq, getTableColumns, isNull, lte, sql } from 'drizzle-orm'
import { type Account, accounts } from '../accounts/accounts.table.ts'
import { bounds } from '../config.ts'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import type { Language } from '../language.ts'
import type { ExportRequest } from './export-request.ts'
import { type ExportSchedule, exportSchedules, type Period } from './exports.table.ts'
import { beginExport, requireSource } from './start-export.ts'

/** At night, on the first day of the next period. */
const nextAfterNow = (every: Period) =>
  sql`date_trunc(${every}, now()) + ${`1 ${every}`}::interval + interval '2 hours'`

interface NewSchedule {
  every: Period
  onlyNew: boolean
  request: ExportRequest
  language: Language
}

/** Has an export made again by itself, each day, week or month. */
export function scheduleExport(
  { transact, config }: Pick<Deps, 'transact' | 'config'>,
  account: Account,
  schedule: NewSchedule,
): Promise<ExportSchedule> {
  requireSource(config, account, schedule.request)
  return transact(async ({ tx }) => {
    const mine = eq(exportSchedules.accountId, account.id)
    const [row] = await tx.select({ n: count() }).from(exportSchedules).where(mine)
    if (row!.n >= bounds.exportSchedules) throw tooMany()
    const [made] = await tx
      .insert(exportSchedules)
      .values({ ...schedule, accountId: account.id, nextAt: nextAfterNow(schedule.every) })
      .returning()
    return made!
  })
}

const schedulesListed = 500

/** Reviewers and admins see the whole workspace, an uploader what is theirs. */
const visibleTo = (account: Account) =>
  account.role === 'uploader' ? eq(exportSchedules.accountId, account.id) : undefined

export const listSchedules = (db: Db, account: Account): Promise<ExportSchedule[]> =>
  db
    .select()
    .from(exportSchedules)
    .where(visibleTo(account))
    .orderBy(asc(exportSchedules.id))
    .limit(schedulesListed)

export async function removeSchedule(db: Db, account: Account, id: number) {
  const [removed] = await db
    .delete(exportSchedules)
    .where(and(eq(exportSchedules.id, id), visibleTo(account)))
    .returning({ id: exportSchedules.id })
  if (!removed)
    throw new AppError(
      'not-found',
      { es: `No hay ninguna exportación periódica ${id}.`, en: `There is no scheduled export ${id}.` },
      { code: 'NO_SUCH_SCHEDULE' },
    )
}

/** The others have their turn some minutes later. */
const dueAtOnce = 100

/** Begins the exports that are due, each once, however long nobody looked; not those of accounts that are closed. */
export const beginDueExports = ({ transact }: Pick<Deps, 'transact'>) =>
  transact(async (work) => {
    const due = await work.tx
      .select(getTableColumns(exportSchedules))
      .from(exportSchedules)
      .innerJoin(accounts, eq(accounts.id, exportSchedules.accountId))
      .where(and(lte(exportSchedules.nextAt, sql`now()`), isNull(accounts.disabledAt)))
      .limit(dueAtOnce)
      .for('update', { of: exportSchedules, skipLocked: true })
    for (const { id, accountId, every, onlyNew, request, language, lastAt } of due) {
      await beginExport(work, {
        accountId,
        request: onlyNew && lastAt ? sinceLast(request, lastAt) : request,
        language,
        scheduleId: id,
      })
      await work.tx
        .update(exportSchedules)
        .set({ nextAt: nextAfterNow(every), lastAt: sql`now()` })
        .where(eq(exportSchedules.id, id))
    }
    return due.length
  })

const sinceLast = (request: ExportRequest, at: Date): ExportRequest =>
  request.source === 'folio' ? { ...request, changed_since: at.toISOString() } : request

const tooMany = () =>
  new AppError('too-many', {
    es: `Ya tienes ${bounds.exportSchedules} exportaciones periódicas: quita alguna.`,
    en: `You have ${bounds.exportSchedules} scheduled exports: remove one of them.`,
  })
