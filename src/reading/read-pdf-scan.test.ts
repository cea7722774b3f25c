import { afterAll, expect, test } from 'bun:test'
import { deflateSync } from 'node:zlib'
import { PDFDocument } from 'pdf-lib'
import sharp from 'sharp'
import { bounds } from '../config.ts'
import type { PageOfWords } from '../invoices/words.ts'
import { createLog } from '../log.ts'
import { createReader } from './create-reader.ts'
import { invoiceLines, makeInvoicePicture } from './make-documents.ts'
import { type DrawnPage, makeDrawnPdf, makeMisleadingPdf, makeWrittenPdf, put, stream } from './make-pdfs.ts'

const reader = createReader({ workers: 1, bounds, log: createLog('error') })
afterAll(() => reader.close())

const { signal } = new AbortController()
async function readFirst(bytes: Uint8Array<ArrayBuffer>) {
  const pages: PageOfWords[] = []
  for await (const { page } of reader.read({ bytes, contentType: 'application/pdf' }, { signal }))
    pages.push(page)
  return pages[0]!
}
const readDrawn = async (page: DrawnPage) => readFirst(await makeDrawnPdf([page]))
const text = (page: PageOfWords) => page.words.map((word) => word.text).join(' ')
const boxOf = (page: PageOfWords, text: string) => page.words.find((word) => word.text === text)!.box

const scan = async (number: string, turn = 0) =>
  (await makeInvoicePicture(number, 200)).rotate(turn).grayscale().jpeg().toBuffer()
const stampLines = ['Firmado digitalmente por LOPEZ PEREZ ANA', 'el 24/07/2026 a las 10:31:07 pagina 1 de 1']
const stamp = stampLines.map((line, i) => put(line, 60, 60 - i * 12, 8)).join('')
const invoice = (number: string) =>
  invoiceLines(number)
    .map(({ text, x, y, size }) => put(text, x, y, size))
    .join('')
/** A table long enough to be judged as text. */
const rows = Array.from({ length: 30 }, (_, i) =>
  put(`Servicio de limpieza numero ${i}`, 60, 780 - i * 20, 12),
)

test('a scan with a stamp of text is looked at, and keeps the words of its stamp', async () => {
  const page = await readDrawn({ content: stamp, cover: await scan('S-1') })
  expect(page.source).toBe('ocr')
  expect(text(page)).toContain('TOTAL 1.210,00 EUR')
  expect(text(page)).toEndWith(stampLines.join(' '))
})

test('a scan that is cut into strips, on a page cut out of a larger one, is one scan', async () => {
  const whole = await scan('S-5')
  const { width, height } = await sharp(whole).metadata()
  const pdf = await PDFDocument.create()
  const page = pdf.addPage([800, 1000])
  page.setCropBox(100, 50, 595, 842)
  for (let i = 0; i < 4; i++) {
    const [top, end] = [Math.round((height * i) / 4), Math.round((height * (i + 1)) / 4)]
    const strip = sharp(whole).extract({ left: 0, top, width, height: end - top })
    const place = {
      x: 100,
      y: 50 + 842 * (1 - end / height),
      width: 595,
      height: (842 * (end - top)) / height,
    }
    page.drawImage(await pdf.embedJpg(await strip.jpeg().toBuffer()), place)
  }
  page.drawText('Firmado digitalmente por LOPEZ PEREZ ANA', { x: 160, y: 110, size: 8 })
  const read = await readFirst(new Uint8Array(await pdf.save()))
  expect(read).toMatchObject({ source: 'ocr', width: 595, height: 842 })
  expect(text(read)).toContain('TOTAL 1.210,00 EUR')
  expect(boxOf(read, 'Firmado')[0]).toBeCloseTo(60 / 595, 2)
  expect(boxOf(read, 'TOTAL')[0]).toBeCloseTo(60 / 595, 1)
})

test('a digital invoice on printed letter paper is read from its text', async () => {
  const page = await readDrawn({ content: rows.join(''), cover: await scan('S-2') })
  expect(page.source).toBe('text')
  expect(page.words).toHaveLength(150)
})

test('what a scanner saw is taken from its hidden text, above or below the image, if there is enough', async () => {
  const cover = await scan('S-3')
  const hidden = await readDrawn({ content: `3 Tr ${rows.join('')}`, cover })
  const under = await readDrawn({ content: rows.join(''), cover, onTop: true })
  for (const page of [hidden, under]) {
    expect(page.source).toBe('ocr')
    expect(page.words).toHaveLength(150)
    expect(page.words[0]).toMatchObject({ text: 'Servicio', confidence: 0.85 })
  }
})

