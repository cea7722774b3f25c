import type { Extractor } from '../extraction/extraction.ts'
import { emptyInvoice, type InvoiceData, invoiceData } from '../invoices/invoice-data.ts'
import type { PageFailure, PageOfWords } from '../invoices/words.ts'
import { type Document, type Reader, ReadingError, type ReadingFailure } from '../reading/reader.ts'

/**
 * Reads what `pdf()` wrote: one page a form feed, words split at blanks. A document with a page that says
 * `fails:<reason>` fails with it, one that says `lost:<reason>` is lost alone, one that says `waits` goes on when the
 * test says so, and one that says `scanned` comes with its picture.
 */
export function fakeReader() {
  const gate = {
    open: () => {},
    opened: Promise.resolve(),
    reach: () => {},
    reached: Promise.resolve(),
    pagesRead: [] as number[],
  }
  /** From now on a page that waits, waits; `reached` tells when one does. */
  const hold = () => {
    gate.opened = new Promise((resolve) => {
      gate.open = resolve
    })
    gate.reached = new Promise((resolve) => {
      gate.reach = resolve
    })
    gate.pagesRead.length = 0
  }
  const reader: Reader = {
    recipe: 1,
    async *read(document, { signal, skip }) {
      const texts = pagesOf(document)
      for (const [index, text] of texts.entries()) {
        const page = index + 1
        if (skip?.has(page)) continue
        const [, reason] = /fails:([\w-]+)/.exec(text) ?? []
        if (reason) throw new ReadingError(reason as ReadingFailure, 'as the test wished')
        if (text.includes('waits')) gate.reach()
        if (text.includes('waits')) await Promise.race([gate.opened, aborted(signal)])
        signal.throwIfAborted()
        gate.pagesRead.push(page)
        const [, lost] = /lost:([\w-]+)/.exec(text) ?? []
        const read: PageOfWords = { ...blank, page, words: lost ? [] : wordsOf(text) }
        if (lost) read.failure = lost as PageFailure
        const picture = text.includes('scanned') ? new TextEncoder().encode(`RIFF ${page}`) : undefined
        yield { page: read, pages: texts.length, picture }
      }
    },
    async picture() {
      return new TextEncoder().encode('RIFF picture')
    },
    async readRegion(document, { page }) {
      return wordsOf(pagesOf(document)[page - 1] ?? '')
    },
    async files() {
      return []
    },
    async check() {},
    async close() {},
  }
  return { reader, gate, hold }
}

const blank = {
  width: 100,
  height: 100,
  source: 'text',
  turn: 0,
  codes: [],
} as const satisfies Partial<PageOfWords>

const pagesOf = ({ bytes }: Document) =>
  new TextDecoder().decode(bytes).slice('%PDF-1.4\n'.length).split('\f')

const wordsOf = (text: string) =>
  text.split(/ +/).map((word) => ({
    text: word,
    box: [0.1, 0.1, 0.2, 0.2] as [number, number, number, number],
    confidence: 0.99,
  }))

const aborted = (signal: AbortSignal) =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))

/** Finds the JSON that `saying()` wrote. */
export const fakeExtractor: Extractor = {
  async extract({ pages }) {
    const text = pages.flatMap(({ words }) => words.map((word) => word.text)).join(' ')
    const start = text.indexOf('{')
    const data: InvoiceData =
      start < 0
        ? { ...emptyInvoice }
        : invoiceData.parse(JSON.parse(text.slice(start, text.lastIndexOf('}') + 1)))
    const found = Object.entries(data).filter(([, value]) => value !== null)
    const fields = Object.fromEntries(
      found.map(([name, value]) => [
        name,
        {
          value,
          confidence: 0.9,
          source: 'text' as const,
          page: 1,
          box: [0.1, 0.1, 0.2, 0.2] as [number, number, number, number],
        },
      ]),
    )
    return { data, fields, checks: [] }
  },
  async check() {},
}
