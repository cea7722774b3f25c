import { expect, test } from 'bun:test'
import { PDFDocument, rgb } from 'pdf-lib'
import sharp from 'sharp'
import type { CodeFormat } from '../invoices/words.ts'
import { asStill, type CodeToMake, makeCode, makePageOfCodes, scanned } from './make-codes.ts'
import { invoiceLines, makeBlackPng, makePdf } from './make-documents.ts'
import { readCodes, readCodesOfPage } from './thread/codes.ts'
import { pdfObjects } from './thread/pdf-objects.ts'
import { withPage } from './thread/pdf-page.ts'
import { openPdfium } from './thread/pdfium.ts'

const url = 'https://www2.agenciatributaria.gob.es/wlpl/TIKE-CONT/ValidarQR?nif=B12345678&importe=1210.00'
const ted = `<TED version="1.0"><DD><RE>76123456-7</RE><TD>33</TD><RSR>MUÑOZ Y CIA</RSR>${'<F>1234</F>'.repeat(40)}</DD></TED>`
const key = '35260712345678000195550010000012341000012345'
const at = { left: 60, top: 180 }
const kinds: Record<CodeFormat, CodeToMake> = {
  qr: { format: 'QRCode', says: url, ...at, wide: 30 },
  pdf417: { format: 'PDF417', says: ted, ...at, wide: 75 },
  code128: { format: 'Code128', says: key, ...at, wide: 80, high: 12 },
  datamatrix: { format: 'DataMatrix', says: 'DV-ES-1234567890', ...at, wide: 14 },
}
const named = Object.entries(kinds) as [CodeFormat, CodeToMake][]

test.each(named)('%s is read on a clean page, and its box is where it was drawn', async (format, code) => {
  const codes = await readCodes(await asStill(await makePageOfCodes([code])))
  expect(codes).toMatchObject([{ format, text: code.says }])
  const [x0, y0, x1] = codes[0]!.box
  // The quiet zone around the modules is the code's, but not the box's.
  expect(x0 * 210).toBeWithin(code.left - 1, code.left + 4)
  expect(x1 * 210).toBeWithin(code.left + code.wide - 4, code.left + code.wide + 1)
  expect(y0 * 297).toBeWithin(code.top - 1, code.top + 5)
})

test.each(named)('%s is read from a scan, crooked or lying on its side', async (format, code) => {
  const page = await makePageOfCodes([code])
  for (const degrees of [3, -3, 90, 182]) {
    const still = await asStill(await scanned(page, degrees))
    expect(await readCodes(still)).toMatchObject([{ format, text: code.says }])
  }
})

test('the box of a code on a crooked page is around the code', async () => {
  const page = await scanned(await makePageOfCodes([kinds.pdf417]), 3)
  const still = await asStill(page)
  const [code] = await readCodes(still)
  const [x0, y0, x1, y1] = code!.box
  const cut = { left: Math.round(x0 * still.width) - 20, top: Math.round(y0 * still.height) - 20 }
  const width = Math.round((x1 - x0) * still.width) + 40
  const height = Math.round((y1 - y0) * still.height) + 40
  const inside = await asStill(
    sharp(
      await page
        .extract({ ...cut, width, height })
        .png()
        .toBuffer(),
    ),
  )
  expect(await readCodes(inside)).toMatchObject([{ format: 'pdf417', text: ted }])
})

test('several codes on one page are all read, each once', async () => {
  const page = await makePageOfCodes([
    kinds.qr,
    { ...kinds.pdf417, left: 110, top: 180 },
    { ...kinds.code128, top: 250 },
    { ...kinds.datamatrix, left: 20, top: 220 },
    { ...kinds.qr, says: `${url}&otro`, left: 20, top: 180 },
  ])
  const codes = await readCodes(await asStill(await scanned(page, 1)))
  expect(codes.map(({ format }) => format).sort()).toEqual(['code128', 'datamatrix', 'pdf417', 'qr', 'qr'])
  expect(new Set(codes.map(({ text }) => text)).size).toBe(5)
})

