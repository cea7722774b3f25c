import type { Word } from '../invoices/words.ts'

const fewest = 5
const isLetter = ({ text }: Word) => /^\p{L}$/u.test(text)
const gapBetween = (before: Word, word: Word) => word.box[0] - before.box[2]

/** "D e s c r i p c i ó n": letters printed apart, each as far from the next, are one word. */
export function closedUp(words: Word[]): Word[] {
  if (words.length < fewest || words.filter(isLetter).length < fewest) return words
  const closed: Word[] = []
  for (let from = 0; from < words.length; ) {
    const to = endOfRun(words, from)
    const run = words.slice(from, to)
    closed.push(...(run.length < fewest ? run : [joined(run)]))
    from = to
  }
  return closed
}

/** Letters stand no farther apart than they are wide: behind a wider gap another word begins. */
function endOfRun(words: Word[], from: number): number {
  let to = from + 1
  let widest = widthOf(words[from]!)
  while (isLetter(words[from]!) && to < words.length && isLetter(words[to]!)) {
    widest = Math.max(widest, widthOf(words[to]!))
    if (gapBetween(words[to - 1]!, words[to]!) > 1.3 * widest) break
    to++
  }
  return to
}

const widthOf = ({ box }: Word) => box[2] - box[0]

function joined(run: Word[]): Word {
  const box = (side: 0 | 1 | 2 | 3, of: (...values: number[]) => number) =>
    of(...run.map((word) => word.box[side]))
  return {
    ...run[0]!,
    text: run.map(({ text }) => text).join(''),
    box: [box(0, Math.min), box(1, Math.min), box(2, Math.max), box(3, Math.max)],
  }
}
