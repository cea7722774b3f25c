import { expect, test } from 'bun:test'
import { readEInvoices } from '../../extraction/einvoice/read-einvoices.ts'
import { listSamples, readSample } from '../../extraction/einvoice/samples/read-sample.ts'
import { plain, xmlFacts } from './xml-facts.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)
const facts = (xml: string) => xmlFacts(bytesOf(xml))

for (const name of await listSamples())
  test(`${name} is known by its number or its key`, async () => {
    const bytes = bytesOf(await readSample(name))
    const { isCompanion, numbers } = xmlFacts(bytes)
    const [{ data } = { data: undefined }] = readEInvoices([{ name, bytes }])
    const known = [data?.invoice_number, data?.cufe].flatMap((each) => (each ? plain(each) : []))
    expect(isCompanion).toBe(false)
    expect(
      numbers.some((number) => known.some((each) => each.includes(number) || number.includes(each))),
    ).toBe(true)
  })

test('what a tax office or a customer answers is no invoice', () => {
  const response =
    '<ar:ApplicationResponse xmlns:ar="urn:x"><cbc:ID xmlns:cbc="u">123</cbc:ID></ar:ApplicationResponse>'
  expect(facts(response)).toEqual({ isCompanion: true, numbers: [] })
  for (const root of ['RespuestaDTE', 'MensajeHacienda', 'ARECF', 'ACKCFE'])
    expect(facts(`<${root}/>`).isCompanion).toBe(true)
  expect(facts('<xsl:stylesheet xmlns:xsl="u"/>').isCompanion).toBe(true)
  expect(facts('<Invoice><ApplicationResponse/></Invoice>').isCompanion).toBe(false)
})

test('what an invoice refers to is not its own number, and short ones count for nothing', () => {
  expect(
    facts(
      '<Invoice><ID>F-1</ID><Ref><ID>4444</ID></Ref><OrderReference><ID>555</ID></OrderReference></Invoice>',
    ).numbers,
  ).toEqual([])
  expect(facts('<Invoice><ID>F001-123</ID></Invoice>').numbers).toEqual(['f001123'])
})

test('damaged, hostile and strange files have what was found before the damage', () => {
  expect(facts('<Invoice><ID>F001-123</ID><').numbers).toEqual(['f001123'])
  for (const xml of [
    '',
    '<',
    '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    '<?xml version="1.0" encoding="klingon"?><a/>',
  ])
    expect(facts(xml)).toEqual({ isCompanion: false, numbers: [] })
})