test('a page without codes has none, be it text, black, noise or three pixels', async () => {
  expect(await readCodes(await asStill(await makePageOfCodes([])))).toEqual([])
  expect(await readCodes(await asStill(sharp(makeBlackPng(2000, 1000))))).toEqual([])
  const noise = { width: 1200, height: 1600, channels: 1 as const }
  const data = Buffer.from(Array.from({ length: 1200 * 1600 }, (_, i) => (i * 2654435761) >>> 24))
  expect(await readCodes({ ...noise, data })).toEqual([])
  expect(await readCodes({ width: 3, height: 1, channels: 1, data: Buffer.alloc(3) })).toEqual([])
})

test('bytes that are no text come as text that a database takes', async () => {
  const bytes = new Uint8Array([0, 1, 0xff, 0xfe, 0xd8, 0x00, 0x80, 65, 0])
  for (const [format, code] of named.filter(([name]) => name !== 'code128')) {
    const [seen] = await readCodes(await asStill(await makePageOfCodes([{ ...code, says: bytes }])))
    expect(seen).toMatchObject({ format })
    expect(seen!.text).toContain('A')
    expect(seen!.text).not.toContain('\0')
    expect(seen!.text.isWellFormed()).toBe(true)
  }
})

test('a sheet of labels is read up to a bound', async () => {
  const labels = Array.from({ length: 30 }, (_, i) => ({
    ...kinds.qr,
    says: `label ${i}`,
    wide: 20,
    left: 15 + (i % 6) * 30,
    top: 130 + Math.floor(i / 6) * 30,
  }))
  expect(await readCodes(await asStill(await makePageOfCodes(labels)))).toHaveLength(20)
})

async function codesOfPages(pdf: Uint8Array) {
  const document = await openPdfium(pdf)
  const pages = Array.from({ length: document.pages }, (_, i) =>
    withPage(document, i + 1, (page) => readCodesOfPage(page, pdfObjects(page))),
  )
  const codes = await Promise.all(pages)
  document.close()
  return codes
}

test('the codes of a digital page are read though its words need no looking at', async () => {
  const pdf = await PDFDocument.load(await makePdf([{ lines: invoiceLines('D-1') }, { lines: [] }]))
  for (const [i, [, code]] of named.entries()) {
    const image = await pdf.embedPng(await makeCode(code))
    const width = (code.wide / 25.4) * 72
    const height = code.high ? (code.high / 25.4) * 72 : (width * image.height) / image.width
    pdf.getPage(0).drawImage(image, { x: 60 + (i % 2) * 240, y: 60 + (i >> 1) * 160, width, height })
  }
  const [first, second] = await codesOfPages(await pdf.save())
  expect(first!.map(({ format }) => format).sort()).toEqual(['code128', 'datamatrix', 'pdf417', 'qr'])
  expect(second).toEqual([])
})

test('a code drawn of small shapes, or as one path of many parts, is seen on a digital page', async () => {
  const { data, width } = await asStill(
    sharp(await makeCode(kinds.qr)).resize({ width: 45, kernel: 'nearest' }),
  )
  const dark = [...data.keys()].filter((i) => data[i]! < 128).map((i) => [i % width, Math.floor(i / width)])
  const pdf = await PDFDocument.load(await makePdf([{ lines: [] }, { lines: [] }]))
  for (const [x, y] of dark)
    pdf
      .getPage(0)
      .drawRectangle({ x: 60 + x! * 2, y: 300 - y! * 2, width: 2, height: 2, color: rgb(0, 0, 0) })
  const whole = dark.map(([x, y]) => `M${x! * 2} ${y! * 2}h2v2h-2z`).join('')
  pdf.getPage(1).drawSvgPath(whole, { x: 60, y: 300, color: rgb(0, 0, 0), borderWidth: 0 })
  expect((await codesOfPages(await pdf.save())).flat().map(({ text }) => text)).toEqual([url, url])
})
