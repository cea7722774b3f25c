import { describe, expect, test } from 'bun:test'
import type { InvoiceData } from '../../invoices/invoice-data.ts'
import type { DocumentFile, PageOfWords } from '../../invoices/words.ts'
import { createLog } from '../../log.ts'
import { readXml } from '../../reading/thread/read-xml.ts'
import { createExtractor } from '../extractor.ts'
import { makePage } from '../make-page.ts'
import { bytesOf, readSample } from './samples/read-sample.ts'

const extractor = createExtractor({ log: createLog('error', {}, () => {}) })
const extract = (pages: PageOfWords[], files: DocumentFile[]) =>
  extractor.extract({ pages, files }, { signal: new AbortController().signal, today: '2026-11-21' })

const attached = async (sample = 'factur-x.xml') => [
  { name: 'lieferschein.txt', bytes: bytesOf('nichts') },
  { name: 'anhang', bytes: bytesOf(await readSample(sample)) },
]

const printed = `
  Tischlerei Birke GmbH                        Rechnung
  Am Wehr 5, 04109 Leipzig                     Rechnungsnummer: R-2026-031
  USt-IdNr.: DE136695976                       Rechnungsdatum: 05.02.2026

  Café am Markt

  Bezeichnung                  Menge     Einzelpreis     Gesamt
  Fensterbank Eiche            6         50,00           300,00
  Fachbuch                     1         100,00          100,00

                               Versand                   10,00
                               Nettobetrag               410,00
                               MwSt.                     65,90
                               Gesamtbetrag EUR          475,90
`

describe('an e-invoice inside of a page', () => {
  test('is believed, each value with its place on the page', async () => {
    const { data, fields, checks } = await extract([makePage(printed)], await attached())
    expect(data).toMatchObject({
      invoice_number: 'R-2026-031',
      date: '2026-02-05',
      subtotal: 410,
      total: 475.9,
    })
    for (const name of Object.keys(fields) as (keyof InvoiceData)[])
      expect(fields[name]).toMatchObject({ source: 'einvoice', confidence: 0.99 })
    expect(fields.total).toMatchObject({ value: 475.9, page: 1 })
    expect(fields.total!.box![1]).toBeGreaterThan(fields.invoice_number!.box![1])
    expect(fields.purchase_order).toMatchObject({ value: 'B-12', page: null, box: null })
    expect(checks.filter(({ ok }) => !ok)).toEqual([])
    expect(checks.map(({ name }) => name)).toContain('page')
  })

  test.each([
    ['total', '475,90', '1.475,90'],
    ['invoice_number', 'R-2026-031', 'R-2026-999'],
    ['date', '05.02.2026', '07.02.2026'],
  ])(
    'whose page shows another %s is believed with doubt, and the difference shown',
    async (name, from, to) => {
      const { data, fields, checks } = await extract([makePage(printed.replace(from, to))], await attached())
      expect(data).toMatchObject({ invoice_number: 'R-2026-031', date: '2026-02-05', total: 475.9 })
      expect(fields[name as 'total']!.confidence).toBeLessThan(0.7)
      expect(checks.filter(({ ok }) => !ok)).toMatchObject([{ name: `page_${name}`, about: [name] }])
      expect(checks.map((check) => check.name)).not.toContain('page')
    },
  )

  test('whose page shows what is left to pay contradicts nothing', async () => {
    const { checks } = await extract([makePage(printed.replace('475,90', '400,00'))], await attached())
    expect(checks.filter(({ ok }) => !ok)).toEqual([])
  })

  test('that is there in two formats is one', async () => {
    const twice = [...(await attached()), ...(await attached())]
    const { checks } = await extract([makePage(printed)], twice)
    expect(checks.filter(({ ok }) => !ok)).toEqual([])
  })

  test('without a page worth reading stands by itself', async () => {
    const { data, checks } = await extract([], await attached())
    expect(data.total).toBe(475.9)
    expect(checks.filter(({ ok }) => !ok)).toEqual([])
  })

  test('leaves to the page what it does not say and the page can’t contradict', async () => {
    const bare = (await readSample('factur-x.xml'))
      .replaceAll(
        /<ram:IncludedSupplyChainTradeLineItem>[\s\S]*?<\/ram:IncludedSupplyChainTradeLineItem>/g,
        '',
      )
      .replaceAll(/<ram:(?:LineTotal|ChargeTotal|AllowanceTotal|TotalPrepaid)Amount>.*\n/g, '')
      .replace('BasisTotalAmount>410.00', 'BasisTotalAmount>400.00')
      .replace('>65.90<', '>75.90<')
      .replace('<ram:BuyerTradeParty><ram:Name>Café am Markt</ram:Name></ram:BuyerTradeParty>', '')
    const page = makePage(
      printed
        .replace(/.*Versand.*\n/, '')
        .replace('410,00', '400,00')
        .replace('65,90', '75,90'),
    )
    const { data, fields } = await extract([page], [{ name: 'x', bytes: bytesOf(bare) }])
    expect(data.products).toHaveLength(2)
    expect(fields.products!.source).toBe('text')
    // The same lines prove nothing where they do not add up to what the invoice says.
    const other = [
      { name: 'x', bytes: bytesOf(bare.replace('BasisTotalAmount>400.00', 'BasisTotalAmount>390.00')) },
    ]
    expect((await extract([page], other)).data.products).toEqual([])
  })
})

describe('an e-invoice of its own', () => {
  const alone = async (sample: string) => {
    const bytes = bytesOf(await readSample(sample))
    return extract([readXml(bytes)], [{ name: '', bytes }])
  }

  test('has its values placed on the lines of its listing, and nothing guessed from them', async () => {
    const { data, fields } = await alone('peppol.xml')
    expect(data).toMatchObject({ total: 1212.5, invoice_number: '2026-0417', cufe: null })
    expect(fields.cufe).toBeUndefined()
    expect(fields.invoice_number).toMatchObject({ source: 'einvoice', confidence: 0.99, page: 1 })
    const [x0, y0, x1, y1] = fields.total!.box!
    expect(x1 - x0).toBeWithin(0.01, 0.2)
    expect(y0).toBeGreaterThan(fields.invoice_number!.box![1])
    expect(y1).toBeGreaterThan(y0)
  })

  test('proves its own sums, where those of any invoice do not fit', async () => {
    const { checks } = await alone('cfdi-4.xml')
    const sums = checks.filter(({ name }) => name === 'totals_sum')
    expect(sums).toMatchObject([{ ok: true, about: expect.arrayContaining(['total']) }])
  })

  test('that is none is read as its listing', async () => {
    const bytes = bytesOf('<Carta><Texto>Factura F-77</Texto><Total>TOTAL 121,00 €</Total></Carta>')
    const { fields } = await extract([readXml(bytes)], [{ name: '', bytes }])
    expect(fields.total).toMatchObject({ value: 121, source: 'text' })
  })
})
