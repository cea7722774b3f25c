import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { PDFiumLibrary } from '@hyzyla/pdfium'
import { ReadingError } from '../reader.ts'
import { pictureSide, recognisedPixels, type Still } from './still.ts'
import { wear } from './wear.ts'

type Library = Awaited<ReturnType<typeof PDFiumLibrary.init>>
type Page = ReturnType<Awaited<ReturnType<Library['loadDocument']>>['getPage']>
export type Raster = Awaited<ReturnType<typeof openRaster>>

let library: Promise<Library> | undefined

/** A PDF as pdfium draws it: each page upright as its /Rotate says, on white. */
export async function openRaster(bytes: Uint8Array) {
  library ??= load()
  const pdfium = await library
  const document = await pdfium.loadDocument(bytes).catch((error: Error) => {
    if (/password|security/i.test(error.message))
      throw new ReadingError('encrypted', 'The PDF asks for a password.')
    throw new ReadingError('unreadable', `The PDF can't be drawn: ${error.message}`)
  })

  const draw = async (page: number, colorSpace: 'Gray' | 'BGRA', scaleFor: (size: Size) => number) => {
    if (page > document.getPageCount()) throw new ReadingError('unreadable', `Page ${page} can't be drawn.`)
    const drawn = document.getPage(page - 1)
    const size = sizeOf(drawn)
    if (!size) throw new ReadingError('unreadable', `Page ${page} can't be drawn.`)
    const scale = scaleFor(size)
    const side = (points: number) => Math.max(1, Math.round(points * scale))
    const { width, height, data } = await drawn.render({
      width: side(size.width),
      height: side(size.height),
      scale: 1,
      render: 'bitmap',
      colorSpace,
    })
    // biome-ignore lint/complexity/useLiteralKeys: the library keeps its memory private, and nothing else tells
    wear.rasterBytes = pdfium['module'].HEAPU8.length
    return { size, still: { width, height, data, channels: colorSpace === 'Gray' ? 1 : 4 } satisfies Still }
  }

  return {
    /** Gray at so many dots an inch, or fewer where the page is larger than recognition looks at. */
    gray: (page: number, dpi: number) =>
      draw(page, 'Gray', ({ width, height }) =>
        Math.min(dpi / 72, Math.sqrt(recognisedPixels / (width * height))),
      ),
    colour: async (page: number) =>
      (await draw(page, 'BGRA', ({ width, height }) => pictureSide / Math.max(width, height))).still,
    close: () => document.destroy(),
  }
}

interface Size {
  width: number
  height: number
}

function sizeOf(page: Page): Size | undefined {
  const { originalWidth: width, originalHeight: height } = page.getOriginalSize()
  return width >= 1 && height >= 1 && Number.isFinite(width * height) ? { width, height } : undefined
}

async function load() {
  const entry = createRequire(import.meta.url).resolve('@hyzyla/pdfium')
  const wasm = await readFile(join(dirname(entry), 'pdfium.wasm'))
  return PDFiumLibrary.init({
    wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength),
  })
}
