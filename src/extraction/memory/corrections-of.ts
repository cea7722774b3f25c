import { and, asc, eq } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import type { FieldName } from '../../invoices/invoice-data.ts'
import { audit, type Invoice } from '../../invoices/invoices.table.ts'
import type { Correction } from './propose-rules.ts'
import type { RuleField } from './rule.ts'

/** Edits of one invoice that are looked at; the first says what had been read. */
const mostEdits = 100

/** What a person put into a confirmed invoice where something else had been read, or nothing. */
export async function correctionsOf(db: Db, { id, fields, finalData }: Invoice): Promise<Correction[]> {
  const typed = (Object.keys(fields) as FieldName[]).filter((name) => fields[name]?.source === 'human')
  if (!finalData || typed.length === 0) return []
  const edits = await db
    .select({ details: audit.details })
    .from(audit)
    .where(and(eq(audit.invoiceId, id), eq(audit.action, 'edit')))
    .orderBy(asc(audit.id))
    .limit(mostEdits)
  return typed.flatMap((name) => {
    const value = finalData[name]
    if (value === null || Array.isArray(value)) return []
    const first = edits.find(({ details }) => details[name])?.details[name] as { from?: unknown } | undefined
    return first?.from === value ? [] : [{ field: name as RuleField, value, insteadOf: plain(first?.from) }]
  })
}

const plain = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? value : null)
