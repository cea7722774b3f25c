import type { FieldName } from '../../invoices/invoice-data.ts'
import type { Findings } from '../found.ts'
import { isSameValue } from '../same-value.ts'

/** What two fields never both say. */
const rivals: { [Name in FieldName]?: FieldName[] } = {
  issuer_name: ['customer_name'],
  customer_name: ['issuer_name'],
  issuer_tax_id: ['customer_tax_id', 'invoice_number'],
  customer_tax_id: ['issuer_tax_id', 'invoice_number'],
  invoice_number: ['issuer_tax_id', 'customer_tax_id', 'purchase_order'],
  purchase_order: ['issuer_tax_id', 'customer_tax_id', 'invoice_number'],
}
/** A heading or a label is nobody's name. */
const names: FieldName[] = ['issuer_name', 'customer_name']
const numbered: FieldName[] = ['issuer_tax_id', 'customer_tax_id', 'invoice_number', 'purchase_order', 'cufe']

/** Whether a value may be what its field asks for, beside what is known of the others. */
export function isPlausible(name: FieldName, value: unknown, known: Findings): boolean {
  if (numbered.includes(name) && !/\d/.test(String(value))) return false
  if (names.includes(name) && !/\p{L}{2}.*[^:#]$/u.test(String(value))) return false
  if (name === 'due_date' && known.date && String(value) < known.date.value) return false
  if (name === 'date' && known.due_date && String(value) > known.due_date.value) return false
  return !rivals[name]?.some((rival) => isSameValue(known[rival]?.value, value))
}
