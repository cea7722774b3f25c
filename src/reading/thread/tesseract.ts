import type { Still } from './still.ts'

/** How Tesseract takes a page apart: into blocks and columns it finds, or as one block of lines. */
export type Layout = 'blocks' | 'lines'
const pageSegmentation = { blocks: '3', lines: '6' } as const
const lstmOnly = 1

export type Recognise = (picture: Still, layout: Layout) => string

/** Starts Tesseract inside this thread: no network, no cache files, nothing written to the console. */
export async function startTesseract(languages: Record<string, Uint8Array>): Promise<Recognise> {
  const { default: start } = await import('tesseract.js-core/tesseract-core-simd-lstm')
  const silent = () => {}
  let complaints = ''
  const printErr = (line: string) => {
    complaints = `${complaints}${line}\n`.slice(-1000)
  }
  const core = await start({ TesseractProgress: silent, print: silent, printErr })
  for (const [language, data] of Object.entries(languages))
    core.FS.writeFile(`./${language}.traineddata`, data)
  const api = new core.TessBaseAPI()
  const names = Object.keys(languages).join('+')
  // One language of two that does not load is a complaint only, and every accent would be lost.
  if (api.Init(null, names, lstmOnly) !== 0 || /failed loading/i.test(complaints))
    throw new Error(`Tesseract can't use its data for ${names}`)
  api.SetVariable('debug_file', '/dev/null')

  /** Each page is read as if it were the first: the network learns nothing, and Clear drops the page. */
  return ({ width, height, data }, layout) => {
    api.SetVariable('tessedit_pageseg_mode', pageSegmentation[layout])
    // PGM: the engine's own picture decoders never see foreign bytes.
    core.FS.writeFile('/input', Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), data]))
    try {
      if (api.SetImageFile(1, 0) !== 0) throw new Error('Tesseract took no picture')
      if (api.Recognize(null) !== 0) throw new Error('Tesseract gave up on the page')
      return api.GetTSVText(0)
    } finally {
      api.Clear()
    }
  }
}
