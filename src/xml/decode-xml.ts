import { unwrapSigned } from './unwrap-signed.ts'
import { XmlError } from './xml-error.ts'

/** Where a declaration may be looked for. */
const declarationBytes = 200
const declaration = /^(?:\xef\xbb\xbf)?<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]{1,40})["']/

/** The text of a document: by its byte order mark, the look of its first bytes, or what it declares itself; out of a signature, too. */
export function decodeXml(file: Uint8Array): string {
  const bytes = unwrapSigned(file) ?? file
  const encoding = markedEncoding(bytes) ?? declaredEncoding(bytes) ?? 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    throw new XmlError(`The XML is not the ${encoding} it should be.`)
  }
}

function markedEncoding(bytes: Uint8Array) {
  const [first, second, third] = bytes
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return 'utf-16be'
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return 'utf-16le'
  return undefined
}

function declaredEncoding(bytes: Uint8Array) {
  const declared = declaration.exec(
    new TextDecoder('latin1').decode(bytes.subarray(0, declarationBytes)),
  )?.[1]
  // Some programs declare what they held in memory: a declaration that was read byte by byte is not UTF-16.
  return declared && /^utf-?16/i.test(declared) ? 'utf-8' : declared
}
