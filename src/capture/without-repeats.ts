import { rowsOf } from '../invoices/rows-of-words.ts'
import type { Box, PageOfWords, Word } from '../invoices/words.ts'
import { unstack } from './join-captures.ts'

/** Where a place of a page as it is given here is on the page as it was read. */
export type PlaceOf = (page: number, box: Box) => Box

/** From some height on, everything has moved up by so much. */
interface Slab {
  page: number
  from: number
  movedUp: number
}

/**
 * Pages that show several captures of one paper, with each line of it once: what follows a repeated stretch has moved up
 * into its place, as it is on the paper. `placeOf` leads back, so that a value still points at where it was read.
 */
export function withoutRepeats(pages: PageOfWords[]): { pages: PageOfWords[]; placeOf: PlaceOf } {
  const rows = pages.flatMap((page) =>
    rowsOf(page, page.words.filter(isReadable)).map((words) => ({
      page: page.page,
      words,
      y: heightOf(words),
    })),
  )
  const kept = new Set(unstack(rows.map(({ words }) => words.map(({ text }) => text).join(' '))))
  const slabs: Slab[] = []
  const moved = new Map<Word, number>()
  let last: { page: number; y: number; movedUp: number } | undefined
  for (const [at, { page, words, y }] of rows.entries()) {
    if (!kept.has(at)) continue
    const isNext = kept.has(at - 1) || rows[at - 1]?.page !== page
    const before = last?.page === page ? last : undefined
    // the row before it is the copy of the last one that stays, and the two become one
    const movedUp = (before?.movedUp ?? 0) + (isNext || !before ? 0 : rows[at - 1]!.y - before.y)
    if (before && movedUp !== before.movedUp)
      slabs.push({ page, movedUp, from: (before.y - before.movedUp + (y - movedUp)) / 2 })
    for (const word of words) moved.set(word, movedUp)
    last = { page, y, movedUp }
  }
  return {
    pages: pages.map((page) => ({
      ...page,
      words: page.words.flatMap((word) => {
        const up = moved.get(word)
        return up === undefined ? [] : raised(word, up)
      }),
      codes: page.codes.map((code) => raised(code, movedUpAt(slabs, page.page, code.box[1]))),
    })),
    placeOf: (page, [x0, y0, x1, y1]) => [x0, movedBack(slabs, page, y0), x1, movedBack(slabs, page, y1)],
  }
}

const isReadable = ({ text, box }: Word) => text.trim() !== '' && box.every(Number.isFinite)

/** The middle of a row. */
const heightOf = (words: Word[]) =>
  words.reduce((sum, { box }) => sum + (box[1] + box[3]) / 2, 0) / words.length

function raised<Printed extends { box: Box }>(printed: Printed, up: number): Printed {
  const [x0, y0, x1, y1] = printed.box
  return { ...printed, box: [x0, y0 - up, x1, y1 - up] }
}

/** By how much what was read at some height has moved up. */
const movedUpAt = (slabs: Slab[], page: number, y: number) =>
  slabs.findLast((slab) => slab.page === page && slab.from + slab.movedUp <= y)?.movedUp ?? 0

const movedBack = (slabs: Slab[], page: number, y: number) =>
  y + (slabs.findLast((slab) => slab.page === page && slab.from <= y)?.movedUp ?? 0)
