import { bounds } from '../config.ts'
import { rowsOf } from '../invoices/rows-of-words.ts'
import type { Box, Code, PageOfWords, Word } from '../invoices/words.ts'
import { joinCaptures } from './join-captures.ts'

/** A picture of a document, as it was read. */
export interface Shot {
  attempt: number
  page: PageOfWords
}

/** A part of a picture, from one height to another in its own units, and how it lies on the joined page. */
export interface Strip extends Shot {
  from: number
  to: number
  /** How many units of the joined page one of the picture's is. */
  scale: number
  left: number
}

/** Pictures that overlap, as one page; or a picture that overlaps no other. */
export interface JoinedPage {
  /** All that overlap, also those that show nothing which others don't. */
  attempts: number[]
  strips: Strip[]
  page: PageOfWords
}

/** Joins the pictures of a document where they overlap, whatever the order in which they were taken. */
export function joinPages(shots: Shot[]): JoinedPage[] {
  let joined: JoinedPage[] = []
  for (const shot of shots) {
    let whole = layOut([{ ...shot, from: 0, to: shot.page.height, scale: 1, left: 0 }])
    const others: JoinedPage[] = []
    // each, for a picture may be the bridge between two
    for (const known of joined) {
      const together = join(known, whole)
      if (together) whole = { ...together, attempts: [...known.attempts, ...whole.attempts] }
      else others.push(known)
    }
    joined = [...others, whole]
  }
  return joined.toSorted((a, b) => firstOf(a) - firstOf(b))
}

const firstOf = ({ attempts }: JoinedPage) => Math.min(...attempts)
const heightOf = ({ from, to, scale }: Strip) => (to - from) * scale

/** Two pages as one; undefined where they share nothing. */
function join(one: JoinedPage, other: JoinedPage): JoinedPage | undefined {
  const [rows, others] = [rowsOn(one), rowsOn(other)]
  const { lines, overlaps } = joinCaptures([rows, others].map((each) => each.map(({ text }) => text)))
  const pairs = overlaps[1]!.map(
    ({ theirs, own }) => [rows[theirs.line]!.box, others[own.line]!.box] as const,
  )
  if (!pairs.length) return undefined
  const cut = lines.findIndex(({ capture }, at) => capture !== lines[at - 1]?.capture && at > 0)
  if (cut < 0) return lines[0]?.capture === 1 ? other : one
  const [last, next] = [lines[cut - 1]!, lines[cut]!]
  const fit = fitOf(pairs)
  const strips = other.strips.map((strip) => fitted(strip, fit))
  return last.capture === 0
    ? layOut([
        ...upTo(one.strips, gapBelow(rows, last.line)),
        ...downFrom(strips, gapAbove(others, next.line) * fit.scale),
      ])
    : layOut([
        ...upTo(strips, gapBelow(others, last.line) * fit.scale),
        ...downFrom(one.strips, gapAbove(rows, next.line)),
      ])
}

interface Row {
  text: string
  /** In the units of the page. */
  box: Box
}

const rowsOn = ({ page, attempts }: JoinedPage): Row[] =>
  rowsOf(
    page,
    page.words.filter(({ text }) => text.trim()),
  )
    .slice(0, bounds.photoLines * attempts.length)
    .map((words) => {
      const [x0, y0, x1, y1] = around(words.map(({ box }) => box))
      return {
        text: words.map(({ text }) => text).join(' '),
        box: [x0 * page.width, y0 * page.height, x1 * page.width, y1 * page.height],
      }
    })

const around = (boxes: Box[]): Box => [
  Math.min(...boxes.map(([x0]) => x0)),
  Math.min(...boxes.map(([, y0]) => y0)),
  Math.max(...boxes.map(([, , x1]) => x1)),
  Math.max(...boxes.map(([, , , y1]) => y1)),
]

interface Fit {
  scale: number
  left: number
}

/** Closer or further away than this a photo shows something else. */
const mostScale = 4

