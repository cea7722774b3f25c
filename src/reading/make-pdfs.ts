import { createHash } from 'node:crypto'
import { degrees, PDFDocument, PDFName, StandardFonts } from 'pdf-lib'

type Bytes = Uint8Array<ArrayBuffer>
const a4: [number, number] = [595, 842]

export interface DrawnPage {
  /** PDF's own drawing operators; the font F is Helvetica. */
  content: string
  /** A JPEG or PNG drawn first, over the whole page. */
  cover?: Uint8Array
  /** Drawn last instead. */
  onTop?: boolean
  size?: [number, number]
  rotate?: 0 | 90 | 180 | 270
}

/** Text in PDF's own syntax; `before` sets colour, render mode and the like. */
export const put = (text: string, x: number, y: number, size = 12, before = '') =>
  `q ${before} BT /F ${size} Tf ${x} ${y} Td (${text}) Tj ET Q\n`

/** Pages drawn by hand, for what no honest program draws. */
export async function makeDrawnPdf(pages: DrawnPage[]): Promise<Bytes> {
  const pdf = await PDFDocument.create()
  const font = await pdf.embedFont(StandardFonts.Helvetica)
  for (const { content, cover, onTop, size = a4, rotate = 0 } of pages) {
    const page = pdf.addPage(size)
    const image = cover && (await (cover[0] === 0xff ? pdf.embedJpg(cover) : pdf.embedPng(cover)))
    const draw = () => image && page.drawImage(image, { x: 0, y: 0, width: size[0], height: size[1] })
    page.node.setFontDictionary(PDFName.of('F'), font.ref)
    if (!onTop) draw()
    // pdf-lib goes on in the stream it began.
    page.resetPosition()
    page.node.addContentStream(pdf.context.register(pdf.context.stream(content)))
    if (onTop) {
      const { XObject } = page.node.normalizedEntries()
      XObject.set(PDFName.of('Top'), image!.ref)
      const last = `q ${size[0]} 0 0 ${size[1]} 0 0 cm /Top Do Q`
      page.node.addContentStream(pdf.context.register(pdf.context.stream(last)))
    }
    page.setRotation(degrees(rotate))
  }
  return new Uint8Array(await pdf.save())
}

/** A PDF from its objects, without the table at its end: every reader mends that. The first is the catalogue. */
export function makeWrittenPdf(objects: string[], trailer = ''): Bytes {
  const body = objects.map((object, i) => `${i + 1} 0 obj${object}endobj`).join('\n')
  return new Uint8Array(Buffer.from(`%PDF-1.7\n${body}\ntrailer<</Root 1 0 R${trailer}>>\n%%EOF`, 'latin1'))
}

export const stream = (content: string, entries = '') =>
  `<<${entries}/Length ${content.length}>>stream\n${content}\nendstream `

export const helvetica = '<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>'

/** One page with the given content and annotations, and what else the document needs from object 6 on. */
export const makeOnePage = (content: string, annotations = '', more: string[] = [], catalogue = '') =>
  makeWrittenPdf([
    `<</Type/Catalog/Pages 2 0 R${catalogue}>>`,
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>/Annots[${annotations}]>>`,
    stream(content),
    helvetica,
    ...more,
  ])

/** A page that looks right and whose text says every letter so many places further on in Unicode. */
export function makeMisleadingPdf(content: string, shift: number): Bytes {
  const hex = (code: number) => `<${code.toString(16).padStart(4, '0')}>`
  const ranges = Array.from({ length: 95 }, (_, i) => {
    const code = (32 + i).toString(16)
    return `1 beginbfrange <${code}> <${code}> ${hex(32 + i + shift)} endbfrange`
  })
  const map = `/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def
1 begincodespacerange <00> <ff> endcodespacerange\n${ranges.join('\n')}\nendcmap end end`
  return makeWrittenPdf([
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>',
    stream(content),
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding/ToUnicode 6 0 R>>',
    stream(map),
  ])
}

/** Encrypted as PDF 1.3 does it; an empty password is the one that every reader tries. */
export function makeLockedPdf(content: string, password: string): Bytes {
  const padding = Buffer.from('28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A', 'hex')
  const padded = (text: string) => Buffer.concat([Buffer.from(text), padding]).subarray(0, 32)
  const id = Buffer.alloc(16, 7)
  const owner = rc4(md5(padded('owner')).subarray(0, 5), padded(password))
  const permissions = Buffer.from([0xfc, 0xff, 0xff, 0xff])
  const key = md5(padded(password), owner, permissions, id).subarray(0, 5)
  const locked = (object: number, text: string) =>
    rc4(md5(key, Buffer.from([object, 0, 0, 0, 0])).subarray(0, 10), Buffer.from(text)).toString('latin1')
  const hex = (bytes: Buffer) => `<${bytes.toString('hex')}>`
  return makeWrittenPdf(
    [
      '<</Type/Catalog/Pages 2 0 R>>',
      '<</Type/Pages/Kids[3 0 R]/Count 1>>',
      '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>',
      stream(locked(4, content)),
      helvetica,
      `<</Filter/Standard/V 1/R 2/O${hex(owner)}/U${hex(rc4(key, padding))}/P -4>>`,
    ],
    `/Encrypt 6 0 R/ID[${hex(id)}${hex(id)}]`,
  )
}

const md5 = (...parts: Uint8Array[]) => createHash('md5').update(Buffer.concat(parts)).digest()

function rc4(key: Uint8Array, data: Uint8Array) {
  const state = Uint8Array.from({ length: 256 }, (_, i) => i)
  const swap = (a: number, b: number) => {
    const kept = state[a]!
    state[a] = state[b]!
    state[b] = kept
  }
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + state[i]! + key[i % key.length]!) & 255
    swap(i, j)
  }
  let [i, j] = [0, 0]
  return Buffer.from(
    data.map((byte) => {
      i = (i + 1) & 255
      j = (j + state[i]!) & 255
      swap(i, j)
      return byte ^ state[(state[i]! + state[j]!) & 255]!
    }),
  )
}
