import { expect, test } from 'bun:test'
import { readPanamaCufe } from './panama-cufe.ts'

const real = [
  'FE01200000045400-2-299934-0900002022050500000000389990117686690628',
  'FE0120000000138-289-35920-0489172020090301000861280010117979798825',
  'FE01200002679372-1-844914-7300002025051500311570140020317481978892',
]
const trials = [
  'FE0120000155646463-2-2017-8600012024032052095049600010128158741019',
  'FE0120000155596713-2-2015-5900012019052800055000155650121566749040',
  'FE012000000521-136-113133-0270062022051590000008910080125781091727',
]

test('a code says issuer, number and day, and carries the proof of it', () => {
  expect(readPanamaCufe(real[2]!)).toEqual({
    scheme: 'dgi',
    verification: 'ok',
    isTest: false,
    says: {
      document_type: 'invoice',
      issuer_tax_id: '2679372-1-844914 DV 73',
      invoice_number: '0031157014',
      date: '2025-05-15',
      cufe: real[2]!,
    },
    spellings: {
      issuer_tax_id: ['2679372-1-844914 DV 73', '2679372-1-844914-73', '2679372-1-844914'],
      invoice_number: ['0031157014', '31157014'],
    },
  })
})

test.each(real)('%s holds', (cufe) =>
  expect(readPanamaCufe(cufe)).toMatchObject({ verification: 'ok', isTest: false }),
)
test.each(trials)('%s holds and was only a try', (cufe) =>
  expect(readPanamaCufe(cufe)).toMatchObject({ verification: 'ok', isTest: true }),
)

test.each([...real, ...trials])('every digit changed in %s is told', (cufe) => {
  for (let at = 2; at < cufe.length; at++)
    for (let digit = 0; digit < 10; digit++) {
      if (cufe[at] === String(digit) || cufe[at] === '-') continue
      const changed = readPanamaCufe(cufe.slice(0, at) + digit + cufe.slice(at + 1))
      expect(changed?.verification ?? 'mismatch').toBe('mismatch')
    }
})

test.each([
  `https://dgi-fep.mef.gob.pa/Consultas/FacturasPorQR?chFE=${real[0]}&iAmb=1&digestValue=abc=&jwt=eyJ.a.b`,
  `https://dgi-fep.mef.gob.pa/Consultas/FacturasPorCUFE/${real[0]}`,
  `https://consulta.example.pa/MTA0/${Buffer.from(real[0]!).toString('base64')}`,
  ` ${real[0]!.toLowerCase()}\n`,
])('%s leads to the same document', (text) =>
  expect(readPanamaCufe(text)?.says).toMatchObject({ invoice_number: '0000000038', date: '2022-05-05' }),
)

/** A code with the one digit at its end that makes it hold. */
function make({ ruc, branch, person }: { ruc: string; branch: string; person: '1' | '2' }): string {
  const body = `FE01${person}${ruc.padStart(20, '0')}-73${branch}202602250000000007001011123456789`
  return Array.from({ length: 10 }, (_, digit) => `${body}${digit}`).find(
    (cufe) => readPanamaCufe(cufe)?.verification === 'ok',
  )!
}

test('a branch may have letters, and so may a person', () => {
  const branch = make({ ruc: '2679372-1-844914', branch: 'PPAL', person: '2' })
  expect(readPanamaCufe(branch)?.says).toMatchObject({ invoice_number: '0000000007', date: '2026-02-25' })
  const person = make({ ruc: 'PE-8-1234', branch: '0000', person: '1' })
  expect(readPanamaCufe(person)?.says.issuer_tax_id).toBe('PE-8-1234 DV 73')
})

test.each([
  '',
  'FE',
  real[0]!.slice(0, -1),
  `${real[0]}1`,
  'https://example.com/?chFE=FE01',
  'FE'.padEnd(66, '-'),
])('%j is no code', (text) => expect(readPanamaCufe(text)).toBeNull())
