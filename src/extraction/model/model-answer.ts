import { z } from 'zod'
import { documentTypes, type FieldName, invoiceData } from '../../invoices/invoice-data.ts'
import { findObject } from './find-object.ts'

const text = z.string().nullable()
const number = z.number().nullable()
const taxRow = z.strictObject({ name: z.string(), rate: number, base: number, amount: number })
const productRow = z.strictObject({
  name: z.string(),
  quantity: number,
  unit_price: number,
  total_price: number,
  tax_rate: number,
})

/**
 * What a model may be asked for. Looser than the invoice's own schema, as strict structured output knows no
 * lengths or refinements: those are kept afterwards, field by field.
 */
const answers = {
  document_type: z.enum(documentTypes).nullable(),
  issuer_name: text,
  issuer_tax_id: text,
  issuer_address: text,
  customer_name: text,
  customer_tax_id: text,
  invoice_number: text,
  date: text,
  due_date: text,
  currency: text,
  subtotal: number,
  tax: number,
  total: number,
  taxes: z.array(taxRow),
  products: z.array(productRow),
  cufe: text,
  payment_terms: text,
  purchase_order: text,
} satisfies Record<FieldName, z.ZodType>

/** The strict schema of an answer about these fields. */
export function schemaFor(names: FieldName[]): Record<string, unknown> {
  const asked = Object.fromEntries(names.map((name) => [name, answers[name]]))
  const { $schema: _, ...schema } = z.toJSONSchema(z.strictObject(asked))
  return schema
}

export type ModelValues = Partial<{ [Name in FieldName]: unknown }>

/** The values of an answer that an invoice may have, of the fields asked for; throws when it is no answer at all. */
export function readAnswer(content: string, names: FieldName[]): ModelValues {
  const object = findObject(content, names)
  if (!object) throw new Error('the answer is not the JSON that was asked for')
  const values: ModelValues = {}
  for (const name of names) {
    const given = Object.hasOwn(object, name) ? asNumber(name, object[name]) : null
    const value = invoiceData.shape[name].safeParse(answers[name].safeParse(given).data)
    if (value.success && value.data !== null && !(Array.isArray(value.data) && value.data.length === 0))
      values[name] = value.data
  }
  return values
}

/** A server without schemas lets its model put quotes around a number. */
const asNumber = (name: FieldName, value: unknown) =>
  answers[name] === number && typeof value === 'string' && /^-?\d{1,15}(?:\.\d{1,6})?$/.test(value)
    ? Number(value)
    : value