test('hidden text that is poor or makes no sense is not believed', async () => {
  const cover = await scan('S-4')
  const poor = await readDrawn({ content: put('lnvo1ce Fact', 60, 700, 12, '3 Tr'), cover })
  expect(text(poor)).toContain('Factura S-4')
  const senseless = rows.map((row) => row.replace(/\(.*\)/, '(Xqwk zzkpw vbnm hjklq wqxz bcdf)')).join('')
  expect(text(await readDrawn({ content: `3 Tr ${senseless}`, cover }))).toContain('Factura S-4')
})

test('a text layer that says other letters than it shows is not believed', async () => {
  const content = invoice('G-1')
  for (const shift of [0xe000, -29, 3]) {
    const page = await readFirst(makeMisleadingPdf(content, shift))
    expect(page.source).toBe('ocr')
    expect(text(page)).toContain('TOTAL 1.210,00 EUR')
  }
  const named = await readFirst(
    await makeDrawnPdf([{ content: put('\\(cid:12\\)\\(cid:9\\) '.repeat(6), 60, 700) }]),
  )
  expect(named.source).toBe('ocr')
})

test('a scan is seen upright however its page and its image are turned, its boxes too', async () => {
  const upright = await readDrawn({ content: '', cover: await scan('R-1') })
  const sizes = { 90: [842, 595], 180: [595, 842], 270: [842, 595] } as const
  for (const rotate of [90, 180, 270] as const) {
    const cover = await scan('R-1', 360 - rotate)
    const page = await readDrawn({ content: '', cover, rotate, size: [...sizes[rotate]] })
    expect(page).toMatchObject({ source: 'ocr', width: 595, height: 842, turn: 0 })
    expect(text(page)).toContain('TOTAL 1.210,00 EUR')
    for (const edge of [0, 1, 2, 3])
      expect(boxOf(page, 'TOTAL')[edge]).toBeCloseTo(boxOf(upright, 'TOTAL')[edge]!, 1)
  }
})

/** A page that is one image, told of in PDF's own words. */
const makeImagePdf = (image: Buffer, entries: string, before = '') =>
  makeWrittenPdf([
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>',
    stream(`${before} q 595 0 0 842 0 0 cm /I Do Q`),
    stream(image.toString('latin1'), `/Type/XObject/Subtype/Image${entries}`),
  ])
async function grayScan(number: string) {
  const { data, info } = await (await makeInvoicePicture(number, 150))
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}
async function pictureOf(bytes: Uint8Array<ArrayBuffer>, page: PageOfWords) {
  const picture = await reader.picture({ bytes, contentType: 'application/pdf' }, page, signal)
  const { channels } = await sharp(picture).stats()
  return Math.round(channels[0]!.mean)
}

test('a scan whose values are told the other way round is read and shown as it is meant', async () => {
  const { data, width, height } = await grayScan('N-1')
  const raw = { width, height, channels: 1 } as const
  const negative = await sharp(data, { raw }).negate().toColourspace('b-w').jpeg({ quality: 95 }).toBuffer()
  const entries = `/Width ${width}/Height ${height}/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode`
  const bytes = makeImagePdf(negative, `${entries}/Decode[1 0]`)
  const page = await readFirst(bytes)
  expect(text(page)).toContain('Factura N-1')
  expect(await pictureOf(bytes, page)).toBeGreaterThan(230)
  const asStored = makeImagePdf(negative, entries)
  expect(await pictureOf(asStored, await readFirst(asStored))).toBeLessThan(30)
})

test('a scan that is a stencil, of either kind and in any colour, is read and shown as it is meant', async () => {
  const { data, width, height } = await grayScan('M-1')
  const row = Math.ceil(width / 8)
  const stencil = (isPainted: (gray: number) => boolean, painted: 0 | 1) => {
    const bits = Buffer.alloc(row * height)
    data.forEach((gray, i) => {
      const [x, y] = [i % width, Math.floor(i / width)]
      if (isPainted(gray) === (painted === 1)) bits[y * row + (x >> 3)]! |= 0x80 >> (x & 7)
    })
    return deflateSync(bits)
  }
  const entries = `/Width ${width}/Height ${height}/ImageMask true/BitsPerComponent 1/Filter/FlateDecode`
  const isInk = (gray: number) => gray < 128
  const black = makeImagePdf(stencil(isInk, 0), entries)
  const inverted = makeImagePdf(stencil(isInk, 1), `${entries}/Decode[1 0]`)
  const paper = '0.1 0.1 0.4 rg 0 0 595 842 re f 1 1 0.9 rg'
  const blueprint = makeImagePdf(stencil(isInk, 0), entries, paper)
  for (const bytes of [black, inverted]) {
    const page = await readFirst(bytes)
    expect(text(page)).toContain('Factura M-1')
    expect(await pictureOf(bytes, page)).toBeGreaterThan(230)
  }
  const page = await readFirst(blueprint)
  expect(text(page)).toContain('Factura M-1')
  expect(await pictureOf(blueprint, page)).toBeLessThan(60)
})
