import { expect, test } from 'bun:test'
import type { PageOfWords } from '../../invoices/words.ts'
import { makePage } from '../make-page.ts'
import { linesOf } from '../text-lines.ts'
import { findNumber } from './find-number.ts'

const found = (drawing: string, more: Partial<PageOfWords> = {}) =>
  findNumber(linesOf([makePage(drawing, more)]), [])

test.each([
  ['Factura nº: F-2025/014', 'F-2025/014'],
  ['FACTURA\nNº F-2031/003', 'F-2031/003'],
  ['Rechnungsnr.   40071828   Kundennr.   31415', '40071828'],
  ['Beleg-Nr : RK30014142\nBestell-Nr : B987600001', 'RK30014142'],
  ['Lief-Nr: 880017\nBeleg-Nr : RK3001', 'RK3001'],
  ['Rechnung des Versicherers Nr. 00.271.828.1-2031-4 vom', '00.271.828.1-2031-4'],
  ['Facture n°270418281 du 02 Juillet', '270418281'],
  ['Référence de la facture   FA01/2031/004711', 'FA01/2031/004711'],
  ['N° BC # BC00815\nN° Facture # FA08/2031/000314', 'FA08/2031/000314'],
  ['Invoice # INV-10044\nPO Number: 88-1203', 'INV-10044'],
  ['Invoice Number:        52181928', '52181928'],
  ['RECEIPT NO.[00660499]', '00660499'],
  ['INV#0047320', '0047320'],
  ['04.03.2024   18:22   Bon-Nr.:4711', '4711'],
  ['N° de facture : 10 123 456 789', '10 123 456 789'],
  ['Dirección: Calle 10 # 5-51\nFactura No. FE 4587', 'FE 4587'],
  ['Bill#:V002-141421  Order#: 173205', 'V002-141421'],
  ['Doc No. : CS00027182', 'CS00027182'],
  ['Bol. Electronica: 003141592653   Caja: 0004', '003141592653'],
  ['BOLETA AFECTA ELECTRONICA\nNº 314159', '314159'],
  ['BOLETA DE VENTA ELECTRONICA\nB004-00031415', 'B004-00031415'],
  ['TIQUE Nro. 0007-00031415', '0007-00031415'],
  ['FACTURA N.º 31/0415   FECHA 30/04/2031', '31/0415'],
  ['Ana Otero Salas          N° 00002-00000314', '00002-00000314'],
  ['Taller Luz SL            Nº: R31-0009\nRectifica a: F31-0388', 'R31-0009'],
  ['Serie: A1B2   Número de DTE: 3141592653', 'A1B2-3141592653'],
  ['Número de Control: DTE-03-M001P001-000000000000314', 'DTE-03-M001P001-000000000000314'],
  ['Factura CT31/0088\nR.M. de Lugo, Tomo 2.718, Folio 87, Hoja LU-3141', 'CT31/0088'],
  ['Fact. Simplif.: T-003141', 'T-003141'],
  ['Receipt 1D: 0314159', '0314159'],
  ['Factura electrónica No. SETP 990000129', 'SETP 990000129'],
  ['BOLETA\nN° F001 - 00000123', 'F001-00000123'],
  ['FACTURA\nNº 0004 - 00002718', '0004-00002718'],
  ['Punto de Venta: 00003    Comp. Nro: 00000946', '00003-00000946'],
  [
    `
    Klant        Order          Factuur datum     Factuur        Vervaldatum
    SC01618      SC000033       8-9-2022          VF2718281      22-9-2022`,
    'VF2718281',
  ],
  ['N° de facture\nINV/02/2031/000271', 'INV/02/2031/000271'],
  ['Compr. Nro:     00010-00000027', '00010-00000027'],
  ['Invoice ID: 20310504-A', '20310504-A'],
  ['FACTURA DE CRÉDITO FISCAL\nNCF: B0100000271', 'B0100000271'],
  ['Invoice : #471', '471'],
  ['Numero de factura00471', '00471'],
  ['Nr. 2718, Beira\n\nNúmero:          Data:\nFT2718            04/05/2031', 'FT2718'],
])('%s', (drawing, number) => expect(found(drawing)?.value).toBe(number))

test.each([
  'Tel. No: 03-5550134',
  'Table No 12',
  'Kundennummer: 4711',
  'Terminal-ID: 70233569',
  'Genehmigungs-Nr 7X4K21',
  'NO 37, JALAN BUNGA 7\nTAX INVOICE',
  'a\nb\nc\nSteuerfrei nach § 4 Nr. 10a UStG',
  'Invoice date 12/05/2025',
])('%s is not its number', (drawing) => expect(found(drawing)).toBeNull())

test('what a poor reading leaves of "Nº" still names a number that can be nothing else', () => {
  const read = (text: string) => found(text, { source: 'ocr' })?.value
  expect(['N? F-2031/023', 'N2 F-2031/023', 'NO: F-2031/023'].map(read)).toEqual(Array(3).fill('F-2031/023'))
  expect(read('Facture N: FAO8/2031/000577')).toBe('FA08/2031/000577')
  expect(read('N Concepto')).toBeUndefined()
})

test('a number with its word beside it is sure, a title with a number less so', () => {
  expect(found('Invoice no: INV-10044')!.confidence).toBeGreaterThanOrEqual(0.95)
  expect(found('Invoice INV-10044')!.confidence).toBeLessThan(0.85)
})

test('what is already known to be a date or an identity is no number', () => {
  const lines = linesOf([makePage('Factura nº 12345678\nDocNro 30-50001091-2\nDocNro 30500010912')])
  const taken = lines.slice(0, 2).map((line, i) => ({ line, from: 2 - i, to: 3 - i }))
  expect(findNumber(lines, taken)).toBeNull()
})
