import type { PageOfWords } from '../../invoices/words.ts'
import type { ThreadSettings } from '../thread-protocol.ts'
import { readCodes } from './codes.ts'
import { recognise } from './recognise.ts'
import type { Still } from './still.ts'
import { isIn, type Size, uprightBox, uprightSize } from './upright-page.ts'

/** A page that is a picture: its words and codes, told for the page as it stands upright. */
export async function readStill(
  gray: Still,
  size: Size,
  settings: ThreadSettings,
): Promise<Omit<PageOfWords, 'page'>> {
  const codes = await readCodes(gray)
  const { words, ...upright } = await recognise(gray, settings)
  const placed = codes.map((code) => ({ ...code, box: uprightBox(code.box, size, upright) }))
  return {
    ...uprightSize(size, upright),
    ...upright,
    source: 'ocr',
    // Modules of a code look like letters here and there.
    words: words.filter((word) => !placed.some((code) => isIn(word.box, code.box))),
    codes: placed,
  }
}
