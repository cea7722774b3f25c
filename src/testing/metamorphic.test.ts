import { afterAll, expect, test } from 'bun:test'
import type { Sharp } from 'sharp'
import { bounds } from '../config.ts'
import { createExtractor } from '../extraction/extractor.ts'
import type { ContentType } from '../invoices/content-types.ts'
import { fold } from '../invoices/searchable.ts'
import { createLog } from '../log.ts'
import { createReader } from '../reading/create-reader.ts'
import { makePdf, makePicture } from '../reading/make-documents.ts'

const log = createLog('error', {}, () => {})
const reader = createReader({ workers: 1, bounds, log })
const extractor = createExtractor({ log })
afterAll(() => reader.close())

/** One invoice, its amounts written in some style. */
const lines = (amount: (cents: number) => string) => {
  const row = (y: number, ...cells: [number, string][]) =>
    cells.map(([x, text]) => ({ x, y, text, size: 11 }))
  return [
    ...row(790, [50, 'Talleres Ondarra SL'], [380, 'FACTURA']),
    ...row(772, [50, 'NIF: B95837461'], [380, 'Factura nº: F-2026/0481']),
    ...row(754, [50, 'Calle del Puerto 14, 48001 Bilbao'], [380, 'Fecha: 14/09/2026']),
    ...row(700, [50, 'Cliente: Bodegas Arrieta SA']),
    ...row(640, [50, 'Descripción'], [300, 'Cantidad'], [380, 'Precio'], [470, 'Importe']),
    ...row(618, [50, 'Revisión de frenos'], [300, '2'], [380, amount(45_050)], [470, amount(90_100)]),
    ...row(596, [50, 'Cambio de neumáticos'], [300, '4'], [380, amount(8_725)], [470, amount(34_900)]),
    ...row(540, [380, 'Base imponible'], [470, amount(125_000)]),
    ...row(518, [380, 'IVA 21%'], [470, amount(26_250)]),
    ...row(496, [380, 'TOTAL EUR'], [470, amount(151_250)]),
  ]
}
const styled = (thousands: string, decimal: string) => (cents: number) =>
  `${String(Math.floor(cents / 100)).replace(/\B(?=(\d{3})+$)/g, thousands)}${decimal}${String(cents % 100).padStart(2, '0')}`

const page = { lines: lines(styled('.', ',')) }
const pdf = await makePdf([page])
const picture = async (change: (picture: Sharp) => Sharp) => {
  const made = await (await makePicture(pdf, 170)).png().toBuffer()
  const { default: sharp } = await import('sharp')
  return change(sharp(made)).toBuffer()
}

const variants: Record<string, () => Promise<[Uint8Array, ContentType]>> = {
  'as it was made': async () => [pdf, 'application/pdf'],
  'printed twice': async () => [await makePdf([page, page]), 'application/pdf'],
  'with points for decimals': async () => [
    await makePdf([{ lines: lines(styled(',', '.')) }]),
    'application/pdf',
  ],
  'with blanks between thousands': async () => [
    await makePdf([{ lines: lines(styled(' ', ',')) }]),
    'application/pdf',
  ],
  'with apostrophes between thousands': async () => [
    await makePdf([{ lines: lines(styled("'", '.')) }]),
    'application/pdf',
  ],
  'lying on its side': async () => [await makePdf([{ ...page, rotate: 90 }]), 'application/pdf'],
  'as a picture': async () => [await picture((made) => made.png()), 'image/png'],
  'encoded again and again': async () => [await picture((made) => made.jpeg({ quality: 55 })), 'image/jpeg'],
  'with its margins cut off': async () => [
    await picture((made) => made.trim({ margin: 25 }).png()),
    'image/png',
  ],
  'turned to the right': async () => [await picture((made) => made.rotate(90).png()), 'image/png'],
  'upside down': async () => [await picture((made) => made.rotate(180).png()), 'image/png'],
  'a little skewed': async () => [
    await picture((made) => made.rotate(1.4, { background: '#fff' }).png()),
    'image/png',
  ],
}

test.each(Object.keys(variants))('an invoice says the same %s', async (name) => {
  const [bytes, contentType] = await variants[name]!()
  const signal = AbortSignal.timeout(60_000)
  const pages = []
  for await (const read of reader.read({ bytes: new Uint8Array(bytes), contentType }, { signal }))
    pages.push(read.page)
  const { data } = await extractor.extract({ pages, files: [] }, { signal, today: '2026-11-21' })
  expect(data).toMatchObject({
    issuer_name: 'Talleres Ondarra SL',
    issuer_tax_id: 'B95837461',
    customer_name: 'Bodegas Arrieta SA',
    invoice_number: 'F-2026/0481',
    date: '2026-09-14',
    currency: 'EUR',
    subtotal: 1250,
    tax: 262.5,
    total: 1512.5,
  })
  // An accent may be lost on the way through a picture; a word or an amount may not.
  expect(data.products.map(({ name, quantity, total_price }) => [fold(name), quantity, total_price])).toEqual(
    [
      ['revision de frenos', 2, 901],
      ['cambio de neumaticos', 4, 349],
    ],
  )
})
