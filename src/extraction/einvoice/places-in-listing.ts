import type { Box, PageOfWords, Word } from '../../invoices/words.ts'
import { bare } from '../prove.ts'
import { parseDate, parseDecimal } from './xml-values.ts'

export interface ListedPlace {
  page: number
  box: Box
}

/** What is longer is no value of a field, but a file or a signature. */
const longestValue = 600

/**
 * Where values stand on the pages of an XML document, which list its elements line by line: first ones of texts, last
 * ones of amounts, as totals come after what they are the total of.
 */
export function placesInListing(pages: PageOfWords[]) {
  const texts = new Map<string, ListedPlace>()
  const amounts = new Map<number, ListedPlace>()
  for (const { page, words } of pages)
    for (const [, ...line] of Map.groupBy(words, ({ box }) => box[1]).values()) {
      const value = line.map(({ text }) => text).join(' ')
      if (!value || value.length > longestValue) continue
      const place = { page, box: boxOf(line) }
      const key = parseDate(value) ?? bare(value)
      if (!texts.has(key)) texts.set(key, place)
      const amount = parseDecimal(value)
      if (amount !== null) amounts.set(amount, place)
    }
  return (value: unknown): ListedPlace | undefined =>
    typeof value === 'number'
      ? amounts.get(value)
      : typeof value === 'string'
        ? (texts.get(value) ?? texts.get(bare(value)))
        : undefined
}

const boxOf = (words: Word[]): Box => {
  const [first, last] = [words[0]!.box, words.at(-1)!.box]
  return [first[0], first[1], last[2], last[3]]
}
