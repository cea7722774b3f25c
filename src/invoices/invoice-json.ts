import { z } from 'zod'
import { type Language, languages, type Text } from '../language.ts'
import { contentTypes } from './content-types.ts'
import { emptyInvoice, type InvoiceData, invoiceData, provenance } from './invoice-data.ts'
import { type Invoice, invoiceSources } from './invoices.table.ts'
import { statuses } from './life.ts'

const time = z.iso.datetime()

export const progressJson = z.object({
  stage: z.enum(['reading', 'extracting', 'done']),
  page: z.int().min(0),
  pages: z.int().min(0).nullable(),
  percent: z.int().min(0).max(100),
})

/** An invoice as programs see it. */
export const invoiceJson = z
  .object({
    id: z.int(),
    status: z.enum(statuses),
    source: z.enum(invoiceSources),
    filename: z.string(),
    content_type: z.enum(Object.keys(contentTypes) as [string, ...string[]]),
    size_bytes: z.int(),
    sha256: z.string().nullable(),
    part: z.int().min(1).meta({ description: 'Which of the invoices in its file it is' }),
    parts: z.int().min(1).meta({ description: 'How many invoices its file holds, as far as is known' }),
    pages: z.int().nullable(),
    progress: progressJson,
    preview_data: invoiceData.nullable(),
    final_data: invoiceData.nullable(),
    fields: z
      .record(z.string(), provenance)
      .describe(
        'Where each value comes from. What only a model says, and the text of the document does not, stands here and is no value of the data.',
      ),
    checks: z.array(z.object({ name: z.string(), ok: z.boolean(), message: z.string() })),
    duplicate_of: z.int().nullable(),
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
    attempts: z.int(),
    version: z.int(),
    created_at: time,
    updated_at: time,
    processed_at: time.nullable(),
  })
  .meta({ id: 'Invoice' })
export type InvoiceJson = z.infer<typeof invoiceJson>

export function toJson(invoice: Invoice, language: Language): InvoiceJson {
  return {
    id: invoice.id,
    status: invoice.status,
    source: invoice.source,
    filename: invoice.filename,
    content_type: invoice.contentType,
    size_bytes: invoice.sizeBytes,
    sha256: invoice.sha256,
    part: invoice.part,
    parts: invoice.parts,
    pages: invoice.pages,
    progress: progressOf(invoice),
    preview_data: inOrder(invoice.previewData),
    final_data: inOrder(invoice.finalData),
    fields: invoice.fields as InvoiceJson['fields'],
    checks: invoice.checks.map(({ name, ok, message }) => ({ name, ok, message: said(message, language) })),
    duplicate_of: invoice.duplicateOf,
    error: invoice.error && { code: invoice.error.code, message: said(invoice.error.message, language) },
    attempts: invoice.attempts,
    version: invoice.version,
    created_at: invoice.createdAt.toISOString(),
    updated_at: invoice.updatedAt.toISOString(),
    processed_at: invoice.processedAt?.toISOString() ?? null,
  }
}

/** The database keeps no order of keys; people read them in the order of the schema. */
const inOrder = (data: InvoiceData | null) => data && { ...emptyInvoice, ...data }

const said = (text: Text, language: Language) => text[language] ?? text[languages[0]]

/** How far it has come, in terms a page opened late can show. */
export function progressOf({ stage, pages, pagesRead }: Pick<Invoice, 'stage' | 'pages' | 'pagesRead'>) {
  const share = pages ? pagesRead / pages : 0
  const percent = { reading: Math.round(5 + share * 80), extracting: 90, done: 100 }[stage]
  return { stage, page: pagesRead, pages, percent }
}
