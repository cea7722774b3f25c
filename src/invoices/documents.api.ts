import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { documentKey } from '../files/files.ts'
import { createApi } from '../web/api.ts'
import { sendFile } from '../web/send-file.ts'
import { hasDocument } from './forget-documents.ts'
import { byId, invoiceId } from './invoices.api.ts'
import type { Invoice } from './invoices.table.ts'
import { findInvoice } from './queries.ts'

/** The page pictures come from whoever reads; the verb is handed in, for siblings don't know each other. */
export type FindPicture = (
  invoice: Invoice,
  page: number,
  signal: AbortSignal,
) => Promise<Uint8Array<ArrayBuffer>>

/** The original document and the pictures of its pages. */
export function documentsApi(deps: Deps, findPicture: FindPicture) {
  const api = createApi('Documents')
  api.get(
    `${byId}/download`,
    {
      summary: 'The original document',
      params: invoiceId,
      headers: { Range: 'One range of bytes' },
      answers: {
        200: { description: 'The bytes as they came', types: ['application/octet-stream'] },
        206: { description: 'The range asked for', types: ['application/octet-stream'] },
      },
      failures: ['not-found', 'gone', 'bad-range'],
    },
    async (c, { params }) => {
      const invoice = await findInvoice(deps.db, c.var.account, params.id)
      if (!hasDocument(invoice)) throw notKept()
      const { sha256, filename, contentType } = invoice
      const key = documentKey(sha256)
      const size = await deps.files.size(key).catch((error) => {
        throw error instanceof AppError && error.kind === 'not-found' ? notKept() : error
      })
      return sendFile(c, {
        filename,
        contentType,
        size,
        etag: sha256,
        open: (range) => deps.files.stream(key, range),
      })
    },
  )
  api.get(
    `${byId}/pages/:n{[0-9]+\\.webp}`,
    {
      summary: 'The picture of a page, as `<number>.webp`',
      params: invoiceId.extend({ n: z.string().regex(/^\d{1,5}\.webp$/) }),
      answers: { 200: { description: 'The page, upright', types: ['image/webp'] } },
      failures: ['not-found', 'gone'],
    },
    async (c, { params }) => {
      const invoice = await findInvoice(deps.db, c.var.account, params.id)
      const page = Number.parseInt(params.n, 10)
      const picture = await findPicture(invoice, page, c.req.raw.signal)
      return c.body(picture, 200, { 'Content-Type': 'image/webp', 'Cache-Control': 'private, max-age=86400' })
    },
  )
  return api
}

const notKept = () =>
  new AppError(
    'gone',
    { es: 'El original no se conservó.', en: 'The original was not kept.' },
    { code: 'NOT_KEPT' },
  )
