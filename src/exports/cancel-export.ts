import { eq, sql } from 'drizzle-orm'
import type { Account } from '../accounts/accounts.table.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { progressOf } from './export-json.ts'
import { lockExport } from './export-queries.ts'
import { allExports, type Export, type ExportId, unfinished } from './exports.table.ts'

/** Ends an export that is not finished; whoever works on it notices within a second, and what was packed goes. */
export function cancelExport(
  { transact }: Pick<Deps, 'transact'>,
  account: Account,
  id: ExportId,
): Promise<Export> {
  return transact(async (work) => {
    const { status } = await lockExport(work.tx, account, id)
    if (!unfinished.includes(status)) throw isFinished(status)
    const [row] = await work.tx
      .update(allExports)
      .set({ status: 'cancelled', packing: 0, eta: null, finishedAt: sql`now()`, removedAt: sql`now()` })
      .where(eq(allExports.id, id))
      .returning()
    await work.enqueue('remove-export', { exportId: id })
    work.announce(progressOf(row!, status))
    return row!
  })
}

const isFinished = (status: string) =>
  new AppError(
    'conflict',
    { es: 'Esta exportación ya terminó.', en: 'This export is finished already.' },
    { code: 'EXPORT_FINISHED', extra: { current_status: status } },
  )
