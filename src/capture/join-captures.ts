import { bounds } from '../config.ts'
import { likenesses, saysSomething } from './alike-lines.ts'
import { commonRuns, type Run, repeatedRuns } from './repeated-runs.ts'

/** Where a line stands: in which of the captures, and which of its lines it is. */
export interface Place {
  capture: number
  line: number
}

export interface Joined {
  /** Each line of the paper once, top to bottom; where the capture changes, the pictures are cut. */
  lines: Place[]
  /** For each capture that shows some of what others show: which of its lines are which of theirs. */
  overlaps: { theirs: Place; own: Place }[][]
}

/** In one list, a run this long and near to its first copy is where two captures meet; a shorter one, what was bought twice. */
const stacked = { lines: 3, weight: 2.2, between: 6 }
/** Further away, a run this long is a capture that comes again. */
const again = { lines: 6, weight: 4.5 }
/** One line may have been bought twice, unless it is the last of one capture and the first of the next. */
const single = 0.8
/** Lines cut by the edge of a capture are read as something else; more than so many are no such scraps. */
const mostLost = 4
/** The weightiest runs; what is left then is chance. */
const mostTried = 5

interface Standing extends Place {
  text: string
}

/**
 * Joins captures of one paper, each a list of its lines: what several of them show stands in there once. A capture may go on
 * below the others or above them, lie within, or show nothing that is known yet: then it comes last.
 */
export function joinCaptures(captures: string[][]): Joined {
  let lines: Standing[] = []
  const overlaps: Joined['overlaps'] = []
  for (const [capture, texts] of captures.entries()) {
    const next = texts.map((text, line) => ({ text, capture, line }))
    const joint = next.length + lines.length <= bounds.capturedLines ? findJoint(lines, next) : undefined
    overlaps.push(
      (joint?.run.pairs ?? []).map(({ a, b }) => ({ theirs: placeOf(lines[a]!), own: placeOf(next[b]!) })),
    )
    lines = joint?.lines ?? [...lines, ...next]
  }
  return { lines: lines.map(placeOf), overlaps }
}

/** Which lines of a stack of captures to keep, by their numbers: each line of the paper once. */
export function unstack(texts: string[]): number[] {
  if (texts.length > bounds.capturedLines) return texts.map((_, line) => line)
  const starts = [
    0,
    ...new Set(
      repeatedRuns(texts)
        .filter(isCaptureAgain)
        .map(({ pairs }) => pairs[0]!.b),
    ),
  ]
  starts.sort((a, b) => a - b)
  const captures = starts.map((start, at) => texts.slice(start, starts[at + 1]))
  return joinCaptures(captures).lines.map(({ capture, line }) => starts[capture]! + line)
}

function isCaptureAgain({ pairs, weight }: Run): boolean {
  const between = pairs[0]!.b - pairs.at(-1)!.a - 1
  if (pairs.length >= again.lines && weight >= again.weight) return true
  return pairs.length >= stacked.lines && weight >= stacked.weight && between <= stacked.between
}

const placeOf = ({ capture, line }: Standing): Place => ({ capture, line })

/** The weightiest run of common lines at which the two can be joined, and what comes of it. */
function findJoint(above: Standing[], next: Standing[]) {
  const texts = (lines: Standing[]) => lines.map(({ text }) => text)
  for (const run of commonRuns(texts(above), texts(next)).slice(0, mostTried)) {
    const lines = joinAt(run, above, next)
    if (isOverlap(run, countLost([...above, ...next], lines))) return { run, lines }
  }
  return undefined
}

/** The longer head, the common lines, the longer tail; cut in the middle, for edges of captures are read worst. */
function joinAt({ pairs }: Run, above: Standing[], next: Standing[]): Standing[] {
  const [first, last] = [pairs[0]!, pairs.at(-1)!]
  const middle = pairs[(pairs.length - 1) >> 1]!
  const headIsAbove = first.a >= first.b
  const tailIsAbove = above.length - last.a >= next.length - last.b
  if (headIsAbove && tailIsAbove) return above
  if (headIsAbove) return [...above.slice(0, middle.a + 1), ...next.slice(middle.b + 1)]
  if (tailIsAbove) return [...next.slice(0, middle.b + 1), ...above.slice(middle.a + 1)]
  return next
}

/** Lines that nothing of what is kept says any more. */
function countLost(all: Standing[], kept: Standing[]): number {
  const stay = new Set(kept)
  const dropped = all.filter((line) => !stay.has(line) && saysSomething(line.text))
  const said = new Set(
    likenesses(
      dropped.map(({ text }) => text),
      kept.map(({ text }) => text),
    ).map(({ a }) => a),
  )
  return dropped.length - said.size
}

function isOverlap({ pairs, weight }: Run, lost: number): boolean {
  if (pairs.length === 1) return weight >= single && lost === 0
  if (pairs.length === 2) return weight >= 2 * single * 0.8 && lost === 0
  return weight >= pairs.length * 0.4 && lost <= Math.min(mostLost, pairs.length - 1)
}
