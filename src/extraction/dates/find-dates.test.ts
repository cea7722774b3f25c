import { expect, test } from 'bun:test'
import { makePage } from '../make-page.ts'
import { linesOf } from '../text-lines.ts'
import { datesIn } from './dates.ts'
import { findDates } from './find-dates.ts'

const found = (drawing: string) => {
  const lines = linesOf([makePage(drawing)])
  return findDates(lines, datesIn(lines, null))
}
const days = (drawing: string) => {
  const { date, due_date } = found(drawing)
  return [date?.value, due_date?.value]
}

test.each([
  [
    'of issue in one word',
    'Emisión: 20/04/2031   Vencimiento: 15/05/2031\nFecha        Estado\n18/03/2031   24823',
    '2031-04-20',
    '2031-05-15',
  ],
  ['beside their labels', 'Fecha: 05/04/2025\nVencimiento: 05/05/2025', '2025-04-05', '2025-05-05'],
  [
    'but not until when any may be issued',
    'Fecha: 03/11/2026\nFecha límite de emisión: 30/06/2027',
    '2026-11-03',
    undefined,
  ],
  ['in Catalan', 'Data: 06/05/2025\nVenciment: 05/06/2025', '2025-05-06', '2025-06-05'],
  [
    'below them',
    `
    Klant        Factuur datum      Factuur       Vervaldatum
    K-303        8-9-2022           VF-1005       22-9-2022`,
    '2022-09-08',
    '2022-09-22',
  ],
  [
    'in the title',
    'Handelsrechnung Nr. 271828 vom 14.06.2018\nLieferdatum 03.06.2018',
    '2018-06-14',
    undefined,
  ],
  [
    'in a title of two lines',
    'Gutschrift Nr. 4711\nvom 31.10.2018\nZeitraum 01.10.2018',
    '2018-10-31',
    undefined,
  ],
  [
    'in French',
    'Facture n°562 du 02 Juillet 2015\nDate limite de paiement le 05 Juillet 2015',
    '2015-07-02',
    '2015-07-05',
  ],
  [
    'not of an order',
    'Datum 14.06.2018\nRechnung gemäß Bestellung Nr. 47 vom 01.03.2018',
    '2018-06-14',
    undefined,
  ],
  [
    'not of a period',
    'Leistung 01.10.2018 bis 31.10.2018\nRechnungsdatum 05.11.2018',
    '2018-11-05',
    undefined,
  ],
  [
    'with a time, on a receipt',
    'Offer valid until 31/12/2019\n15/01/2019 18:32\nCard 08/2021',
    '2019-01-15',
    undefined,
  ],
  [
    'not of the fiscal code',
    'Fecha: 14/02/2023\nC.A.E. Nro.: 7307\nFecha Vencimiento: 24/02/2023',
    '2023-02-14',
    undefined,
  ],
  [
    'not of its numbers’ permit',
    'Vencimiento NCF: 31/12/2031\nFecha: 04/05/2031\nVence: 03/06/2031',
    '2031-05-04',
    '2031-06-03',
  ],
])('the date %s', (_, drawing, date, due) => expect(days(drawing)).toEqual([date, due]))

test('a named date is surer than the only one, and that surer than one of several', () => {
  const named = found('Fecha de emisión: 05/04/2025').date!.confidence
  const only = found('Madrid, 05/04/2025').date!.confidence
  const several = found('05/04/2025\n06/04/2025').date!.confidence
  expect([named > only, only > several]).toEqual([true, true])
})

test('births and expiries are no dates of an invoice', () => {
  expect(days('Nacimiento: 05/04/1980')).toEqual([undefined, undefined])
  expect(days('Exp. date: 05/04/2030')).toEqual([undefined, undefined])
})
