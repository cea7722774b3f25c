import { afterAll, expect, test } from 'bun:test'
import { bounds } from '../config.ts'
import type { PageOfWords } from '../invoices/words.ts'
import { createLog } from '../log.ts'
import { createReader } from './create-reader.ts'
import { makeDrawnPdf, makeOnePage, put, stream } from './make-pdfs.ts'

const reader = createReader({ workers: 1, bounds, log: createLog('error') })
afterAll(() => reader.close())

const { signal } = new AbortController()
async function read(bytes: Uint8Array<ArrayBuffer>) {
  const pages: PageOfWords[] = []
  for await (const { page } of reader.read({ bytes, contentType: 'application/pdf' }, { signal }))
    pages.push(page)
  return pages
}
const text = (page?: PageOfWords) => page?.words.map((word) => word.text).join(' ')
const boxOf = (page: PageOfWords | undefined, text: string) =>
  page!.words.find((word) => word.text === text)!.box
const body = put('Factura F-1 del taller', 60, 760) + put('TOTAL 1.210,00 EUR', 60, 700)
const readContent = async (content: string) => (await read(await makeDrawnPdf([{ content }])))[0]

test('sender and recipient side by side are read one after the other, tables row by row', async () => {
  const left = ['Talleres Garcia SL', 'Calle del Molino', 'Valencia capital', 'Comunidad Valenciana']
  const right = ['Cliente ficticio SA', 'Avenida del Puerto', 'Madrid capital', 'Comunidad Madrid']
  const table = [
    ['Tornillos', '10', '12,00'],
    ['Tuercas', '20', '24,00'],
    ['Arandelas', '30', '36,00'],
  ]
  const content =
    left.map((line, i) => put(line, 60, 780 - i * 15)).join('') +
    right.map((line, i) => put(line, 330, 780 - i * 15)).join('') +
    table.map((row, i) => row.map((cell, n) => put(cell, 60 + n * 180, 600 - i * 15)).join('')).join('')
  const rows = table.map((row) => row.join(' '))
  expect(text(await readContent(content))).toBe([...left, ...right, ...rows].join(' '))
})

test('labels and their values are read in rows, though both are words', async () => {
  const rows = [
    ['Forma de pago:', 'Transferencia bancaria'],
    ['Entidad de cobro:', 'Banco del Norte'],
    ['Persona de contacto:', 'Lucia Fernandez'],
  ]
  const content = rows
    .map((row, i) => row.map((cell, n) => put(cell, 60 + n * 250, 700 - i * 15)).join(''))
    .join('')
  expect(text(await readContent(content))).toBe(rows.flat().join(' '))
})

test('a page drawn sideways is turned, and its words lie on the page as turned', async () => {
  const upwards = (text: string, x: number) => `BT /F 12 Tf 0 1 -1 0 ${x} 60 Tm (${text}) Tj ET\n`
  const page = await readContent(upwards('Factura F-1 del taller', 100) + upwards('TOTAL 1.210,00', 160))
  expect(page).toMatchObject({ source: 'text', turn: 90, width: 842, height: 595 })
  expect(text(page)).toBe('Factura F-1 del taller TOTAL 1.210,00')
  const [x0, y0, x1, y1] = boxOf(page, 'Factura')
  expect(x0).toBeCloseTo(60 / 842, 2)
  expect(y1).toBeCloseTo(103 / 595, 1)
  expect(x1 - x0).toBeGreaterThan(y1 - y0)
})

test('a notice in the margin does not turn the page', async () => {
  const margin = 'BT /F 8 Tf 0 1 -1 0 30 60 Tm (Registro mercantil) Tj ET\n'
  const page = await readContent(body + margin)
  expect(page?.turn).toBe(0)
  expect(text(page)).toContain('mercantil')
})

test('text that nobody can see is left out', async () => {
  const unseen = [
    put('invisible', 60, 500, 12, '3 Tr'),
    put('blanco', 60, 480, 12, '1 1 1 rg'),
    put('diminuto', 60, 460, 0.5),
    put('recortado', 60, 440, 12, '300 300 50 50 re W n'),
    put('fuera', 700, 440),
  ]
  const header = `0 0 0.6 rg 50 380 300 30 re f ${put('Concepto', 60, 390, 12, '1 1 1 rg')} 0 g `
  expect(text(await readContent(body + unseen.join('') + header))).toBe(
    'Factura F-1 del taller TOTAL 1.210,00 EUR Concepto',
  )
})

test('bold made of the same letters drawn twice is read once, and numbers that repeat are kept', async () => {
  const twice = put('Vencimiento', 60, 500) + put('Vencimiento', 60.3, 500)
  const letters = [...'NETO'].map(
    (letter, i) => put(letter, 60 + i * 9, 480) + put(letter, 60.2 + i * 9, 480),
  )
  const again = put('21,00 21,00', 60, 460)
  const page = await readContent(body + twice + letters.join('') + again)
  expect(text(page)).toEndWith('Vencimiento NETO 21,00 21,00')
})

test('what a form was filled in with, and what was noted on a page, is read where it stands', async () => {
  const appearance = (text: string) =>
    stream(
      `BT /F 12 Tf 2 5 Td (${text}) Tj ET`,
      '/Type/XObject/Subtype/Form/BBox[0 0 200 20]/Resources<</Font<</F 5 0 R>>>>',
    )
  const widget = (y: number, rest: string) =>
    `<</Type/Annot/Subtype/Widget/FT/Tx/F 4/T(f${y})/Rect[100 ${y} 300 ${y + 20}]/DA(/F 12 Tf 0 g)${rest}>>`
  const more = [
    widget(600, '/V(ES-B123)/AP<</N 8 0 R>>'),
    widget(560, '/V(Pendiente)'),
    appearance('ES-B123'),
    '<</Type/Annot/Subtype/FreeText/F 4/Rect[100 500 300 520]/DA(/F 12 Tf)/Contents(Revisado Marta)>>',
    '<</Type/Annot/Subtype/Stamp/F 4/Rect[100 440 300 460]/AP<</N 11 0 R>>/Contents(nota)>>',
    appearance('PAGADO'),
    `${widget(400, '/V(secreto)').replace('/F 4', '/F 2')}`,
  ]
  const annotations = '6 0 R 7 0 R 9 0 R 10 0 R 12 0 R'
  const form = '/AcroForm<</Fields[6 0 R 7 0 R 12 0 R]/DR<</Font<</F 5 0 R>>>>>>'
  const [page] = await read(makeOnePage(body, annotations, more, form))
  expect(text(page)).toBe('Factura F-1 del taller TOTAL 1.210,00 EUR ES-B123 Pendiente Revisado Marta PAGADO')
  for (const [word, y] of [
    ['ES-B123', 600],
    ['Pendiente', 560],
    ['Revisado', 500],
    ['PAGADO', 440],
  ] as const) {
    const [x0, y0, , y1] = boxOf(page, word)
    expect(x0).toBeCloseTo(100 / 595, 1)
    expect((y0 + y1) / 2).toBeCloseTo(1 - (y + 10) / 842, 1)
  }
})

test('a blank page is a page without words', async () => {
  const [first, blank] = await read(await makeDrawnPdf([{ content: body }, { content: '' }]))
  expect(first?.words).toHaveLength(7)
  expect(blank).toMatchObject({ page: 2, source: 'text', words: [] })
})
