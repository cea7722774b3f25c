import { expect, test } from 'bun:test'
import type { PageOfWords } from '../invoices/words.ts'
import { makePage } from './make-page.ts'
import { taxIdsIn } from './tax-ids.ts'
import { linesOf } from './text-lines.ts'

const ids = (drawing: string, more: Partial<PageOfWords> = {}) => taxIdsIn(linesOf([makePage(drawing, more)]))
const values = (drawing: string) => ids(drawing).map(({ value }) => value)

test.each([
  ['NIF/CIF: A58818501', ['A58818501']],
  ['USt.-Id.-Nr. : DE271828106', ['DE271828106']],
  ['UStId DE 271 828 114', ['DE 271 828 114']],
  ['N° de TVA intra communautaire: FR 48 141 421 356', ['FR 48 141 421 356']],
  ['BTW-nr: NL0031.41.512.B01', ['NL0031.41.512.B01']],
  ['(GST ID No :000314159265)', ['000314159265']],
  ['GST Reg. No : 000271828182', ['000271828182']],
  ['GSTIN: 27ZZZZZ3141Z1Z5', ['27ZZZZZ3141Z1Z5']],
  ['R.U.T.: 76.192.083-9', ['76.192.083-9']],
  ['CUIT Nº: 20-12345678-6', ['20-12345678-6']],
  ['TVA : FR48141421356 - SIRET : 14142135600022', ['FR48141421356', '14142135600022']],
  ['GSTIN/UIN: 29ABCDE1234F1ZW', ['29ABCDE1234F1ZW']],
  ['RNC/Cédula: 131-41592-6', ['131-41592-6']],
  ['sin etiqueta A58818502 y nada', []],
  ['USt.-Id.-Nr. + DE271828106', ['DE271828106']],
  ['VAT NO    314    159    228', ['314 159 228']],
  ['VAT # 314 1592 28', ['314 1592 28']],
  ['VAI N0 314 159 228', ['314 159 228']],
  ['Rut: 761920839', ['76192083-9']],
  ['Rut: 12345670K', ['12345670-K']],
  ['R.U.T.76.192.083-9', ['76.192.083-9']],
  ['NIF:12345678ZMarta Ruiz', ['12345678Z']],
  ['VAT%    Net    VAT\n20     4.98     1.00     5.98', []],
  ['VAT%    Net    VAT\nB     10     7.26     0.73', []],
  ['sin etiqueta A58818501', ['A58818501']],
])('%s', (drawing, expected) => expect(values(drawing)).toEqual(expected))

test('an identity below its label, when its digit is right', () => {
  expect(values('IVA:          CUIT Nº:\nInscripto     20-12345678-6')).toEqual(['20-12345678-6'])
})

test('a label may say whose it is', () => {
  const owners = ids('Ihre USt-IdNr. DE271828106\nUnsere USt-IdNr. DE271828114\nN° TVA client FR48141421356')
  expect(owners.map(({ owner }) => owner)).toEqual(['customer', 'issuer', 'customer'])
})

test('letters read for digits are mended where a picture was read, and said to be', () => {
  const [mended] = ids('USt-IdNr: DE27I828106', { source: 'ocr' })
  expect(mended).toMatchObject({ value: 'DE271828106', isMended: true, isValid: true })
  expect(ids('USt-IdNr: DE27I828106')[0]?.isMended ?? false).toBe(false)
  const [points] = ids('RUT: 76,192:083-9', { source: 'ocr' })
  expect(points).toMatchObject({ value: '76.192.083-9', isMended: true, isValid: true })
})