/** How the other page is to be scaled and moved so that the rows of both lie on each other. */
function fitOf(pairs: (readonly [Box, Box])[]): Fit {
  // the longer a row, the less a letter at its end that was not seen
  const longest = pairs
    .toSorted(([, a], [, b]) => b[2] - b[0] - (a[2] - a[0]))
    .slice(0, (pairs.length + 1) >> 1)
  const scale = median(longest.map(([a, b]) => (a[2] - a[0]) / Math.max(1, b[2] - b[0])))
  const bounded = Math.min(mostScale, Math.max(1 / mostScale, scale))
  return { scale: bounded, left: median(pairs.map(([a, b]) => a[0] - b[0] * bounded)) }
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!

const fitted = (strip: Strip, { scale, left }: Fit): Strip => ({
  ...strip,
  scale: strip.scale * scale,
  left: strip.left * scale + left,
})

/** The height between a row and the one below it. */
function gapBelow(rows: Row[], at: number) {
  const bottom = rows[at]!.box[3]
  return (bottom + Math.max(bottom, rows[at + 1]?.box[1] ?? bottom)) / 2
}
function gapAbove(rows: Row[], at: number) {
  const top = rows[at]!.box[1]
  return (top + Math.min(top, rows[at - 1]?.box[3] ?? top)) / 2
}

function upTo(strips: Strip[], height: number): Strip[] {
  let top = 0
  return strips.flatMap((strip) => {
    const to = Math.min(strip.to, strip.from + (height - top) / strip.scale)
    top += heightOf(strip)
    return to > strip.from ? [{ ...strip, to }] : []
  })
}

function downFrom(strips: Strip[], height: number): Strip[] {
  let top = 0
  return strips.flatMap((strip) => {
    const from = Math.max(strip.from, strip.from + (height - top) / strip.scale)
    top += heightOf(strip)
    return from < strip.to ? [{ ...strip, from }] : []
  })
}

/** The page that some strips make, one below the other, with the words that stand on them. */
function layOut(loose: Strip[]): JoinedPage {
  const leftmost = Math.min(...loose.map(({ left }) => left))
  const strips = loose.map((strip) => ({ ...strip, left: strip.left - leftmost }))
  const width = Math.max(...strips.map(({ left, scale, page }) => left + page.width * scale))
  const height = strips.reduce((sum, strip) => sum + heightOf(strip), 0)
  let top = 0
  const words: Word[] = []
  const codes: Code[] = []
  for (const strip of strips) {
    const onto = placeOn(strip, top, width, height)
    const shown = <T extends { box: Box }>(things: T[]) =>
      things.filter(({ box }) => isOn(strip, box)).map((thing) => ({ ...thing, box: onto(thing.box) }))
    words.push(...shown(strip.page.words))
    codes.push(...shown(strip.page.codes))
    top += heightOf(strip)
  }
  const attempts = strips.map(({ attempt }) => attempt)
  return { attempts, strips, page: { page: 1, width, height, source: 'ocr', turn: 0, words, codes } }
}

const isOn = ({ from, to, page }: Strip, [, y0, , y1]: Box) => {
  const y = ((y0 + y1) / 2) * page.height
  return y >= from && y < to
}

const placeOn =
  ({ from, scale, left, page }: Strip, top: number, width: number, height: number) =>
  ([x0, y0, x1, y1]: Box): Box => {
    const x = (share: number) => Math.min(1, Math.max(0, (left + share * page.width * scale) / width))
    const y = (share: number) =>
      Math.min(1, Math.max(0, (top + (share * page.height - from) * scale) / height))
    return [x(x0), y(y0), x(x1), y(y1)]
  }

/** Where a box on a joined page lies on the picture that shows it. */
export function ownPlace({ strips, page }: JoinedPage, [x0, y0, x1, y1]: Box): { attempt: number; box: Box } {
  const middle = ((y0 + y1) / 2) * page.height
  let top = 0
  let at = 0
  while (at < strips.length - 1 && top + heightOf(strips[at]!) < middle) top += heightOf(strips[at++]!)
  const strip = strips[at]!
  const { from, scale, left, page: own, attempt } = strip
  const x = (share: number) => Math.min(1, Math.max(0, (share * page.width - left) / scale / own.width))
  const y = (share: number) =>
    Math.min(1, Math.max(0, (from + (share * page.height - top) / scale) / own.height))
  return { attempt, box: [x(x0), y(y0), x(x1), y(y1)] }
}
