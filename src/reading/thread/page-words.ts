import type { Box, Turn, Word } from '../../invoices/words.ts'
import { degrees, type Line, turnedAbout } from './line.ts'
import { lineHeight } from './line-canvas.ts'
import type { Still } from './still.ts'
import type { SeenWord } from './tesseract-words.ts'

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

/** What was seen on straightened lines, as words on the page after a quarter turn sets it upright. */
export function wordsOnPage({ width, height }: Still, lines: Line[], seen: SeenWord[][], lie: number) {
  const quarters = Math.round(degrees(lie) / 90)
  const turn = ((((-quarters * 90) % 360) + 360) % 360) as Turn
  const [wide, high] = quarters % 2 ? [height, width] : [width, height]
  const [middle, onto] = [
    { x: width / 2, y: height / 2 },
    { x: wide / 2, y: high / 2 },
  ]
  const boxOf = (word: SeenWord, line: Line): Box => {
    const corners = cornersOf(word, line).map((corner) =>
      turnedAbout(corner, middle, (-quarters * Math.PI) / 2, onto),
    )
    const xs = corners.map(({ x }) => within(x / wide))
    const ys = corners.map(({ y }) => within(y / high))
    return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
  }
  const words: Word[] = lines.flatMap((line, i) =>
    seen[i]!.map((word) => ({ text: word.text, box: boxOf(word, line), confidence: word.confidence })),
  )
  return { words, turn }
}

const within = (share: number) => Math.min(1, Math.max(0, share))

function cornersOf({ left, right, top, bottom }: SeenWord, line: Line) {
  const scale = line.height / lineHeight
  return [left, right].flatMap((x) =>
    [top, bottom].map((y) => {
      const at = { x: line.x + x * scale - line.length / 2, y: line.y + y * scale - line.height / 2 }
      return turnedAbout(at, line, line.angle)
    }),
  )
}
