import { type Likeness, likenesses } from './alike-lines.ts'

/** Lines that come again in the same order: which is which, top to bottom, and how much that means. */
export interface Run {
  pairs: { a: number; b: number }[]
  weight: number
}

/** So many lines further on a run may go on: what stands between was read otherwise, cut, or put in front. */
const reach = 4
/** What each line between takes away from the belief. */
const gapCost = 0.2

interface Link extends Likeness {
  best: number
  before?: Link
  /** Where the second copy began: the first one ends before it. */
  begins: number
}

/** The runs of lines that two lists have in common, the weightiest first; no line is in two of them. */
export const commonRuns = (first: string[], second: string[]) => runsOf(likenesses(first, second), false)

/** The runs that come again within one list. */
export const repeatedRuns = (lines: string[]) =>
  runsOf(
    likenesses(lines, lines).filter(({ a, b }) => a < b),
    true,
  )

function runsOf(alike: Likeness[], within: boolean): Run[] {
  const links = linked(alike, within)
  const [usedA, usedB] = [new Set<number>(), new Set<number>()]
  const runs: Run[] = []
  for (const end of links.sort((one, other) => other.best - one.best)) {
    const pairs: Run['pairs'] = []
    let weight = 0
    for (let link: Link | undefined = end; link; link = link.before) {
      if (usedA.has(link.a) || usedB.has(link.b)) break
      weight = end.best - (link.before?.best ?? 0)
      pairs.unshift({ a: link.a, b: link.b })
    }
    for (const { a, b } of pairs) {
      usedA.add(a)
      usedB.add(b)
    }
    if (pairs.length) runs.push({ pairs, weight })
  }
  return runs
}

/** Each likeness with the best run that ends in it. */
function linked(alike: Likeness[], within: boolean): Link[] {
  const byLine = new Map<number, Link[]>()
  const links: Link[] = []
  for (const one of alike.toSorted((x, y) => x.a - y.a || x.b - y.b)) {
    const link: Link = { ...one, best: one.weight, begins: one.b }
    for (let a = one.a - reach; a < one.a; a++)
      for (const before of byLine.get(a) ?? []) {
        const step = one.b - before.b
        if (step < 1 || step > reach || (within && one.a >= before.begins)) continue
        const skipped = Math.max(one.a - a, step) - 1
        const best = before.best + one.weight - gapCost * skipped
        if (best > link.best) Object.assign(link, { best, before, begins: before.begins })
      }
    const same = byLine.get(one.a)
    if (same) same.push(link)
    else byLine.set(one.a, [link])
    links.push(link)
  }
  return links
}
