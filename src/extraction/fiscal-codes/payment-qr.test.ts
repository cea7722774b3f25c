import { expect, test } from 'bun:test'
import { readPaymentQr } from './payment-qr.ts'

const bill = [
  ...[
    'SPC',
    '0200',
    '1',
    'CH4431999123000889012',
    'S',
    'Muster Handels AG',
    'Rue du Lac',
    '1268',
    '2501',
    'Biel',
    'CH',
  ],
  ...['', '', '', '', '', '', ''],
  ...['1949.75', 'CHF', 'S', 'Pia Beispiel', 'Grosse Marktgasse', '28', '9400', 'Rorschach', 'CH'],
  ...[
    'QRR',
    '210000000003139471430009017',
    'Instruction',
    'EPD',
    '//S1/10/2020\\/1409/11/190512/30/106017086',
  ],
]

test('a Swiss bill says amount and parties, and what its biller added', () => {
  expect(readPaymentQr(bill.join('\r\n'))).toEqual({
    scheme: 'swiss',
    verification: 'not-verifiable',
    isPayment: true,
    says: {
      issuer_name: 'Muster Handels AG',
      customer_name: 'Pia Beispiel',
      total: 1949.75,
      currency: 'CHF',
      invoice_number: '2020/1409',
      date: '2019-05-12',
      issuer_tax_id: 'CHE-106.017.086',
    },
  })
  expect(readPaymentQr(bill.slice(0, 31).join('\n'))?.says).not.toHaveProperty('invoice_number')
  expect(readPaymentQr(bill.join('\n').replace('CH44', 'CH45'))).toBeNull()
})

test('a European transfer says amount and payee', () => {
  const transfer = [
    'BCD',
    '002',
    '1',
    'SCT',
    '',
    'Muster GmbH',
    'DE89370400440532013000',
    'EUR12.30',
    '',
    '',
    'RE-1',
  ]
  expect(readPaymentQr(transfer.join('\n'))).toMatchObject({
    scheme: 'epc',
    isPayment: true,
    says: { issuer_name: 'Muster GmbH', total: 12.3, currency: 'EUR' },
  })
  expect(readPaymentQr(transfer.join('\n').replace('DE89', 'DE88'))).toBeNull()
})

test.each(['', 'SPC', 'BCD\n002', 'https://example.com', '00020126580014br.gov.bcb.pix'])(
  '%j asks for nothing',
  (text) => expect(readPaymentQr(text)).toBeNull(),
)
