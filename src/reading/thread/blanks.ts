import { type Letter, withBlank } from './letters.ts'

/** So many columns without ink part two words, for those that usually part two letters, and so many more. */
const timesUsual = 2
const more = 4
/** Points and strokes have paper around them, and so has the figure one. */
const thin = /[.,:;'’/|!()1Iijl-]/
const moreAroundThin = 6
/** Where this line's own blanks are narrower, they tell; but a letter more apart than usual is no blank yet. */
const leastMore = 3
/** A blank that a reader tells of is one where there are so many columns of paper. */
const fewest = 3

/**
 * Letters with blanks where there is paper between them: readers miss blanks that are narrow, and some know none.
 * `columns` is the ink of the line, `told` are the places where blanks were read.
 */
export function withBlanks(letters: Letter[], told: number[], columns: Uint16Array): Letter[] {
  const printed = letters.filter(({ text }) => text !== ' ')
  const gaps = printed.slice(1).map(({ x }, i) => widestGap(columns, printed[i]!.x, x))
  const usual = gaps.toSorted((a, b) => a - b)[gaps.length >> 1] ?? 0
  const isTold = gaps.map((gap, i) => {
    const [from, to] = [printed[i]!.x, printed[i + 1]!.x]
    return gap >= Math.min(fewest, usual + 1) && told.some((x) => x > from && x <= to)
  })
  const own = Math.min(...gaps.filter((_, i) => isTold[i]))
  const wide = Math.min(timesUsual * usual + more, Math.max(own, usual + leastMore))
  const isThin = (i: number) => thin.test(printed[i]!.text) || thin.test(printed[i - 1]!.text)
  const all: Letter[] = []
  for (const [i, letter] of printed.entries())
    if (i && (isTold[i - 1] || gaps[i - 1]! >= wide + (isThin(i) ? moreAroundThin : 0)))
      withBlank(all, [letter])
    else all.push(letter)
  return all
}

function widestGap(columns: Uint16Array, from: number, to: number) {
  let [widest, gap] = [0, 0]
  for (let x = Math.round(from); x < to; x++) {
    gap = columns[x] ? 0 : gap + 1
    widest = Math.max(widest, gap)
  }
  return widest
}

export const blanksOf = (letters: Letter[]) => letters.filter(({ text }) => text === ' ').map(({ x }) => x)
