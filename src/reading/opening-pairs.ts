import type { DocumentFile } from '../invoices/words.ts'
import { findPair } from '../zip/find-pair.ts'
import { listZip } from '../zip/list-zip.ts'
import { unpack } from '../zip/unpack.ts'
import { ZipError } from '../zip/zip-error.ts'
import { type Document, type Reader, ReadingError, type ReadingFailure } from './reader.ts'

/** What a PDF may be that has no pages to show: its XML says everything all the same. */
const hopeless: ReadingFailure[] = ['unreadable', 'encrypted', 'empty']
const isHopeless = (error: unknown) => error instanceof ReadingError && hopeless.includes(error.reason)

/**
 * A reader that opens the ZIP of an e-invoice and the PDF that shows it: people see the pages of the PDF, and the XML
 * comes first among its files. Where nobody can open the PDF, the XML is the whole of the document.
 */
export function openingPairs(reader: Reader): Reader {
  return {
    ...reader,

    async *read(document, options) {
      if (document.contentType !== 'application/zip') return yield* reader.read(document, options)
      const { pdf, xml } = await openPair(document)
      let isShown = options.skip !== undefined && options.skip.size > 0
      try {
        for await (const read of reader.read(pdf, options)) {
          isShown = true
          yield read
        }
      } catch (error) {
        if (isShown || !isHopeless(error)) throw error
        yield* reader.read({ contentType: 'application/xml', bytes: xml.bytes }, options)
      }
    },

    async picture(document, place, signal) {
      if (document.contentType !== 'application/zip') return reader.picture(document, place, signal)
      const { pdf } = await openPair(document)
      return reader.picture(pdf, place, signal)
    },

    async readRegion(document, place, box, signal) {
      if (document.contentType !== 'application/zip') return reader.readRegion(document, place, box, signal)
      const { pdf } = await openPair(document)
      return reader.readRegion(pdf, place, box, signal)
    },

    async files(document, signal) {
      if (document.contentType !== 'application/zip') return reader.files(document, signal)
      const { pdf, xml } = await openPair(document)
      try {
        return [xml, ...(await reader.files(pdf, signal))]
      } catch (error) {
        if (!isHopeless(error)) throw error
        return [{ ...xml, name: '' }]
      }
    },
  }
}

async function openPair({ bytes }: Document): Promise<{ pdf: Document; xml: DocumentFile }> {
  try {
    const pair = findPair(listZip(bytes))
    if (!pair) throw new ReadingError('unreadable', 'The ZIP is not that of an XML and a PDF.')
    const [xml, pdf] = await Promise.all([unpack(pair.xml), unpack(pair.pdf)])
    return { xml: { name: pair.xml.name, bytes: xml }, pdf: { contentType: 'application/pdf', bytes: pdf } }
  } catch (error) {
    throw error instanceof ZipError ? new ReadingError('unreadable', error.message) : error
  }
}
