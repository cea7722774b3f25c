import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { PDFiumLibrary } from '@hyzyla/pdfium'
import { ReadingError } from '../reader.ts'

type Library = Awaited<ReturnType<typeof PDFiumLibrary.init>>
export type PdfiumDocument = Awaited<ReturnType<typeof openPdfium>>
/** A handle pdfium gave out: an address in its memory, zero for none. */
export type Handle = number

/** The library shows a dozen of pdfium's functions; this is the door to all of them, and to its memory. */
export interface Pdfium {
  call: Record<string, (...given: number[]) => number>
  /** Looks at pdfium's memory as it is now: it moves when it grows. */
  view: () => DataView
  /** Room for the few numbers that a function tells by address; the next call overwrites them. */
  scratch: number
}

let loading: Promise<{ library: Library; pdfium: Pdfium }> | undefined

/** A PDF as pdfium holds it. An empty password is tried, as everybody does. */
export async function openPdfium(bytes: Uint8Array) {
  loading ??= load()
  const { library, pdfium } = await loading
  const document = await library.loadDocument(bytes).catch((error: Error) => {
    const mended = isLocked(error) ? undefined : withRoot(bytes)
    return mended ? library.loadDocument(mended).catch(explain) : explain(error)
  })
  return {
    pdfium,
    bytes,
    pages: document.getPageCount(),
    // biome-ignore lint/complexity/useLiteralKeys: the library keeps its handle private
    handle: document['documentIdx'] as Handle,
    form: () => document.initializeFormFields() as Handle,
    close: () => document.destroy(),
  }
}

const isLocked = (error: Error) => /password|security/i.test(error.message)

function explain(error: Error): never {
  if (isLocked(error)) throw new ReadingError('encrypted', 'The PDF asks for a password.')
  throw new ReadingError('unreadable', `The PDF can't be opened: ${error.message}`)
}

/** pdfium finds the objects of a file that was cut short, not where to begin: the end, which is lost, tells that. */
function withRoot(bytes: Uint8Array) {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const catalogue = Math.max(text.lastIndexOf('/Type/Catalog'), text.lastIndexOf('/Type /Catalog'))
  const before = catalogue < 0 ? '' : text.toString('latin1', Math.max(0, catalogue - 4096), catalogue)
  const [root] = [...before.matchAll(/(\d+\s+\d+)\s+obj/g)].slice(-1)
  return root && Buffer.concat([text, Buffer.from(`\nendobj\ntrailer<</Root ${root[1]} R>>\n%%EOF`)])
}

async function load() {
  const entry = createRequire(import.meta.url).resolve('@hyzyla/pdfium')
  const wasm = await readFile(join(dirname(entry), 'pdfium.wasm'))
  const library = await PDFiumLibrary.init({
    wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength),
  })
  // biome-ignore lint/complexity/useLiteralKeys: the library keeps its module private
  const module = library['module']
  const call = module.wasmExports as unknown as Pdfium['call']
  let view = new DataView(module.HEAPU8.buffer)
  const pdfium: Pdfium = {
    call,
    view() {
      if (view.buffer !== module.HEAPU8.buffer) view = new DataView(module.HEAPU8.buffer)
      return view
    },
    scratch: call.malloc!(64),
  }
  return { library, pdfium }
}

/** Has pdfium write floats to its scratch and reads them; nothing where it says that there are none. */
export function floats({ call, view, scratch }: Pdfium, name: string, count: number, ...given: number[]) {
  if (!call[name]!(...given, scratch)) return
  const seen = view()
  return Array.from({ length: count }, (_, i) => seen.getFloat32(scratch + i * 4, true))
}

/** The same for functions that take an address for each of their numbers. */
export function floatsApart({ call, view, scratch }: Pdfium, name: string, count: number, given: Handle) {
  if (!call[name]!(given, ...Array.from({ length: count }, (_, i) => scratch + i * 4))) return
  const seen = view()
  return Array.from({ length: count }, (_, i) => seen.getFloat32(scratch + i * 4, true))
}

/** Red, green, blue and opacity of what is filled, 0-255. */
export function fillOf({ call, view, scratch }: Pdfium, object: Handle) {
  const places = [0, 4, 8, 12].map((offset) => scratch + offset) as [number, number, number, number]
  if (!call.FPDFPageObj_GetFillColor!(object, ...places)) return
  const seen = view()
  return places.map((place) => seen.getUint32(place, true)) as [number, number, number, number]
}

/** The bytes that pdfium copies out when it is asked twice: first how many, then for them. */
export function bytesOf({ call, view }: Pdfium, name: string, ...given: number[]) {
  const size = call[name]!(...given, 0, 0)
  if (!size) return new Uint8Array()
  const place = call.malloc!(size)
  if (!place) throw new ReadingError('too-large', 'There is no memory for an image of the PDF.')
  try {
    call[name]!(...given, place, size)
    return new Uint8Array(view().buffer as ArrayBuffer, place, size).slice()
  } finally {
    call.free!(place)
  }
}
