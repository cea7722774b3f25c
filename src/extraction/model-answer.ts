import { z } from 'zod'
import { documentTypes, type FieldName, fieldNames, invoiceData } from '../invoices/invoice-data.ts'

const text = z.string().nullable()
const number = z.number().nullable()

/**
 * What a model is asked for. Looser than the invoice's own schema, as strict structured output knows no lengths
 * or refinements: those are kept afterwards, field by field.
 */
const modelAnswer = z.strictObject({
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
  taxes: z.array(z.strictObject({ name: z.string(), rate: number, base: number, amount: number })),
  products: z.array(
    z.strictObject({
      name: z.string(),
      quantity: number,
      unit_price: number,
      total_price: number,
      tax_rate: number,
    }),
  ),
  cufe: text,
  payment_terms: text,
  purchase_order: text,
} satisfies Record<FieldName, z.ZodType>)

const { $schema: _, ...schema } = z.toJSONSchema(modelAnswer)
export const answerSchema = schema as Record<string, unknown>

export type ModelValues = Partial<{ [Name in FieldName]: unknown }>

/** The values of an answer that an invoice may have; throws when it isn't an answer at all. */
export function readAnswer(content: string): ModelValues {
  const answer = modelAnswer.parse(JSON.parse(content.replace(/^\s*```(?:json)?\s*|\s*```\s*$/g, '')))
  const values: ModelValues = {}
  for (const name of fieldNames) {
    const value = invoiceData.shape[name].safeParse(answer[name])
    if (value.success && value.data !== null && !(Array.isArray(value.data) && value.data.length === 0))
      values[name] = value.data
  }
  return values
}
