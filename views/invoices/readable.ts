import type { FieldName, InvoiceData } from '../../src/invoices/invoice-data.ts'
import type { Language } from '../../src/language.ts'
import { day, money } from '../parts/format.ts'
import { typeLabels } from '../parts/labels.ts'

/** A value as people of the language write it; rows one below the other; nothing where it is unknown. */
export function readable(name: FieldName, data: InvoiceData, language: Language): string {
  const value = data[name]
  if (value === null) return ''
  if (Array.isArray(value)) return value.map((row) => readableRow(row, language)).join('\n')
  if (typeof value === 'number') return money(value, data.currency, language)
  if (name === 'document_type') return typeLabels[value]?.[language] ?? value
  return name === 'date' || name === 'due_date' ? day(value, language) : value
}

const readableRow = (row: object, language: Language) =>
  Object.values(row)
    .filter((cell) => cell !== null)
    .map((cell) => (typeof cell === 'number' ? money(cell, null, language) : cell))
    .join(' · ')
