import { expect, test } from 'bun:test'
import { readTaxId, type TaxCountry } from './tax-id.ts'

const verdict = (text: string, country: TaxCountry) =>
  readTaxId(text).find((reading) => reading.country === country)?.verdict

test.each([
  ['CL', '76.192.083-9'],
  ['CL', '11111111-1'],
  ['CL', '22222222-2'],
  ['CL', '12345670-K'],
  ['CL', '12.345.670-k'],
  ['CO', '900.373.115-3'],
  ['CO', '9003731153'],
  ['PE', '20131312955'],
  ['PE', '20100047218'],
  ['PE', '10467793549'],
  ['AR', '30-50001091-2'],
  ['AR', '30500010912'],
  ['AR', '20-12345678-6'],
  ['BR', '33.000.167/0001-01'],
  ['BR', '33000167000101'],
  ['MX', 'EKU9003173C9'],
  ['MX', 'XAXX010101000'],
  ['MX', 'XEXX010101000'],
  ['ES', '12345678Z'],
  ['ES', 'X1234567L'],
  ['ES', 'A58818501'],
  ['ES', 'ES-A58818501'],
  ['ES', 'P3802300H'],
  ['PA', '45400-2-299934 DV 09'],
  ['PA', '138-289-35920 DV 04'],
  ['PA', '521-136-113133 DV 02'],
  ['PA', '253-92-57027 DV 76'],
  ['PA', '2679372-1-844914 DV 73'],
  ['PA', '155646463-2-2017 DV 86'],
  ['PA', '155596713-2-2015 DV 59'],
  ['PA', '637793-1-457490 DV 00'],
  ['EC', '0190115798001'],
  ['EC', '1792060346001'],
  ['EC', '1710034065001'],
  ['EC', '1760001550001'],
  ['DO', '1-01-85004-3'],
  ['IN', '29ABCDE1234F1ZW'],
  ['IN', '07FGHIJ5678K2Z2'],
] as [TaxCountry, string][])('%s %s is valid', (country, text) =>
  expect(verdict(text, country)).toBe('valid'),
)

test.each([
  ['CL', '76192083-8'],
  ['CO', '900.373.115-4'],
  ['PE', '20131312954'],
  ['AR', '30-50001091-3'],
  ['BR', '33.000.167/0001-02'],
  ['ES', '12345678A'],
  ['ES', 'A58818502'],
  ['PA', '253-92-57027 DV 23'],
  ['MX', 'EKU9013173C9'],
  ['EC', '1710034066001'],
  ['DO', '1-01-85004-2'],
  ['IN', '29ABCDE1234F1ZX'],
] as [TaxCountry, string][])('%s %s has a wrong digit', (country, text) =>
  expect(verdict(text, country)).toBe('wrong'),
)

test('a Mexican identity whose digit differs is doubtful: real ones are like that', () => {
  expect(verdict('AAA010101AAA', 'MX')).toBe('doubtful')
})

test('an Ecuadorian company whose digit differs is doubtful: new ones are like that', () => {
  expect(verdict('1792060347001', 'EC')).toBe('doubtful')
})

test.each(['', 'hello', '12', '1'.repeat(100), '76192083', 'ÑÑÑ', '0-0-0', 'DV', '\u0000'])(
  '%j is no identity',
  (text) => expect(readTaxId(text)).toEqual([]),
)

test.each([
  ['PYG', '80123456-5', 'PY', 'valid'],
  ['PYG', '4321098-8', 'PY', 'valid'],
  ['PYG', '76192083-9', 'PY', 'wrong'],
  ['GTQ', '98765434', 'GT', 'valid'],
  ['GTQ', '9876543-4', 'GT', 'valid'],
  ['CLP', '80123456-5', 'CL', 'wrong'],
  ['CLF', '76192083-9', 'CL', 'valid'],
  ['USD', '76192083-9', 'CL', 'valid'],
] as const)('who sells in %s with %s is from one country: %s', (currency, id, country, judged) =>
  expect(readTaxId(id, currency)).toEqual([{ country, verdict: judged }]),
)

test('an identity that looks like one of another country is none of it', () => {
  expect(readTaxId('8123456780', 'PLN')).toEqual([])
  expect(readTaxId('80123456-5')).toEqual([{ country: 'CL', verdict: 'wrong' }])
})
