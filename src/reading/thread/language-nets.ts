import type { ThreadSettings } from '../thread-protocol.ts'
import { languageData } from './language-data.ts'
import { type Letter, lettersOf } from './letters.ts'
import type { Line } from './line.ts'
import { lineNet } from './line-net.ts'
import { openNet } from './onnx.ts'
import type { Still } from './still.ts'
import { lineHeight, straightLine } from './straighten.ts'
import { readTrainedData } from './trained-data.ts'

/** Reads one line of a page, once, however often it is asked; places are told for a line of `lineHeight`. */
export type ReadLine = (page: Still, line: Line) => Promise<Letter[]>

const opened = new Map<string, Promise<ReadLine>>()

/** What Tesseract learned of a language, run without Tesseract: it takes a tenth of the time. Kept by the thread. */
export function languageNet(language: string, { tessdataDir }: ThreadSettings): Promise<ReadLine> {
  const net = opened.get(language) ?? open(languageData(language, tessdataDir))
  opened.set(language, net)
  return net
}

async function open(bytes: Uint8Array): Promise<ReadLine> {
  const { net, ...alphabet } = readTrainedData(bytes)
  const { file, height, columnsPerStep } = lineNet(net)
  const see = await openNet(file)
  const known = new WeakMap<Line, Letter[]>()
  return async (page, line) => {
    const before = known.get(line)
    if (before) return before
    const straight = straightLine(page, line, height)
    const seen = await see({ data: normalised(straight), dims: [1, 1, height, straight.width] })
    const letters = lettersOf(seen, alphabet, (columnsPerStep * lineHeight) / height)
    known.set(line, letters)
    return letters
  }
}

/** Black is -1 and white 1, as the networks were trained: what letters and paper are along the line's middle. */
function normalised({ data, width, height }: Still) {
  const { black, white } = blackAndWhite(data.subarray((height >> 1) * width, ((height >> 1) + 1) * width))
  const half = Math.max(1, white - black) / 2
  const levels = Float32Array.from({ length: 256 }, (_, gray) =>
    Math.min(1, Math.max(-1, (gray - black) / half - 1)),
  )
  return Float32Array.from(data, (gray) => levels[gray]!)
}

/** The darker quarter of the valleys and the lighter quarter of the peaks. */
function blackAndWhite(row: Uint8Array) {
  const valleys: number[] = []
  const peaks: number[] = []
  for (let x = 1; x + 1 < row.length; x++) {
    const [before, gray, after] = [row[x - 1]!, row[x]!, row[x + 1]!]
    if ((gray < before && gray <= after) || (gray <= before && gray < after)) valleys.push(gray)
    if ((gray > before && gray >= after) || (gray >= before && gray > after)) peaks.push(gray)
  }
  const at = (values: number[], share: number) =>
    values.sort((a, b) => a - b)[Math.floor((values.length - 1) * share)]
  return { black: at(valleys, 0.25) ?? 0, white: at(peaks, 0.75) ?? 255 }
}
