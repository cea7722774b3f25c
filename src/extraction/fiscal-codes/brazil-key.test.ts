import { expect, test } from 'bun:test'
import { readBrazilianKey, withoutCargo } from './brazil-key.ts'

const keys = [
  '35150271780456000160550010000000021800700082',
  '43171207364617000135550000000120141000120146',
  '52060433009911002506550120000007800267301615',
]

test('a key says issuer and number, and carries the proof of it', () => {
  expect(readBrazilianKey(keys[0]!)).toEqual({
    scheme: 'nfe',
    verification: 'ok',
    isTest: false,
    says: {
      document_type: 'invoice',
      issuer_tax_id: '71780456000160',
      invoice_number: '2',
      date: null,
      total: null,
      currency: 'BRL',
      cufe: keys[0]!,
    },
    spellings: { invoice_number: ['2', '000.000.002', '1-2'] },
  })
})

test.each(keys)('%s holds, in print and in code', (key) => {
  expect(readBrazilianKey(key)?.verification).toBe('ok')
  expect(readBrazilianKey(`NFe${key}`)?.says.cufe).toBe(key)
  expect(readBrazilianKey(key.replace(/(\d{4})/g, '$1 '))?.says.cufe).toBe(key)
})

test.each(keys)('every digit changed in %s is told', (key) => {
  for (let at = 0; at < key.length; at++)
    for (let digit = 0; digit < 10; digit++) {
      if (key[at] === String(digit)) continue
      const changed = readBrazilianKey(key.slice(0, at) + digit + key.slice(at + 1))
      // A remainder of one and of none have the same digit: of what stands for it, one change is not seen.
      if (changed?.verification === 'ok') expect(key.at(-1)).toBe('0')
      else expect(changed?.verification ?? 'mismatch').toBe('mismatch')
    }
})

/** With the one digit at its end that makes it hold. */
const withDigit = (key: string) =>
  Array.from({ length: 10 }, (_, digit) => `${key}${digit}`).find(
    (whole) => readBrazilianKey(whole)?.verification === 'ok',
  ) ?? key

const till = withDigit('4321017178045600016065123000316588124453471')
test("a till's address says the total and the day where it was made without a connection", () => {
  const say = (text: string) => readBrazilianKey(text)
  const online = `https://www.sefaz.rs.gov.br/NFCE/NFCE-COM.aspx?p=${till}%7C2%7C1%7C1%7C816163C18D6D59DB`
  expect(say(online)).toMatchObject({
    verification: 'ok',
    isTest: false,
    says: { document_type: 'receipt', invoice_number: '316588', total: null, date: null },
  })
  const offline = `http://nfce.example.gov.br/q?p=${till}|2|2|14|60.90|6f6e6c79|1|816163C18D6D59DB`
  expect(say(offline)).toMatchObject({ isTest: true, says: { total: 60.9, date: '2021-01-14' } })
  const older = `http://nfce.example.gov.br/q?chNFe=${till}&nVersao=100&tpAmb=1&dhEmi=${Buffer.from('2021-01-14T17:14:07-03:00').toString('hex')}&vNF=1500.00&vICMS=0.00`
  expect(say(older)).toMatchObject({ isTest: false, says: { total: 1500, date: '2021-01-14' } })
})

test('a person who issues has a shorter identity, a company may have letters in its own', () => {
  const person = withDigit('3515020001234567890955920000000002180070008')
  expect(readBrazilianKey(person)?.says.issuer_tax_id).toBe('12345678909')
  const company = withDigit('3526071A3B45C700016055001000000002180070008')
  expect(readBrazilianKey(company)?.says.issuer_tax_id).toBe('1A3B45C7000160')
})

const freight = withDigit('3526013300016700010157001000001234198765432')
test('what carries is told by its own key, in print and in its address, and not by those of its cargo', () => {
  const manifest = withDigit('3526013300016700010158001000000777198765432')
  const [bill, sheet, goods] = [freight, manifest, keys[0]!].map((key) => readBrazilianKey(key)!)
  expect(bill).toMatchObject({
    verification: 'ok',
    says: { document_type: 'invoice', invoice_number: '1234' },
  })
  expect(sheet!.says.document_type).toBeNull()
  expect(readBrazilianKey(`CTe${freight}`)).toEqual(bill!)
  const address = `https://dfe-portal.example.gov.br/cte/qrCode?chCTe=${freight}&tpAmb=1`
  expect(readBrazilianKey(address)?.says.cufe).toBe(freight)
  const other = { scheme: 'epc', verification: 'not-verifiable', says: {} } as const
  expect(withoutCargo([goods!, bill!, other])).toEqual([bill!, other])
  expect(withoutCargo([goods!, sheet!, bill!])).toEqual([sheet!])
  expect(withoutCargo([goods!, goods!])).toEqual([goods!, goods!])
})

test.each([
  '',
  '1'.repeat(44),
  '0'.repeat(44),
  keys[0]!.slice(1),
  `${keys[0]}0`,
  'https://example.com/?p=1|2|3',
])('%j is no key', (text) => expect(readBrazilianKey(text)).toBeNull())
