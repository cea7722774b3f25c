import { z } from 'zod'
import { type FieldName, fieldNames } from '../invoices/invoice-data.ts'
import { invoiceFilter } from '../invoices/invoice-filter.ts'

/** What an archive can hold beside the documents; the name of each is a file, or a folder, in it. */
export const dataFiles = ['json', 'csv', 'xlsx', 'ndjson', 'lines', 'journal'] as const
export type DataFile = (typeof dataFiles)[number]

export const includable = ['documents', 'data', 'einvoices'] as const
export type Included = (typeof includable)[number]

const accountCode = z
  .string()
  .trim()
  .regex(/^[\w.-]{1,20}$/, 'must be the number of a ledger account')

/** Where the journal books: unless told otherwise, as the Spanish chart of accounts does. */
export const ledgerAccounts = z.strictObject({
  expense: accountCode.default('600'),
  tax: accountCode.default('472'),
  payable: accountCode.default('400'),
  difference: accountCode.default('555'),
})

const common = {
  format: z.literal('zip').default('zip'),
  include: z
    .array(z.enum(includable))
    .min(1)
    .max(includable.length)
    .transform((list) => [...new Set(list)])
    .default(['documents', 'data'])
    .describe('`einvoices`: an UBL 2.1 of each invoice, made from its data'),
}

const folioRequest = z.strictObject({
  source: z.literal('folio'),
  ...common,
  filter: z.strictObject(invoiceFilter.shape).default({}).describe('As in the list of invoices'),
  changed_since: z.iso.datetime().optional().describe('Only what has changed since then'),
  data: z
    .array(z.enum(dataFiles))
    .min(1)
    .max(dataFiles.length)
    .transform((list) => dataFiles.filter((name) => list.includes(name)))
    .default(['json', 'csv'])
    .describe('`lines`: a row for each line of an invoice; `journal`: double entries for an accountant'),
  columns: z
    .array(z.enum(fieldNames as [FieldName, ...FieldName[]]))
    .min(1)
    .max(fieldNames.length)
    .optional()
    .describe('Which values the data has beside the id; all unless given'),
  accounts: ledgerAccounts.optional(),
})

const text = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine((value) => value.isWellFormed() && !/\p{Cc}/u.test(value), 'must not contain control characters')
const dbName = z.string().regex(/^\w{1,100}$/, 'must be the name of a field in the database')

const docuwareRequest = z.strictObject({
  source: z.literal('docuware'),
  ...common,
  include: common.include.refine(
    (list) => !list.includes('einvoices'),
    'einvoices are made of Folio’s own data',
  ),
  cabinet: text.describe('Id or name of the file cabinet'),
  dialog: text.optional().describe('Id or name of the search dialog; the default one unless given'),
  filter: z
    .record(dbName, z.union([text, z.array(text).min(1).max(2)]))
    .refine((fields) => Object.keys(fields).length <= 50, 'at most 50 fields')
    .default({})
    .describe('By field: a value (`*` stands for anything), or two for a range'),
  files: z
    .enum(['original', 'pdf'])
    .default('original')
    .describe('The files as they were stored, or a PDF of each document'),
  ingest: z.boolean().default(false).describe('Feeds what is fetched into the pipeline, each document once'),
})

/** What is asked of an export. */
export const exportRequest = z.discriminatedUnion('source', [folioRequest, docuwareRequest])
export type ExportRequest = z.infer<typeof exportRequest>
export type FolioRequest = z.infer<typeof folioRequest>
export type DocuWareRequest = z.infer<typeof docuwareRequest>
