import type { FieldName, InvoiceData } from '../../src/invoices/invoice-data.ts'
import type { Language } from '../../src/language.ts'
import { day, money } from '../parts/format.ts'
import { typeLabels } from '../parts/labels.ts'

/** A value of the data as people of the language write it; nothing where it is unknown. */
export const readable = (name: FieldName, data: InvoiceData, language: Language) =>
  readableValue(name, data[name], data.currency, language)

/** The same of a value that a field once had; rows stand one below the other. */
export function readableValue(name: FieldName, value: unknown, currency: string | null, language: Language) {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.map((row) => readableRow(row, language)).join('\n')
  if (typeof value === 'number') return money(value, currency, language)
  const text = String(value)
  if (name === 'document_type') return typeLabels[text]?.[language] ?? text
  return name === 'date' || name === 'due_date' ? day(text, language) : text
}

const readableRow = (row: object, language: Language) =>
  Object.values(row)
    .filter((cell) => cell !== null)
    .map((cell) => (typeof cell === 'number' ? money(cell, null, language) : cell))
    .join(' · ')
