import { and, eq } from 'drizzle-orm'
import type { Account } from '../accounts/accounts.table.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { editPreview, isChange, isSame } from './edit-preview.ts'
import { fieldNames, type InvoiceData, type Provenances } from './invoice-data.ts'
import { audit, type InvoiceId } from './invoices.table.ts'
import { findInvoice } from './queries.ts'

/** Takes one edit back: its fields have the values and the proofs of before, unless somebody changed them again since. */
export async function undoEdit(
  deps: Pick<Deps, 'db' | 'transact'>,
  account: Account,
  id: InvoiceId,
  entryId: number,
) {
  const { previewData, version } = await findInvoice(deps.db, account, id)
  const [entry] = await deps.db
    .select({ details: audit.details })
    .from(audit)
    .where(and(eq(audit.id, entryId), eq(audit.invoiceId, id), eq(audit.action, 'edit')))
  if (!entry) throw nothingToUndo()
  const changes = fieldNames.flatMap((name) => {
    const change = entry.details[name]
    return isChange(change) && isSame(previewData?.[name], change.to) ? [[name, change] as const] : []
  })
  if (!changes.length) throw nothingToUndo()
  const edit = Object.fromEntries(changes.map(([name, { from }]) => [name, from])) as Partial<InvoiceData>
  const proofs: Provenances = Object.fromEntries(changes.map(([name, { proof }]) => [name, proof]))
  return editPreview(deps, account, id, edit, { expectedVersion: version, proofs })
}

const nothingToUndo = () =>
  new AppError(
    'conflict',
    {
      es: 'Ese cambio ya no se puede deshacer: los valores son otros.',
      en: 'That change can’t be undone any more: the values are others by now.',
    },
    { code: 'NOTHING_TO_UNDO' },
  )
