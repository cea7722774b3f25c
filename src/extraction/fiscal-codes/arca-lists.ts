import type { InvoiceData } from '../../invoices/invoice-data.ts'

const kinds: [NonNullable<InvoiceData['document_type']>, number[]][] = [
  // Debit notes ask for money as invoices do.
  [
    'invoice',
    [1, 2, 5, 6, 7, 10, 11, 12, 19, 20, 22, 45, 46, 51, 52, 195, 196, 201, 202, 206, 207, 211, 212],
  ],
  ['receipt', [4, 9, 15, 54, 81, 82, 83, 111, 115, 116, 117, 118, 120]],
  ['credit_note', [3, 8, 13, 21, 43, 44, 48, 53, 90, 110, 112, 113, 114, 119, 197, 203, 208, 213]],
]

/** Kinds of documents in the tax office's numbering; those that aren't here are none of ours. */
export const documentKinds = new Map(kinds.flatMap(([kind, codes]) => codes.map((code) => [code, kind])))

/** Currencies in the tax office's list. */
export const currencies = new Map([
  ['PES', 'ARS'],
  ['DOL', 'USD'],
  ['002', 'USD'],
  ['009', 'CHF'],
  ['010', 'MXN'],
  ['011', 'UYU'],
  ['012', 'BRL'],
  ['014', 'DKK'],
  ['015', 'NOK'],
  ['016', 'SEK'],
  ['018', 'CAD'],
  ['019', 'JPY'],
  ['021', 'GBP'],
  ['024', 'CZK'],
  ['026', 'AUD'],
  ['029', 'PYG'],
  ['030', 'ILS'],
  ['031', 'BOB'],
  ['032', 'COP'],
  ['033', 'CLP'],
  ['034', 'ZAR'],
  ['035', 'PEN'],
  ['042', 'DOP'],
  ['043', 'PAB'],
  ['044', 'NIO'],
  ['051', 'HKD'],
  ['052', 'SGD'],
  ['054', 'TWD'],
  ['055', 'GTQ'],
  ['056', 'HUF'],
  ['057', 'THB'],
  ['060', 'EUR'],
  ['061', 'PLN'],
  ['062', 'INR'],
  ['063', 'HNL'],
  ['064', 'CNY'],
])
