import { isChange } from './edit-preview.ts'
import type { HistoryEntry } from './history.ts'
import { type FieldName, fieldNames, type Provenance } from './invoice-data.ts'

/** One value that a field had: what put it there, or who, and when that was known. */
export interface FieldChange {
  value: unknown
  source?: Provenance['source']
  by?: string
  at?: Date
}

/** What every field that somebody changed has been, the first value first. */
export function fieldChanges(history: HistoryEntry[]): Partial<Record<FieldName, FieldChange[]>> {
  const changes: Partial<Record<FieldName, FieldChange[]>> = {}
  for (const { action, details, by, at } of history)
    for (const name of action === 'edit' ? fieldNames : []) {
      const change = details[name]
      if (!isChange(change)) continue
      const before = changes[name] ?? [{ value: change.from, source: change.proof?.source }]
      changes[name] = [...before, { value: change.to, by, at }]
    }
  return changes
}
