import type { Box, Code, PageOfWords, Turn } from '../../invoices/words.ts'
import type { ThreadSettings } from '../thread-protocol.ts'
import { readCodes } from './codes.ts'
import { recognise } from './recognise.ts'
import type { Still } from './still.ts'

interface Size {
  width: number
  height: number
}

/** A page that is a picture: its words and codes, told for the page as it stands upright. */
export async function readStill(
  gray: Still,
  size: Size,
  settings: ThreadSettings,
): Promise<Omit<PageOfWords, 'page'>> {
  const codes = await readCodes(gray)
  const { words, turn } = await recognise(gray, settings)
  return {
    ...turnedSize(size, turn),
    source: 'ocr',
    turn,
    words,
    codes: codes.map((code) => turnedCode(code, turn)),
  }
}

const turnedSize = ({ width, height }: Size, turn: Turn): Size =>
  turn % 180 ? { width: height, height: width } : { width, height }

const turnedCode = (code: Code, turn: Turn): Code => ({ ...code, box: turnedBox(code.box, turn) })

/** A box on the page as displayed, after the page was turned clockwise. */
export function turnedBox([x0, y0, x1, y1]: Box, turn: Turn): Box {
  if (turn === 90) return [1 - y1, x0, 1 - y0, x1]
  if (turn === 180) return [1 - x1, 1 - y1, 1 - x0, 1 - y0]
  return turn === 270 ? [y0, 1 - x1, y1, 1 - x0] : [x0, y0, x1, y1]
}
