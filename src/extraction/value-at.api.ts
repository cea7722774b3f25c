import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { fieldNames } from '../invoices/invoice-data.ts'
import { byId, invoiceId } from '../invoices/invoices.api.ts'
import { findPages } from '../invoices/pages.ts'
import { requireReviewer } from '../invoices/permissions.ts'
import { findInvoice } from '../invoices/queries.ts'
import { columnsOf, rowNames, typed } from '../invoices/review-form.ts'
import { type ReadRegion, regionBox } from '../reading/reading.api.ts'
import { createApi } from '../web/api.ts'
import { languageFor } from '../web/context.ts'
import { type ValueKind, valueAtPoint, valueInRegion } from './value-at.ts'

const cells = rowNames.flatMap((name) => columnsOf[name].map((column) => `${name}.${column}`))
const scalars = fieldNames.filter(
  (name) => name !== 'products' && name !== 'taxes' && name !== 'document_type',
)
const fields = [...scalars, ...cells] as [string, ...string[]]

const kinds: Record<string, ValueKind> = {
  subtotal: 'amount',
  tax: 'amount',
  total: 'amount',
  date: 'date',
  due_date: 'date',
  currency: 'currency',
  issuer_tax_id: 'tax-id',
  customer_tax_id: 'tax-id',
  invoice_number: 'number',
  purchase_order: 'number',
  cufe: 'number',
}
const kindOf = (field: string): ValueKind =>
  cells.includes(field) ? (field.endsWith('.name') ? 'text' : 'amount') : (kinds[field] ?? 'text')

const share = z.number().min(0).max(1)
const answer = z.object({
  value: z.union([z.string(), z.number()]).nullable().describe('Null where nothing of that kind is printed'),
  typed: z.string().describe('The same as it is typed into a form in the language of the request'),
  box: z.tuple([z.number(), z.number(), z.number(), z.number()]).nullable(),
})

/** What is printed where a person points, as a value of the field they have in hand. */
export function valueAtApi(deps: Deps, readRegion: ReadRegion) {
  const api = createApi('Review')
  api.post(
    `${byId}/pages/:n{[0-9]+}/value`,
    {
      summary: 'What is printed at a place of a page, as a value of a field',
      description:
        'Amounts, dates, tax ids and names are recognised by the rules of the extraction. A point is what it touches; a region is read again, with more care. Nothing is changed.',
      params: invoiceId.extend({ n: z.coerce.number().int().min(1).max(99_999) }),
      body: z.union([
        z.strictObject({ field: z.enum(fields), at: z.tuple([share, share]) }),
        z.strictObject({ field: z.enum(fields), box: regionBox }),
      ]),
      example: { field: 'total', at: [0.82, 0.74] },
      answers: { 200: { description: 'The value', schema: answer } },
      failures: ['not-found', 'gone', 'unavailable'],
    },
    async (c, { params, body }) => {
      requireReviewer(c.var.account)
      const invoice = await findInvoice(deps.db, c.var.account, params.id)
      const pages = invoice.sha256 ? await findPages(deps.db, invoice.sha256) : []
      const kind = kindOf(body.field)
      const found =
        'at' in body
          ? valueAtPoint(pages, params.n, body.at, kind)
          : valueInRegion(
              pages,
              params.n,
              await readRegion(invoice, params.n, body.box, c.req.raw.signal),
              kind,
            )
      const value = found?.value ?? null
      // a region is read on a page of its own: what it says stands where the person drew it
      const box = found && 'box' in body ? body.box : (found?.box ?? null)
      return c.json({ value, typed: typed(value, languageFor(c)), box })
    },
  )
  return api
}
