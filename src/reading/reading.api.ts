import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { byId, invoiceId } from '../invoices/invoices.api.ts'
import type { Invoice } from '../invoices/invoices.table.ts'
import { requireReviewer } from '../invoices/permissions.ts'
import { findInvoice } from '../invoices/queries.ts'
import type { Box, Word } from '../invoices/words.ts'
import { createApi } from '../web/api.ts'

/** What one part of a page says; whoever reads is handed in. */
export type ReadRegion = (invoice: Invoice, page: number, box: Box, signal: AbortSignal) => Promise<Word[]>

const share = z.number().min(0).max(1)
const box = z
  .tuple([share, share, share, share])
  .describe('`[x0, y0, x1, y1]` in 0-1 of the picture of the page, its upper left corner first')
/** Below this a box is a slip of the mouse, not a place where anything is printed. */
const least = 0.001

export const regionBox = box.refine(
  ([x0, y0, x1, y1]) => x1 - x0 >= least && y1 - y0 >= least,
  'must have a size',
)

const word = z.object({ text: z.string(), box, confidence: z.number() })
const answer = z.object({ text: z.string().describe('Its lines, one under the other'), words: z.array(word) })

/** Reading a part of a page again, for a person who looks at it. */
export function readingApi(deps: Deps, readRegion: ReadRegion) {
  const api = createApi('Review')
  api.post(
    `${byId}/pages/:n{[0-9]+}/read`,
    {
      summary: 'Read a part of a page again, with more care',
      description:
        'Looked at larger, and by two readers; on a page that has text of its own, that text. Nothing is changed.',
      params: invoiceId.extend({ n: z.coerce.number().int().min(1).max(99_999) }),
      body: z.strictObject({ box: regionBox }),
      example: { box: [0.1, 0.2, 0.4, 0.25] },
      answers: { 200: { description: 'What it says', schema: answer } },
      failures: ['not-found', 'gone', 'unavailable'],
    },
    async (c, { params, body }) => {
      requireReviewer(c.var.account)
      const invoice = await findInvoice(deps.db, c.var.account, params.id)
      const words = await readRegion(invoice, params.n, body.box, c.req.raw.signal)
      return c.json({ text: textOf(words), words })
    },
  )
  return api
}

/** Words come in reading order: one that begins further left, below the one before, begins a line. */
function textOf(words: Word[]) {
  let text = ''
  for (const [
    i,
    {
      text: own,
      box: [x0, y0],
    },
  ] of words.entries()) {
    const before = words[i - 1]?.box
    const isNext = before && x0 < before[2] && (y0 >= before[3] || x0 < before[0])
    text += `${before ? (isNext ? '\n' : ' ') : ''}${own}`
  }
  return text
}
