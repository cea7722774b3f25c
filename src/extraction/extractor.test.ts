import { describe, expect, test } from 'bun:test'
import type { InvoiceData } from '../invoices/invoice-data.ts'
import type { PageOfWords } from '../invoices/words.ts'
import { createLog } from '../log.ts'
import { createExtractor } from './extractor.ts'
import { makePage, placeOf } from './make-page.ts'

const log = createLog('error', {}, () => {})
const options = () => ({ signal: new AbortController().signal, today: '2026-11-21' })
const extractPages = (pages: PageOfWords[]) =>
  createExtractor({ log }).extract({ pages, files: [] }, options())
const extract = (...drawings: string[]) =>
  extractPages(drawings.map((drawing, i) => makePage(drawing, { page: i + 1 })))

const cases: Record<string, [string, Partial<InvoiceData>]> = {
  'a Chilean invoice, in pesos without cents': [
    `
    Comercial Los Andes SpA                          R.U.T.: 76.192.083-9
    Giro: Ferretería                                 FACTURA ELECTRONICA
    Av. Providencia 1234, Santiago                   N° 4521
                                                     S.I.I. - SANTIAGO CENTRO
    Fecha Emision: 12 de Marzo de 2025

    SEÑOR(ES): Constructora del Sur Ltda.
    R.U.T.: 12.345.670-K

    Descripcion                    Cantidad     Precio         Valor
    Martillo carpintero            2            8.500          17.000
    Taladro percutor               1            59.990         59.990

                                       MONTO NETO      $       76.990
                                       I.V.A. 19%      $       14.628
                                       TOTAL           $       91.618
    `,
    {
      document_type: 'invoice',
      issuer_name: 'Comercial Los Andes SpA',
      issuer_tax_id: '76.192.083-9',
      customer_name: 'Constructora del Sur Ltda.',
      customer_tax_id: '12.345.670-K',
      invoice_number: '4521',
      date: '2025-03-12',
      currency: 'CLP',
      subtotal: 76990,
      tax: 14628,
      total: 91618,
    },
  ],
  'a Mexican invoice': [
    `
    ESCUELA KEMPER URGATE S.A. DE C.V.
    RFC: EKU9003173C9
    Régimen fiscal: 601 General de Ley
    Folio: A-1057                         Fecha de emisión: 2025-02-03
    Receptor: XOCHILT CASAS CHAVEZ
    RFC: CACX7605101P8

    Cantidad     Descripción                 Precio unitario      Importe
    1            Curso de contabilidad       1,500.00             1,500.00
    2            Libro de texto              350.50               701.00

                                             Subtotal        $2,201.00
                                             IVA 16%         $352.16
                                             Total           $2,553.16
    Moneda: MXN          Condiciones de pago: 30 días
    `,
    {
      issuer_name: 'ESCUELA KEMPER URGATE S.A. DE C.V.',
      issuer_tax_id: 'EKU9003173C9',
      customer_name: 'XOCHILT CASAS CHAVEZ',
      invoice_number: 'A-1057',
      date: '2025-02-03',
      currency: 'MXN',
      subtotal: 2201,
      tax: 352.16,
      total: 2553.16,
      payment_terms: '30 días',
      products: [
        { name: 'Curso de contabilidad', quantity: 1, unit_price: 1500, total_price: 1500, tax_rate: null },
        { name: 'Libro de texto', quantity: 2, unit_price: 350.5, total_price: 701, tax_rate: null },
      ],
    },
  ],
  'a Spanish invoice with two taxes and a withholding': [
    `
    Estudio Ferrer SL
    NIF: A58818501
    Factura nº: F-2025/014          Fecha: 05/04/2025
    Vencimiento: 05/05/2025
    Cliente: Ayuntamiento de Ejemplo
    NIF: P3802300H

    Concepto                 Base imponible    % IVA    Cuota
    Proyecto básico          1.000,00 €        21%      210,00 €
    Manual impreso           100,00 €          4%       4,00 €

    IVA 21%                  1.000,00 €        21%      210,00 €
    IVA 4%                   100,00 €          4%       4,00 €
    Base imponible:                                   1.100,00 €
    Total IVA:                                        214,00 €
    Retención IRPF 15%:                               -165,00 €
    TOTAL FACTURA                                     1.149,00 €
    `,
    {
      issuer_name: 'Estudio Ferrer SL',
      issuer_tax_id: 'A58818501',
      customer_name: 'Ayuntamiento de Ejemplo',
      customer_tax_id: 'P3802300H',
      invoice_number: 'F-2025/014',
      date: '2025-04-05',
      due_date: '2025-05-05',
      currency: 'EUR',
      subtotal: 1100,
      tax: 214,
      total: 1149,
    },
  ],
  'an Argentine invoice with its point of sale': [
    `
    FACTURA C                                   COD. 011
    Punto de Venta: 00003    Comp. Nro: 00000946
    Razón Social: GOMEZ ANA MARIA               Fecha de Emisión: 18/02/2025
    Domicilio Comercial: Nogues 576             CUIT: 20-12345678-6
                                                Fecha de Inicio de Actividades: 01/03/2010
    CUIT: 30-50001091-2  Apellido y Nombre / Razón Social: COOPERATIVA EJEMPLO
    Producto / Servicio          Cantidad     Precio Unit.     Subtotal
    Servicio de pintura          1,00         178000,00        178000,00
                                 Subtotal: $        178000,00
                                 Importe Otros Tributos: $    0,00
                                 Importe Total: $   178000,00
    CAE N°: 73074974187800    Fecha de Vto. de CAE: 28/02/2025
    `,
    {
      issuer_name: 'GOMEZ ANA MARIA',
      issuer_tax_id: '20-12345678-6',
      customer_tax_id: '30-50001091-2',
      invoice_number: '00003-00000946',
      date: '2025-02-18',
      due_date: null,
      currency: 'ARS',
      subtotal: 178000,
      tax: null,
      total: 178000,
    },
  ],
  'a Colombian invoice with its CUFE torn over two lines': [
    `
    DISTRIBUIDORA ANDINA S.A.S.
    NIT: 900.373.115-3
    Factura electrónica de venta No. SETP 990000129
    Fecha de generación: 16/01/2025
    Adquiriente: Juan Pérez
    Orden de compra: OC-7781

    Descripción                  Cantidad     Vr. Unitario      Valor total
    Papel carta caja             10           150.000,00        1.500.000,00

    Subtotal                                     $ 1.500.000,00
    IVA 19%                                      $ 285.000,00
    Total a pagar                                $ 1.785.000,00
    CUFE: 8bb918b19ba22a694f1da11c643b5e9de39adf60311cf179179e9b33381030bcd4
    c3c3f156c506ed5908f9276f5bd9b4
    `,
    {
      issuer_name: 'DISTRIBUIDORA ANDINA S.A.S.',
      issuer_tax_id: '900.373.115-3',
      customer_name: 'Juan Pérez',
      invoice_number: 'SETP 990000129',
      date: '2025-01-16',
      currency: 'COP',
      subtotal: 1_500_000,
      tax: 285_000,
      total: 1_785_000,
      purchase_order: 'OC-7781',
      cufe: '8bb918b19ba22a694f1da11c643b5e9de39adf60311cf179179e9b33381030bcd4c3c3f156c506ed5908f9276f5bd9b4',
    },
  ],
  'an American invoice, month first': [
    `
    Brightwater Supply LLC
    215 Vine St, Scranton, PA 18503
    Invoice Number: INV-10044
    Invoice Date: 03/04/2025          Due Date: 04/03/2025
    Bill To: Oakfield School
    PO Number: 88-1203

    Description                  Qty     Unit Price     Amount
    Copy paper                   4       $25.50         $102.00
    Toner                        1       $89.99         $89.99

    Subtotal                                     $191.99
    Sales Tax (6%)                               $11.52
    Total Due                                    $203.51
    `,
    {
      issuer_name: 'Brightwater Supply LLC',
      invoice_number: 'INV-10044',
      date: '2025-03-04',
      due_date: '2025-04-03',
      currency: 'USD',
      subtotal: 191.99,
      tax: 11.52,
      total: 203.51,
      purchase_order: '88-1203',
    },
  ],
  'a receipt paid in cash': [
    `
    CAFETERIA LA ESQUINA
    Calle Mayor 12
    Factura simplificada 000231
    12/05/2025 10:31
    Café con leche         1,50
    Tostada                2,30
    TOTAL EUR              3,80
    EFECTIVO               5,00
    CAMBIO                 1,20
    `,
    {
      document_type: 'receipt',
      issuer_name: 'CAFETERIA LA ESQUINA',
      invoice_number: '000231',
      date: '2025-05-12',
      currency: 'EUR',
      total: 3.8,
      tax: null,
      subtotal: null,
    },
  ],
}

