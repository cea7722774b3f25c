import type { Still } from './still.ts'
import type { Recognise } from './tesseract.ts'
import { type SeenWord, tesseractWords } from './tesseract-words.ts'

/** Tesseract is trained on lines of this height, and reads lines apart when there is paper between them. */
export const lineHeight = 36
const gap = 28
const pitch = lineHeight + gap
/** What one picture holds: Tesseract keeps several copies of it. */
const canvasPixels = 2_500_000
const likeWidth = 0.5

/** The words on each of some straightened lines, in the pixels of that line. */
export function readLines(lines: Still[], read: Recognise): SeenWord[][] {
  const words = new Map<Still, SeenWord[]>(lines.map((line) => [line, []]))
  for (const some of inCanvases(lines)) {
    for (const word of tesseractWords(read(stacked(some), 'lines'))) {
      const row = Math.floor(((word.top + word.bottom) / 2 - gap / 2) / pitch)
      const top = row * pitch + gap
      const line = some[row]
      if (line) words.get(line)!.push(moved(word, -gap, -top))
    }
  }
  return [...words.values()]
}

const moved = ({ left, right, top, bottom, ...word }: SeenWord, x: number, y: number): SeenWord => ({
  ...word,
  left: left + x,
  right: right + x,
  top: top + y,
  bottom: bottom + y,
})

/** Lines of a kind: paper beside short lines costs time, too. */
function inCanvases(lines: Still[]) {
  const canvases: Still[][] = []
  for (const line of lines.toSorted((a, b) => b.width - a.width)) {
    const last = canvases.at(-1)
    const widest = last?.[0]?.width ?? 0
    const fits = last && (last.length + 1) * pitch * widest <= canvasPixels
    if (fits && line.width >= widest * likeWidth) last.push(line)
    else canvases.push([line])
  }
  return canvases
}

function stacked(lines: Still[]): Still {
  const width = Math.max(...lines.map((line) => line.width)) + 2 * gap
  const height = lines.length * pitch + gap
  const data = new Uint8Array(width * height).fill(255)
  lines.forEach((line, row) => {
    const top = row * pitch + gap
    for (let y = 0; y < line.height; y++)
      data.set(line.data.subarray(y * line.width, (y + 1) * line.width), (top + y) * width + gap)
  })
  return { data, width, height, channels: 1 }
}
