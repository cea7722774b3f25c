import type { Deps } from '../deps.ts'
import type { Invoice } from '../invoices/invoices.table.ts'
import type { Box, Word } from '../invoices/words.ts'
import { lookAtPage } from './look-at-page.ts'
import type { Reader } from './reader.ts'

/** What one part of a page says, read again with more care; the box is on the page's picture, 0-1. */
export const readRegion = (
  deps: Pick<Deps, 'db' | 'files'> & { reader: Reader },
  invoice: Invoice,
  page: number,
  box: Box,
  signal: AbortSignal,
): Promise<Word[]> =>
  lookAtPage(deps, invoice, page, signal, (document, place, within) =>
    deps.reader.readRegion(document, place, box, within),
  )
