import type { Curve } from '../src/extraction/calibration.ts'

export interface Told {
  belief: number
  right: boolean
}

/** Beliefs from one of these to the next are measured together. */
const bounds = [0, 0.4, 0.6, 0.75, 0.85, 0.92, 0.96, 1.001]
/** The finder's own belief counts like so many values: where little was measured, it stays as it is. */
const trust = 8

interface Step {
  belief: number
  share: number
  weight: number
}

/** How often beliefs were right, never falling where the belief rises: neighbours that disagree are taken together. */
export function fitCurve(told: Told[]): Curve {
  const steps: Step[] = []
  for (let i = 0; i + 1 < bounds.length; i++) {
    const here = told.filter(({ belief }) => belief >= bounds[i]! && belief < bounds[i + 1]!)
    const belief = mean(here.map((each) => each.belief)) ?? (bounds[i]! + Math.min(1, bounds[i + 1]!)) / 2
    const right = here.filter((each) => each.right).length
    const weight = here.length + trust
    steps.push({ belief, share: (right + trust * belief) / weight, weight })
    while (steps.length > 1 && steps.at(-2)!.share > steps.at(-1)!.share) join(steps)
  }
  return steps.map(({ belief, share }) => [round(belief), round(share)])
}

function join(steps: Step[]) {
  const last = steps.pop()!
  const before = steps.pop()!
  const weight = before.weight + last.weight
  const both = (name: 'belief' | 'share') =>
    (before[name] * before.weight + last[name] * last.weight) / weight
  steps.push({ belief: both('belief'), share: both('share'), weight })
}

const mean = (values: number[]) =>
  values.length ? values.reduce((sum, value) => sum + value, 0) / values.length : undefined
const round = (value: number) => Math.round(value * 1000) / 1000
