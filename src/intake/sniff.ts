import { AppError } from '../errors.ts'
import type { ContentType } from '../invoices/content-types.ts'
import { unwrapSigned } from '../xml/unwrap-signed.ts'
import { sniffMarkup } from './sniff-markup.ts'

/** Readers tolerate this much junk before a PDF's header, and mail gateways produce it. */
const junkBytes = 1024

const latin = (head: Uint8Array, start: number, end: number) =>
  Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1', start, end)

/** What a file is by its first bytes, whatever its name says; undefined for what Folio has no use for. */
export function sniff(head: Uint8Array): ContentType | undefined {
  const start = latin(head, 0, 16)
  if (start.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (start.startsWith('RIFF') && start.slice(8, 12) === 'WEBP') return 'image/webp'
  if (isTiff(start)) return 'image/tiff'
  if (start.slice(4, 8) === 'ftyp') return isHeic(head) ? 'image/heic' : undefined
  if (start.startsWith('%PDF-')) return 'application/pdf'
  if (/^PK(?:\x03\x04|\x05\x06)/.test(start)) return 'application/zip'
  const signed = unwrapSigned(head)
  const markup = sniffMarkup(signed ?? head)
  if (markup === 'xml') return signed ? 'application/pkcs7-mime' : 'application/xml'
  if (markup) return undefined
  return /%PDF-\d/.test(latin(head, 0, junkBytes + 8)) ? 'application/pdf' : undefined
}

/** Whether it is read as it is; a ZIP is opened first. */
export const isReadable = (contentType: ContentType) => contentType !== 'application/zip'

/** The kind of a file that Folio can read; any other is refused with what to send instead. */
export function requireReadable(head: Uint8Array): ContentType {
  const contentType = sniff(head)
  if (contentType && isReadable(contentType)) return contentType
  throw unsupported()
}

export const unsupported = () =>
  new AppError(
    'unsupported',
    {
      es: 'El archivo no es un PDF, una imagen (JPEG, PNG, WebP, TIFF, HEIC), una factura electrónica en XML ni un ZIP con ellos.',
      en: 'The file is not a PDF, a picture (JPEG, PNG, WebP, TIFF, HEIC), an e-invoice in XML or a ZIP of them.',
    },
    { code: 'UNSUPPORTED_FILE_TYPE' },
  )

/** Plain and Big; Canon's raw photos begin alike, and show only a thumbnail to a TIFF reader. */
const isTiff = (start: string) =>
  (/^II\*\0/.test(start) && start.slice(8, 10) !== 'CR') ||
  /^MM\0\*/.test(start) ||
  /^II\+\0\x08\0\0\0/.test(start) ||
  /^MM\0\+\0\x08\0\0/.test(start)

/** AVIF is the same box with other brands. */
function isHeic(head: Uint8Array) {
  const boxBytes = Math.min(new DataView(head.buffer, head.byteOffset).getUint32(0), head.length)
  const brands = latin(head, 8, Math.max(12, boxBytes)).match(/.{4}/gs) ?? []
  if (brands.some((brand) => /^(hei[cxms]|hev[cxms])$/.test(brand))) return true
  return /^(mif1|msf1)$/.test(brands[0] ?? '') && !brands.some((brand) => /^avi[fs]$/.test(brand))
}
