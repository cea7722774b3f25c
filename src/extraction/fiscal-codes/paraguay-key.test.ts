import { expect, test } from 'bun:test'
import { makePage } from '../make-page.ts'
import { linesOf } from '../text-lines.ts'
import { readParaguayanKey } from './paraguay-key.ts'
import { printedKeys } from './printed-keys.ts'

const cdc = '01801234565001002000012312026031511234567892'
const address = `https://ekuatia.set.gov.py/consultas/qr?nVersion=150&Id=${cdc}&dFeEmiDE=323032362d30332d31355430383a33303a3030&dRucRec=4321098&dTotGralOpe=266000&dTotIVA=22000&cItems=3&DigestValue=6162&IdCSC=0001&cHashQR=ab12`

test('a code says all that its key does, and customer, tax and total beside it', () => {
  expect(readParaguayanKey(address)).toEqual({
    scheme: 'sifen',
    verification: 'ok',
    isTest: false,
    says: {
      document_type: 'invoice',
      issuer_tax_id: '80123456-5',
      customer_tax_id: '4321098',
      invoice_number: '001-002-0000123',
      date: '2026-03-15',
      tax: 22_000,
      total: 266_000,
      cufe: cdc,
    },
  })
  expect(readParaguayanKey(address.replace('consultas/', 'consultas-test/'))?.isTest).toBe(true)
})

test('a key alone, in groups too, leaves the amounts open; a digit changed in it is told', () => {
  const grouped = cdc.replace(/(\d{4})/g, '$1 ').trim()
  expect(readParaguayanKey(grouped)).toMatchObject({ verification: 'ok', says: { cufe: cdc, total: null } })
  const printed = printedKeys(linesOf([makePage(`CDC: ${grouped}\nTotal 266.000`)]))
  expect(printed.map(({ reading }) => reading.says.cufe)).toEqual([cdc])
  expect(readParaguayanKey(cdc.replace('0000123', '0000153'))?.verification).toBe('mismatch')
})

test.each(['', '1'.repeat(44), cdc.slice(1), `${cdc}0`, 'https://ekuatia.set.gov.py/consultas/qr?Id=1'])(
  '%j is no such code',
  (text) => expect(readParaguayanKey(text)).toBeNull(),
)
