import type { Curve } from '../src/extraction/calibration.ts'

export interface Told {
  belief: number
  right: boolean
}

/** What is known before anything was measured counts like so many values that are right in half of all cases. */
const doubt = 1
/** A step of the curve stands on at least so many values. */
const leastInStep = 12

interface Step {
  beliefs: number
  right: number
  count: number
}
const shareOf = ({ right, count }: Step) => (right + doubt / 2) / (count + doubt)

/** How often beliefs were right, never falling where the belief rises: pooled until neighbours agree. */
export function fitCurve(told: Told[]): Curve {
  const steps: Step[] = []
  for (const { belief, right } of told.toSorted((a, b) => a.belief - b.belief)) {
    steps.push({ beliefs: belief, right: Number(right), count: 1 })
    while (steps.length > 1 && mustJoin(steps.at(-2)!, steps.at(-1)!)) join(steps)
  }
  if (steps.length > 1 && steps.at(-1)!.count < leastInStep) join(steps)
  return steps.map((step) => [round(step.beliefs / step.count), round(shareOf(step))])
}

const mustJoin = (before: Step, last: Step) =>
  before.count < leastInStep ||
  before.beliefs / before.count === last.beliefs / last.count ||
  shareOf(before) >= shareOf(last)

function join(steps: Step[]) {
  const last = steps.pop()!
  const before = steps.at(-1)!
  before.beliefs += last.beliefs
  before.right += last.right
  before.count += last.count
}

const round = (value: number) => Math.round(value * 1000) / 1000