describe('reads', () => {
  for (const [name, [drawing, expected]] of Object.entries(cases))
    test(name, async () => expect((await extract(drawing)).data).toMatchObject(expected))
})

describe('null over a guess', () => {
  test('a bare dollar without a country is no currency', async () => {
    const { data, checks } = await extract('Invoice 1001\nTotal $45.00')
    expect(data).toMatchObject({ total: 45, currency: null })
    expect(checks).toContainEqual(expect.objectContaining({ name: 'currency_known', ok: false }))
  })

  test('amounts nobody names are no totals, and numbers nobody names no invoice numbers', async () => {
    const { data } = await extract('Lorem ipsum dolor\n12,50\n99,00\n4432')
    expect(data).toMatchObject({ total: null, subtotal: null, tax: null, invoice_number: null, date: null })
  })

  test('an empty page, a page of blanks and no page at all say nothing', async () => {
    for (const pages of [[], [makePage('x', { words: [] })], [makePage(' '.repeat(10))]]) {
      const { data, fields, checks } = await extractPages(pages)
      expect([
        Object.values(data).every((v) => v === null || (v as unknown[]).length === 0),
        fields,
        checks,
      ]).toEqual([true, {}, []])
    }
  })
})

test('each value has its words as proof: source, page and box', async () => {
  const drawing = 'Tienda Sol SL\nFactura nº F-77     Fecha: 05/04/2025\nTOTAL     121,00 €'
  const { data, fields } = await extractPages([
    makePage('Condiciones', { page: 1 }),
    makePage(drawing, { page: 2, source: 'ocr' }),
  ])
  expect(data.total).toBe(121)
  const [x, y] = placeOf(2, 10)
  expect(fields.total).toMatchObject({ value: 121, source: 'ocr', page: 2 })
  expect(fields.total!.box![0]).toBeCloseTo(x)
  expect(fields.total!.box![1]).toBeCloseTo(y)
  expect(fields.total!.box![2]).toBeCloseTo(x + 0.066)
  expect(fields.date!.box![0]).toBeCloseTo(placeOf(1, 27)[0])
  expect(fields.subtotal).toBeUndefined()
})

