import { z } from 'zod'

/** The fields of an invoice: their schema, once, for validating, documenting, storing and showing. */
export const documentTypes = ['invoice', 'receipt', 'credit_note'] as const

/** Amounts fit exactly into a double (15 digits) and have at most 6 decimals. */
const amount = z
  .number()
  .min(-999_999_999_999)
  .max(999_999_999_999)
  .refine((value) => Number(value.toFixed(6)) === value, { message: 'at most 6 decimals' })
const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((value) => !value.includes('\u0000'), { message: 'must not contain the character U+0000' })
    .refine((value) => value.isWellFormed(), { message: 'must be well-formed Unicode' })
const isoDate = z.iso.date()

export const taxLine = z.strictObject({
  name: line(80),
  rate: amount.nullable(),
  base: amount.nullable(),
  amount: amount.nullable(),
})

export const product = z.strictObject({
  name: line(500),
  quantity: amount.nullable(),
  unit_price: amount.nullable(),
  total_price: amount.nullable(),
  tax_rate: amount.nullable(),
})

export const invoiceData = z.strictObject({
  document_type: z.enum(documentTypes).nullable(),
  issuer_name: line(200).nullable(),
  issuer_tax_id: line(40).nullable(),
  issuer_address: line(500).nullable(),
  customer_name: line(200).nullable(),
  customer_tax_id: line(40).nullable(),
  invoice_number: line(100).nullable(),
  date: isoDate.nullable(),
  due_date: isoDate.nullable(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code')
    .nullable(),
  subtotal: amount.nullable(),
  tax: amount.nullable(),
  total: amount.nullable(),
  taxes: z.array(taxLine).max(50),
  products: z.array(product).max(1000),
  cufe: line(200).nullable(),
  payment_terms: line(500).nullable(),
  purchase_order: line(100).nullable(),
})
export type InvoiceData = z.infer<typeof invoiceData>
export type FieldName = keyof InvoiceData

export const fieldNames = Object.keys(invoiceData.shape) as FieldName[]

/** Unknown is null, never a guess dressed as a value. */
export const emptyInvoice: Readonly<InvoiceData> = {
  document_type: null,
  issuer_name: null,
  issuer_tax_id: null,
  issuer_address: null,
  customer_name: null,
  customer_tax_id: null,
  invoice_number: null,
  date: null,
  due_date: null,
  currency: null,
  subtotal: null,
  tax: null,
  total: null,
  taxes: [],
  products: [],
  cufe: null,
  payment_terms: null,
  purchase_order: null,
}

export const sources = ['einvoice', 'qr', 'text', 'ocr', 'llm', 'memory', 'human'] as const

/** Where a value comes from: the proof beside it. */
export const provenance = z.object({
  value: z.unknown(),
  confidence: z.number().min(0).max(1),
  source: z.enum(sources),
  page: z.int().positive().nullable(),
  box: z.tuple([z.number(), z.number(), z.number(), z.number()]).nullable(),
})
export type Provenance = z.infer<typeof provenance>
export type Provenances = Partial<Record<FieldName, Provenance>>
