import type { ThreadSettings } from '../thread-protocol.ts'
import { languageData } from './language-data.ts'
import { startTesseract } from './tesseract.ts'

let tesseract: ReturnType<typeof startTesseract> | undefined

/** The thread's one Tesseract, started by the first page that needs it. */
export function engine({ tessdataDir }: ThreadSettings) {
  tesseract ??= startTesseract({
    spa: languageData('spa', tessdataDir),
    eng: languageData('eng', tessdataDir),
  })
  return tesseract
}
