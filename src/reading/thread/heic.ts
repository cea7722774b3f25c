import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { ReadingError } from '../reader.ts'
import { wear } from './wear.ts'

/** What is called of libheif as it was compiled to WebAssembly; errors come by address, in two numbers and a text. */
type Heif = Record<string, (...given: number[]) => number> & { HEAPU8: Uint8Array<ArrayBuffer> }

const rgb = 1
const interleavedRgb = 10
const interleaved = 10
const channels = 3

let loading: Promise<Heif> | undefined

/** The photo in a HEIC as telephones take it, which the picture library's own binaries don't decode. */
export async function openHeic(bytes: Uint8Array, mostPixels: number): Promise<Sharp> {
  loading ??= load()
  const heif = await loading
  try {
    return decode(heif, bytes, mostPixels)
  } catch (error) {
    // Whatever it stumbled over, it is not trusted with another photo.
    if (!(error instanceof ReadingError)) loading = undefined
    throw error instanceof ReadingError ? error : unreadable(String(error))
  } finally {
    wear.heicBytes = heif.HEAPU8.length
  }
}

function decode(heif: Heif, bytes: Uint8Array, mostPixels: number): Sharp {
  const [context, told, file] = [heif._heif_context_alloc!(), heif._malloc!(32), heif._malloc!(bytes.length)]
  const number = (offset: number) => new DataView(heif.HEAPU8.buffer).getInt32(told + offset, true)
  const call = (name: string, ...given: number[]) => {
    heif[name]!(told, ...given)
    if (number(0)) throw unreadable(`error ${number(0)}.${number(4)}`)
  }
  const [handleAt, imageAt] = [told + 16, told + 20]
  let [handle, image] = [0, 0]
  try {
    if (!file) throw tooLarge('There is no memory for the file.')
    heif.HEAPU8.set(bytes, file)
    call('_heif_context_read_from_memory_without_copy', context, file, bytes.length, 0)
    call('_heif_context_get_primary_image_handle', context, handleAt)
    handle = number(16)
    const [width, height] = [
      heif._heif_image_handle_get_width!(handle),
      heif._heif_image_handle_get_height!(handle),
    ]
    if (width * height > mostPixels) throw tooLarge(`It is ${width} by ${height} pixels.`)
    new DataView(heif.HEAPU8.buffer).setInt32(imageAt, 0, true)
    call('_heif_decode_image', handle, imageAt, rgb, interleavedRgb, 0)
    image = number(20)
    return sharp(copyPixels(heif, image, told + 24), rawOf(heif, image))
  } finally {
    if (image) heif._heif_image_release!(image)
    if (handle) heif._heif_image_handle_release!(handle)
    heif._heif_context_free!(context)
    for (const place of [file, told]) heif._free!(place)
  }
}

const rawOf = (heif: Heif, image: number) => ({
  raw: {
    width: heif._heif_image_get_width!(image, interleaved),
    height: heif._heif_image_get_height!(image, interleaved),
    channels,
  } as const,
})

/** Row by row: they are padded. */
function copyPixels(heif: Heif, image: number, strideAt: number) {
  const { width, height } = rawOf(heif, image).raw
  const plane = heif._heif_image_get_plane_readonly!(image, interleaved, strideAt)
  const stride = new DataView(heif.HEAPU8.buffer).getInt32(strideAt, true)
  const row = width * channels
  const pixels = new Uint8Array(row * height)
  for (let y = 0; y < height; y++)
    pixels.set(heif.HEAPU8.subarray(plane + y * stride, plane + y * stride + row), y * row)
  return pixels
}

const unreadable = (detail: string) => new ReadingError('unreadable', `The HEIC can't be decoded: ${detail}`)
const tooLarge = (detail: string) => new ReadingError('too-large', `The HEIC is too large. ${detail}`)

async function load(): Promise<Heif> {
  const require = createRequire(import.meta.url)
  const home = join(dirname(require.resolve('libheif-js/package.json')), 'libheif-wasm')
  const wasmBinary = await readFile(join(home, 'libheif.wasm'))
  const silent = () => {}
  return require(join(home, 'libheif.js'))({ wasmBinary, print: silent, printErr: silent })
}
