import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'

const debian = '/usr/share/tesseract-ocr'

/**
 * The trained data of one language: the operator's, else Debian's (quicker, and as good on print), else what
 * came with the packages. Never the network.
 */
export function languageData(language: string, tessdataDir?: string): Uint8Array {
  const place = placeOfLanguage(language, tessdataDir)
  const bytes = readFileSync(place)
  return place.endsWith('.gz') ? gunzipSync(bytes) : bytes
}

/** The file a language's trained data is taken from. */
export function placeOfLanguage(language: string, tessdataDir?: string): string {
  const installed = existsSync(debian) ? readdirSync(debian).sort().reverse() : []
  const folders = [
    ...(tessdataDir ? [tessdataDir] : []),
    ...installed.map((version) => join(debian, version, 'tessdata')),
  ]
  for (const folder of folders) {
    const file = join(folder, `${language}.traineddata`)
    if (existsSync(file)) return file
  }
  const home = createRequire(import.meta.url).resolve(`@tesseract.js-data/${language}/package.json`)
  return join(dirname(home), '4.0.0_best_int', `${language}.traineddata.gz`)
}
