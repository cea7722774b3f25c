import { expect, test } from 'bun:test'
import { decodeXml } from './decode-xml.ts'
import { signed } from './make-signed.ts'
import { unwrapSigned } from './unwrap-signed.ts'

const xml = `<?xml version="1.0" encoding="UTF-8"?><a>${'Señor '.repeat(100)}</a>`
const bytes = new TextEncoder().encode(xml)
const coded = (file: Uint8Array) =>
  new TextEncoder().encode(Buffer.from(file).toString('base64').replace(/.{64}/g, '$&\r\n'))

test.each([
  ['with lengths', signed(bytes)],
  ['open and in pieces', signed(bytes, 100)],
  ['in base64, broken into lines', coded(signed(bytes))],
  ['open, in base64', coded(signed(bytes, 64))],
])('a document comes out of its signature: %s', (_, file) => expect(decodeXml(file)).toBe(xml))

test('of a file that is cut short there is what was whole until then', () => {
  expect(Buffer.from(unwrapSigned(signed(bytes).subarray(0, 200))!).toString()).toStartWith('<?xml')
})

test.each(['', '<a/>', '%PDF-1.7', 'MIME-Version: 1.0', '0\x80', '0\x82\xff\xff\x06\x09*', 'MIIC'])(
  '%j is no signature',
  (text) => expect(unwrapSigned(Buffer.from(text, 'latin1'))).toBeNull(),
)

test('nonsense within one is answered at once', () => {
  const file = signed(bytes, 100)
  const started = performance.now()
  for (let at = 0; at < file.length; at++) {
    const changed = file.slice()
    changed[at] = changed[at]! ^ 0xff
    unwrapSigned(changed)
  }
  const open = Buffer.concat([
    signed(bytes, 100).subarray(0, 15),
    Buffer.alloc(4_000_000, Buffer.from([0x30, 0x80])),
  ])
  unwrapSigned(open)
  expect(performance.now() - started).toBeLessThan(2_000)
})
