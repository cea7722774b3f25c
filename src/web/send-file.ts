import type { Context } from 'hono'
import { AppError } from '../errors.ts'

interface FileAnswer {
  filename: string
  contentType: string
  size: number
  etag: string
  open(range?: { start: number; end: number }): ReadableStream<Uint8Array>
}

/** Sends a stored file for keeping, whole or the one range that was asked for. */
export function sendFile(c: Context, { filename, contentType, size, etag, open }: FileAnswer) {
  const tag = `"${etag}"`
  c.header('ETag', tag)
  c.header('Accept-Ranges', 'bytes')
  c.header('Cache-Control', 'private, no-cache')
  c.header('Content-Type', contentType)
  c.header(
    'Content-Disposition',
    `attachment; filename="${plainName(filename)}"; filename*=UTF-8''${encoded(filename)}`,
  )
  if (c.req.header('if-none-match') === tag) return c.body(null, 304)
  const ifRange = c.req.header('if-range')
  const range = ifRange && ifRange !== tag ? undefined : rangeOf(c.req.header('range'), size)
  const { start, end } = range ?? { start: 0, end: size - 1 }
  if (range) c.header('Content-Range', `bytes ${start}-${end}/${size}`)
  c.header('Content-Length', String(end - start + 1))
  const status = range ? 206 : 200
  return c.req.method === 'HEAD' ? c.body(null, status) : c.body(open(range), status)
}

const plainName = (name: string) => name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
const encoded = (name: string) =>
  encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)

/** One range; several, or what is not understood, is answered whole, as the standard allows. */
function rangeOf(header: string | undefined, size: number) {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? []
  if (first === undefined || last === undefined || (!first && !last)) return undefined
  const start = first ? Number(first) : Math.max(0, size - Number(last))
  const end = first && last ? Math.min(Number(last), size - 1) : size - 1
  if (first && last && Number(last) < Number(first)) return undefined
  if (start >= size || (!first && Number(last) === 0))
    throw new AppError(
      'bad-range',
      { es: 'El documento no llega hasta ahí.', en: 'The document does not reach that far.' },
      { extra: { size } },
    )
  return { start, end }
}
