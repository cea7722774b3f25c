import { expect, test } from 'bun:test'
import { readSpanishQr } from './spain-qr.ts'

const verifactu = (host = 'www2.agenciatributaria.gob.es', service = 'ValidarQR') =>
  `https://${host}/wlpl/TIKE-CONT/${service}?nif=89890001K&numserie=12345678-G33&fecha=01-09-2024&importe=241.4`

test('VERI*FACTU says issuer, number, day and total', () => {
  expect(readSpanishQr(verifactu())).toEqual({
    scheme: 'verifactu',
    verification: 'not-verifiable',
    isTest: false,
    says: { issuer_tax_id: '89890001K', invoice_number: '12345678-G33', date: '2024-09-01', total: 241.4 },
  })
  expect(readSpanishQr(verifactu(undefined, 'ValidarQRNoVerifactu'))?.says.total).toBe(241.4)
  expect(readSpanishQr(verifactu('prewww2.aeat.es'))?.isTest).toBe(true)
  expect(readSpanishQr(verifactu().replace('12345678-G33', 'A%2F2024%26%2033'))?.says.invoice_number).toBe(
    'A/2024& 33',
  )
  expect(readSpanishQr(verifactu().replace('89890001K', '89890002K'))?.verification).toBe('mismatch')
})

const ticket =
  'https://batuz.eus/QRTBAI/?id=TBAI-00000006Y-251019-btFpwP8dcLGAF-237&s=T&nf=27174&i=4.70&cr=007'

test('TicketBAI says the same and proves it', () => {
  expect(readSpanishQr(ticket)).toEqual({
    scheme: 'ticketbai',
    verification: 'ok',
    isTest: false,
    says: {
      issuer_tax_id: '00000006Y',
      invoice_number: 'T27174',
      date: '2019-10-25',
      total: 4.7,
      cufe: 'TBAI-00000006Y-251019-btFpwP8dcLGAF-237',
    },
    spellings: { invoice_number: ['T27174', 'T-27174', '27174'] },
  })
})

test('every digit changed in a TicketBAI is told', () => {
  for (let at = 0; at < ticket.length; at++) {
    if (!/\d/.test(ticket[at]!)) continue
    const changed = ticket.slice(0, at) + ((Number(ticket[at]) + 1) % 10) + ticket.slice(at + 1)
    expect(readSpanishQr(changed)?.verification ?? 'mismatch').toBe('mismatch')
  }
})

test.each([
  '',
  'https://example.com/?nif=89890001K&numserie=1&fecha=01-09-2024&importe=241.4',
  verifactu().replace('01-09-2024', '2024-09-01'),
  verifactu().replace('&importe=241.4', ''),
  ticket.replace('&nf=27174', ''),
])('%j is no such code', (text) => expect(readSpanishQr(text)).toBeNull())