test('badly read words make their value less certain', async () => {
  const confidence = async (sure: number) => {
    const page = makePage('TOTAL   121,00 €')
    for (const word of page.words) word.confidence = sure
    return (await extractPages([page])).fields.total!.confidence
  }
  expect(await confidence(0.4)).toBeLessThan((await confidence(1)) * 0.8)
})

describe('hostile pages', () => {
  const within = async (pages: PageOfWords[], ms: number) => {
    const started = performance.now()
    const { data } = await extractPages(pages)
    expect(performance.now() - started).toBeLessThan(ms)
    return data
  }
  const crowd = (texts: string[], count: number, inARow: number) =>
    makePage('x', {
      words: Array.from({ length: count }, (_, i) => ({
        text: texts[i % texts.length]!,
        box: [
          (i % inARow) / inARow,
          Math.floor(i / inARow) / (count / inARow),
          (i % inARow) / inARow + 0.001,
          (Math.floor(i / inARow) + 0.5) / (count / inARow),
        ],
        confidence: 1,
      })),
    })

  test('two thousand pages take the time of sixteen, and the last ones are read', async () => {
    const middle = makePage(
      Array(50).fill('Cláusula general del contrato 1.234,56 y 5 de mayo de 2020').join('\n'),
    )
    const pages = Array.from({ length: 2000 }, (_, i) => ({ ...middle, page: i + 1 }))
    pages[1999] = makePage('TOTAL FACTURA   1.149,00 €', { page: 2000 })
    expect((await within(pages, 3000)).total).toBe(1149)
  })

  test.each([
    ['labels', ['cliente', 'total', 'factura', 'rut', 'cufe', 'fecha']],
    ['numbers', ['1.234,56', '12.345.670-K', '21%', '01/02/2025', '1']],
    ['long words', ['a'.repeat(5000), '1'.repeat(5000), '1.'.repeat(2500), '-'.repeat(5000)]],
    ['strange letters', ['\u0000', '\ud800', '\u202e\u0301'.repeat(50), 'ﷺ', '🧾', '٣٤٥']],
  ])('a crowd of %s', async (_, texts) => {
    for (const inARow of [1, 40, 100_000])
      await within([crowd(texts, 20_000, inARow), crowd(texts, 20_000, inARow)], 5000)
  })

  test('boxes that are none are left out', async () => {
    const page = makePage('TOTAL   121,00 €')
    page.words.push(
      { text: '999,00', box: [Number.NaN, 0, 1, 1], confidence: 1 },
      { text: 'TOTAL', box: [1, 1, 0, 0], confidence: 1 },
    )
    expect((await within([page], 1000)).total).toBe(121)
  })
})
