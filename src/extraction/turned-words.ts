import type { PageOfWords, Word } from '../invoices/words.ts'

/** Words that run up a margin or across the page, line by line, and those that stand as the page does. */
interface Sides {
  upright: Word[]
  turned: Word[][]
}

/** Shorter words tell too little by their shape. */
const fewestLetters = 4
/** An upright letter is hardly narrower than this share of its height. */
const narrowest = 0.15
const mostTurned = 300

/** Parts a page's words: those turned against its text would tear the lines apart that they run across. */
export function partTurned({ width, height, source }: PageOfWords, words: Word[]): Sides {
  const isTurned = ({ text, box: [x0, y0, x1, y1] }: Word) =>
    text.length >= fewestLetters && (x1 - x0) * width < narrowest * text.length * (y1 - y0) * height
  const sure = source === 'text' ? words.filter(isTurned).slice(0, mostTurned) : []
  if (sure.length === 0) return { upright: words, turned: [] }
  const near = 1.5 * (width / height)
  const ordered = words.toSorted(upwards)
  const turned: Word[][] = []
  const taken = new Set<Word>()
  for (const seed of sure) {
    if (taken.has(seed)) continue
    const column = ordered.filter((word) => !taken.has(word) && isInColumn(word, seed))
    const at = column.indexOf(seed)
    const em = seed.box[2] - seed.box[0]
    const gap = (below: Word, above: Word) => below.box[1] - above.box[3]
    let [from, to] = [at, at + 1]
    while (from > 0 && gap(column[from - 1]!, column[from]!) < near * em) from--
    while (to < column.length && gap(column[to - 1]!, column[to]!) < near * em) to++
    const line = column.slice(from, to)
    for (const word of line) taken.add(word)
    turned.push(line)
  }
  return { upright: words.filter((word) => !taken.has(word)), turned }
}

/** What runs along a margin is mostly read upwards. */
const upwards = (a: Word, b: Word) => b.box[1] - a.box[1]

function isInColumn({ box }: Word, { box: seed }: Word): boolean {
  const slack = 0.3 * (seed[2] - seed[0])
  return Math.abs(box[0] - seed[0]) < slack && Math.abs(box[2] - seed[2]) < slack
}
