import type { Turn, Upright, Word } from '../../invoices/words.ts'
import { degrees, type Line, radians, turnedAbout } from './line.ts'
import type { SeenWord } from './seen-word.ts'
import type { Still } from './still.ts'
import { lineHeight } from './straighten.ts'
import { uprightBoxAround } from './upright-page.ts'

/** Lines from top to bottom as the page lies, those that share a row from left to right. */
export function inRows(lines: Line[], lie: number): Line[] {
  const origin = { x: 0, y: 0 }
  const placed = lines.map((line) => ({ line, ...turnedAbout(line, origin, -lie) })).sort((a, b) => a.y - b.y)
  const rows: { y: number; height: number; lines: typeof placed }[] = []
  for (const one of placed) {
    const row = rows.at(-1)
    if (row && one.y - row.y < Math.min(row.height, one.line.height) * 0.4) {
      row.lines.push(one)
      row.y += (one.y - row.y) / row.lines.length
    } else rows.push({ y: one.y, height: one.line.height, lines: [one] })
  }
  return rows.flatMap((row) => row.lines.sort((a, b) => a.x - b.x).map(({ line }) => line))
}

/** A page that lies this little askew is left as it is, in degrees: nobody sees it, and turning it blurs it. */
const straightEnough = 0.3
/** Lines further than this from where most lie are handwriting, stamps, or bent. */
const likeMost = radians(3)

/** What was seen on straightened lines, as words on the page once that is upright, and what sets it upright. */
export function wordsOnPage(still: Still, lines: Line[], seen: SeenWord[][], lie: number) {
  const upright = uprightOf(meanAngle(lines, lie))
  return { words: lines.flatMap((line, i) => wordsOnLine(still, line, seen[i]!, upright)), ...upright }
}

/** The words of one line on the page once that is upright. */
export const wordsOnLine = (still: Still, line: Line, seen: SeenWord[], upright: Upright): Word[] =>
  seen.map((word) => ({
    text: word.text,
    box: uprightBoxAround(cornersOf(word, line), still, upright),
    confidence: word.confidence,
  }))

/** The direction of the lines that lie as most do. The longer a line, the less of its direction is chance. */
function meanAngle(lines: Line[], lie: number) {
  let [sum, all] = [0, 0]
  for (const { angle, length } of lines) {
    const off = Math.atan2(Math.sin(angle - lie), Math.cos(angle - lie))
    if (Math.abs(off) > likeMost) continue
    sum += off * length ** 3
    all += length ** 3
  }
  return lie + sum / Math.max(1, all)
}

function uprightOf(lie: number): Upright {
  const quarters = Math.round(degrees(lie) / 90)
  const askew = degrees(lie) - quarters * 90
  const turn = ((((-quarters * 90) % 360) + 360) % 360) as Turn
  return Math.abs(askew) > straightEnough ? { turn, skew: -askew } : { turn }
}

function cornersOf({ left, right, top, bottom }: SeenWord, line: Line) {
  const scale = line.height / lineHeight
  return [left, right].flatMap((x) =>
    [top, bottom].map((y) => {
      const at = { x: line.x + x * scale - line.length / 2, y: line.y + y * scale - line.height / 2 }
      return turnedAbout(at, line, line.angle)
    }),
  )
}
