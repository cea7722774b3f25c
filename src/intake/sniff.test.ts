import { expect, test } from 'bun:test'
import sharp from 'sharp'
import { AppError } from '../errors.ts'
import type { ContentType } from '../invoices/content-types.ts'
import { signed } from '../xml/make-signed.ts'
import { requireReadable, sniff } from './sniff.ts'

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))
const utf16 = (text: string, swapped = false) => {
  const buffer = Buffer.from(text, 'utf16le')
  return new Uint8Array(swapped ? buffer.swap16() : buffer)
}
const ftyp = (...brands: string[]) =>
  bytes(
    `\0\0\0${String.fromCharCode(12 + brands.length * 4)}ftyp${brands[0]}\0\0\0\0${brands.slice(1).join('')}\0\0\0\0meta`,
  )

const known: [string, Uint8Array, ContentType][] = [
  ['a PDF', bytes('%PDF-1.7\n'), 'application/pdf'],
  ['a PDF behind junk', bytes(`${'junk\n'.repeat(200)}%PDF-1.4\n`), 'application/pdf'],
  ['a PDF behind a broken tag', bytes('<0>\n%PDF-1.4\n'), 'application/pdf'],
  ['a JPEG', bytes('\xff\xd8\xff\xe0\0\x10JFIF'), 'image/jpeg'],
  ['a JPEG that mentions %PDF-1.4', bytes('\xff\xd8\xff\xe1\0\x10%PDF-1.4'), 'image/jpeg'],
  ['a PNG', bytes('\x89PNG\r\n\x1a\n\0\0\0\rIHDR'), 'image/png'],
  ['a WebP', bytes('RIFF\x10\0\0\0WEBPVP8 '), 'image/webp'],
  ['a little-endian TIFF', bytes('II*\0\x08\0\0\0'), 'image/tiff'],
  ['a big-endian TIFF', bytes('MM\0*\0\0\0\x08'), 'image/tiff'],
  ['a little-endian BigTIFF', bytes('II+\0\x08\0\0\0\x10\0\0\0\0\0\0\0'), 'image/tiff'],
  ['a big-endian BigTIFF', bytes('MM\0+\0\x08\0\0\0\0\0\0\0\0\0\x10'), 'image/tiff'],
  ['a photo of a telephone', ftyp('heic', 'mif1', 'heic'), 'image/heic'],
  ['a HEIC that names its brand later', ftyp('mif1', 'miaf', 'heix'), 'image/heic'],
  ['a plain HEIF', ftyp('mif1', 'mif1'), 'image/heic'],
  ['a ZIP', bytes('PK\x03\x04\x14\0'), 'application/zip'],
  ['a ZIP of nothing', bytes(`PK\x05\x06${'\0'.repeat(18)}`), 'application/zip'],
  ['an XML', bytes('<?xml version="1.0"?><Invoice/>'), 'application/xml'],
  ['a signed XML', signed(bytes('<?xml version="1.0"?><Invoice/>')), 'application/pkcs7-mime'],
  ['an XML after blank lines', bytes('\n\n  <?xml version="1.0"?><Invoice/>'), 'application/xml'],
  ['an XML with a byte order mark', bytes('\xef\xbb\xbf<?xml version="1.0"?><Invoice/>'), 'application/xml'],
  ['an XML without a declaration', bytes('<!-- ours --><cfdi:Comprobante Version="4.0">'), 'application/xml'],
  [
    'an XML with a DOCTYPE',
    bytes('<?xml version="1.0"?><!DOCTYPE DTE SYSTEM "dte.dtd"><DTE>'),
    'application/xml',
  ],
  [
    'an XML in UTF-16 with a mark',
    utf16('\ufeff<?xml version="1.0" encoding="UTF-16"?><a/>'),
    'application/xml',
  ],
  ['an XML in big-endian UTF-16', utf16('\ufeff<?xml version="1.0"?><a/>', true), 'application/xml'],
  ['an XML in UTF-16 without a mark', utf16('<?xml version="1.0"?><a/>'), 'application/xml'],
  ['an XML whose root comes late', bytes(`<?xml version="1.0"?><!--${'x'.repeat(5000)}`), 'application/xml'],
]

const unknown: [string, Uint8Array][] = [
  ['nothing', bytes('')],
  ['one byte', bytes('<')],
  ['text', bytes('Factura 123')],
  ['a GIF', bytes('GIF89a')],
  ['a program', bytes('MZ\x90\0')],
  ['another RIFF', bytes('RIFF\x10\0\0\0WAVEfmt ')],
  ['an AVIF', ftyp('avif', 'mif1', 'miaf')],
  ['an AVIF that names its brand later', ftyp('mif1', 'avif', 'miaf')],
  ['a film', ftyp('isom', 'mp42')],
  ['a raw photo', bytes('II*\0\x10\0\0\0CR\x02\0')],
  ['a web page', bytes('<!DOCTYPE html><html><body>%PDF-1.4')],
  ['a web page without a DOCTYPE', bytes('<html lang="es">')],
  ['a web page written as XML', bytes('<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">')],
  ['a snippet of a web page', bytes('<div class="invoice">')],
  ['a drawing', bytes('<svg xmlns="http://www.w3.org/2000/svg">')],
  ['a drawing with everything', bytes('<?xml version="1.0"?><!-- a --><!DOCTYPE svg PUBLIC "a" "b"><svg>')],
  ['a drawing with a prefix', bytes('<?xml version="1.0"?><svg:svg>')],
  ['a PDF behind too much junk', bytes(`${'j'.repeat(1100)}%PDF-1.4`)],
]

for (const [what, head, contentType] of known)
  test(`${what} is ${contentType}`, () => expect(sniff(head)).toBe(contentType))

for (const [what, head] of unknown)
  test(`${what} is nothing Folio reads`, () => {
    expect(sniff(head)).toBeUndefined()
    expect(() => requireReadable(head)).toThrow(AppError)
  })

test('a head that begins inside a larger buffer is read from where it begins', () => {
  const larger = new Uint8Array([1, 2, 3, ...ftyp('mif1', 'heic')])
  expect(sniff(larger.subarray(3))).toBe('image/heic')
})

test('pictures this build can really write and read back are told apart', async () => {
  const picture = sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
  for (const format of ['jpeg', 'png', 'webp', 'tiff'] as const)
    expect(sniff(await picture.clone().toFormat(format).toBuffer())).toBe(`image/${format}`)
  const avif = await picture.clone().avif().toBuffer()
  expect(sniff(avif)).toBeUndefined()
  const bigTiff = await picture.clone().tiff({ bigtiff: true }).toBuffer()
  expect(sniff(bigTiff)).toBe('image/tiff')
  expect((await sharp(bigTiff).metadata()).format).toBe('tiff')
})
