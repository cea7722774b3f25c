import { randomUUID } from 'node:crypto'
import sharp from 'sharp'
import type { Extractor } from '../extraction/extraction.ts'
import { makePage } from '../extraction/make-page.ts'
import { emptyInvoice, type FieldName, type InvoiceData, type Provenances } from '../invoices/invoice-data.ts'
import type { PageOfWords } from '../invoices/words.ts'
import { type Reader, ReadingError, type ReadingFailure } from '../reading/reader.ts'
import { fakeReader } from './fake-engines.ts'

export type Found = Partial<InvoiceData>

/** What a photo makes of its reading: fields, or a failure. */
interface Says {
  found?: Found
  /** The words on it, drawn as text. */
  drawing?: string
  /** How sure the extractor is of them. */
  confidence?: number
  fails?: ReadingFailure
}

const blank = {
  page: 1,
  width: 60,
  height: 90,
  source: 'ocr',
  turn: 0,
} as const satisfies Partial<PageOfWords>

/**
 * Photos that any image library can open, and engines that find in each what the test says is in it. Of several together
 * the first that says something of a field is believed.
 */
export function fakePhotos() {
  const says = new Map<string, Says>()
  const { reader, gate, hold } = fakeReader()
  let isHeld = false

  /** A photo that says this; no two are alike. */
  async function photo(found: Found = {}, more: Omit<Says, 'found'> = {}) {
    const name = randomUUID()
    says.set(name, { found, ...more })
    const png = await sharp({ create: { width: 60, height: 90, channels: 3, background: '#fff' } })
      .png()
      .toBuffer()
    return new Uint8Array(Buffer.concat([png, Buffer.from(name)]))
  }

  const readsPhotos: Reader = {
    ...reader,
    async *read({ bytes }, { signal }) {
      const name = new TextDecoder('latin1').decode(bytes).slice(-36)
      const { fails, drawing } = says.get(name) ?? {}
      if (isHeld) gate.reach()
      if (isHeld) await gate.opened
      signal.throwIfAborted()
      if (fails) throw new ReadingError(fails, 'as the test wished')
      const word = { text: name, box: [0.1, 0.1, 0.9, 0.2], confidence: 0.99 } as const
      yield {
        page:
          drawing === undefined
            ? { ...blank, codes: [], words: [{ ...word, box: [...word.box] }] }
            : makePage(drawing, { source: 'ocr' }),
        pages: 1,
        picture: new Uint8Array(await sharp(bytes).webp().toBuffer()),
      }
    },
  }

  const extractor: Extractor = {
    async extract({ pages }) {
      const data: InvoiceData = { ...emptyInvoice }
      const fields: Provenances = {}
      for (const { page, words } of pages)
        for (const { text } of words) {
          const { found = {}, confidence = 0.9 } = says.get(text) ?? {}
          for (const [name, value] of Object.entries(found) as [FieldName, unknown][]) {
            if (fields[name]) continue
            Object.assign(data, { [name]: value })
            fields[name] = { value, confidence, source: 'ocr', page, box: [0.1, 0.1, 0.2, 0.2] }
          }
        }
      return { data, fields, checks: [] }
    },
    async check() {},
  }

  return {
    engines: { reader: readsPhotos, extractor },
    photo,
    gate,
    /** From now on pictures wait before they are read, until the gate is opened. */
    hold() {
      hold()
      isHeld = true
    },
    letGo() {
      isHeld = false
      gate.open()
    },
  }
}
