import type { PageOfWords, Word } from '../../invoices/words.ts'
import { bare } from '../prove.ts'
import type { EInvoice } from './einvoice.ts'

/** A number may be printed in groups. */
const longestNumber = 4

/** The pages that show one of several invoices: those that name its number. */
export function pagesNaming({ data }: EInvoice, pages: PageOfWords[]): PageOfWords[] {
  const number = bare(data.invoice_number ?? '')
  return number ? pages.filter(({ words }) => names(number, words)) : []
}

function names(number: string, words: Word[]) {
  const texts = words.map(({ text }) => bare(text.slice(0, 100)))
  return texts.some((_, from) =>
    Array.from({ length: longestNumber }, (_, more) => texts.slice(from, from + more + 1).join('')).includes(
      number,
    ),
  )
}

/**
 * A listing for one of several invoices: first and last come the lines from its number to the next one's, so that its
 * own values are found before those of the others.
 */
export function listingFor(
  part: number,
  einvoices: readonly EInvoice[],
  pages: PageOfWords[],
): PageOfWords[] {
  const rows = pages.flatMap((page) =>
    [...Map.groupBy(page.words, ({ box }) => box[1]).values()].map((words) => ({ page, words })),
  )
  const starts: number[] = []
  for (const [index, { words }] of rows.entries()) {
    const number = einvoices[starts.length]?.data.invoice_number
    const value = words.slice(1).map(({ text }) => text)
    if (number && bare(value.join(' ')) === bare(number)) starts.push(index)
  }
  const own = starts[part - 1] === undefined ? [] : rows.slice(starts[part - 1], starts[part])
  const section = own.map(({ page, words }) => ({ ...page, words }))
  return [...section, ...pages, ...section]
}
