import { describe, expect, test } from 'bun:test'
import type { InvoiceData } from '../../invoices/invoice-data.ts'
import type { PageOfWords } from '../../invoices/words.ts'
import { makePage } from '../make-page.ts'
import { readBuiltIn } from '../read-built-in.ts'
import { surveyPages } from '../survey.ts'

const find = (drawing: string, more: Partial<PageOfWords> = {}) =>
  readBuiltIn(surveyPages([makePage(drawing, more)])).findings
const amounts = (drawing: string, more: Partial<PageOfWords> = {}) => {
  const { subtotal, tax, total } = find(drawing, more)
  return [subtotal?.value ?? null, tax?.value ?? null, total?.value ?? null]
}
/** Scanned, and read with little doubt. */
const scanned = { source: 'ocr' as const }

const papers: Record<string, [string, (number | null)[]]> = {
  'a Spanish invoice with a withholding': [
    `
    Base imponible       435,90
    IVA 21%               91,54
    IRPF 15%             -65,39
    Total a pagar        462,05`,
    [435.9, 91.54, 462.05],
  ],
  'fees with what is kept of them in brackets': [
    `
    Total por honorarios:          2,000.00
    Retención (8 %) IR:             (160.00)
    Total Neto Recibido:           1,840.00`,
    [2000, null, 1840],
  ],
  'a sum before taxes that is called gross, and a rate in thousandths': [
    `
    Total bruto              1.000.000,00
    IVA 19%                    190.000,00
    Rete fuente 4%              40.000,00
    Rete ICA 9,66 x 1000         9.660,00
    Total a pagar            1.140.340,00`,
    [1000000, 190000, 1140340],
  ],
  'what is left to be paid without any tax': [
    `
    Subtotal: $500,000.00
    IVA: $0.00
    Retefuente 4%: -$20,000.00
    Neto a pagar: $480,000.00`,
    [500000, 0, 480000],
  ],
  'a tax on lodging beside the one on everything': [
    `
    SUBTOTAL       $1,000.00
    IVA 16%          $160.00
    ISH 3%            $30.00
    TOTAL          $1,190.00`,
    [1000, 190, 1190],
  ],
  'a table of sums with a sentence below it': [
    `
    Importe bruto     Dto. P.P. 3%     Portes     Base imponible     I.V.A. 21%     TOTAL €
    1.000,00          30,00            10,00      980,00             205,80         1.185,80
    Vencimientos: 04/12/2026 - 1.185,80 €         Domiciliación bancaria ES91 2085 **** 4321`,
    [980, 205.8, 1185.8],
  ],
  'Galician words': [
    `
    Base impoñible       200,00 €
    IVE 21%               42,00 €
    Importe total        242,00 €`,
    [200, 42, 242],
  ],
  'Basque words on one line': [
    `
    GUZTIRA/TOTAL:                  121,00 €
    BEZ %21 oinarria 100,00 kuota 21,00
    BEZ barne / IVA incluido`,
    [100, 21, 121],
  ],
  'Basque words': [
    `
    Oinarria             100,00
    BEZ 21%               21,00
    GUZTIRA              121,00`,
    [100, 21, 121],
  ],
  'two taxes that nobody adds up': [
    `
    Subtotal             100.00
    GST 5%                 5.00
    PST 7%                 7.00
    Total                112.00`,
    [100, 12, 112],
  ],
  'the voucher of a French card': [
    `
    CARTE BANCAIRE
    le 31/05/25 a 15:41:53
    44000
    NANTES
    MONTANT= 31,41 EUR
    DEBIT
    TICKET CLIENT`,
    [null, null, 31.41],
  ],
  'a till that says what is ex tax': [
    `
    TOTAL [1]        GBP        314.40
    Net amount: Total ex VAT    262.00
    = VAT  F  (20%)              52.40`,
    [262, 52.4, 314.4],
  ],
  'a sign read as a letter, and a tax without its first one': [
    `
    NETOS             3.141,00
    VA 21%$             420,00
    IVA 27%$            308,07
    TOTAL $           3.869,07`,
    [3141, 728.07, 3869.07],
  ],
  'a tax with one letter wrong that the total holds': [
    `
    CHEMISE            36,00
    TOTAL EUR          36,00
    dont TUA (20%)      6,00`,
    [null, 6, 36],
  ],
  'what must be done, which is no tax': [
    `
    TOTAL              $36.00
    Goods must be returned within 7 days`,
    [null, null, 36],
  ],
  'a ticket from Ecuador, whose subtotals are parts of one': [
    `
    SUBTOTAL 15%             14.00
    SUBTOTAL 0%               3.50
    SUBTOTAL SIN IMPUESTOS   17.50
    IVA 15%                   2.10
    VALOR TOTAL            $ 19.60`,
    [17.5, 2.1, 19.6],
  ],
  'the number of a tax, which is no tax': [
    `
    VAT # 649 7877 59
    TOTAL                379.00
    MasterCard           379.00`,
    [null, null, 379],
  ],
  'the two halves of an Indian tax, in rupees': [
    `
    Sub Total            510.00
    CGST @ 2.5%           12.75
    SGST @ 2.5%           12.75
    Round Off             -0.50
    Grand Total         ₹535.00`,
    [510, 25.5, 535],
  ],
  'a tip that was paid on top of a total': [
    `
    2 Cerveza      55.00   110.00
    1 Hamburguesa          165.00
    Subtotal               237.07
    IVA 16%                 37.93
    Total                  275.00
    Propina                 41.25
    Total a pagar          316.25
    Tarjeta                316.25`,
    [237.07, 37.93, 316.25],
  ],
  'a tip that is only suggested': [
    `
    2 Cerveza      55.00   110.00
    1 Hamburguesa          165.00
    Subtotal               237.07
    IVA 16%                 37.93
    Total                  275.00
    Propina sugerida        41.25
    Total con propina      316.25`,
    [237.07, 37.93, 275],
  ],
  'taxes at two rates, each below its part of the subtotal': [
    `
    Yerba                  245,00
    Pan                     80,00
    Subtotal Gravado 22%   200,82
    IVA 22%                 44,18
    Subtotal Grav. 10%      72,73
    IVA 10%                  7,27
    Total                  325,00`,
    [null, 51.45, 325],
  ],
  'a toll, whose fare is all there is to pay': [
    `
    Plaza: Norte     Via: 003
    Fecha: 29/11/25  Hora: 13:15
    Clase: 2    Tarifa: $3.140
    Operador: 6234   Pago: Efectivo`,
    [null, null, 3140],
  ],
  'two halves of a tax': [
    `
    Taxable amount       800.00
    CGST 9%               72.00
    SGST 9%               72.00
    Round off         (-)  0.00
    Grand Total          944.00`,
    [800, 144, 944],
  ],
  'a subtotal that is called no more than an amount': [
    `
    Amount               800 USD
    VAT                   80 USD
    Total (incl. tax)    880 USD`,
    [800, 80, 880],
  ],
  'an amount before the two halves of its tax': [
    `
    BASIC AMOUNT         600.00
    CGST 9%               54.00
    SGST 9%               54.00
    GRAND TOTAL          708`,
    [600, 108, 708],
  ],
  'a form whose boxes hold noughts': [
    `
    Valor total da nota                  1.318,70

    Base         IVA          Total
    0,00         0,00          0,00`,
    [null, 0, 1318.7],
  ],
  'an invoice that is paid': [
    `
    Subtotal                      20.00
    VAT 10%                        2.00
    Total                         22.00
    Payments made                -22.00
    Balance due                    0.00`,
    [20, 2, 22],
  ],
  'a receipt of which nothing is left to pay': [
    `
    Total sales                   22.00
    Balance due                    0.00`,
    [null, null, 22],
  ],
  'prices without tax and with it': [
    `
    Other in total               1 015,00 CZK
    Total price excl. VAT        2 300,00 CZK
    VAT 20%                        460,00 CZK
    Total price incl. VAT        2 760,00 CZK`,
    [2300, 460, 2760],
  ],
  'a rounding whose minus is in brackets': [
    `
    Sub Total            991.00
    IGST 18%             178.38
    Round Off         (-)  0.38
    Total              1,169.00`,
    [991, 178.38, 1169],
  ],
  'a tip': [
    `
    Subtotal              17.50
    Tax                    1.53
    Tip                    3.50
    Total                 22.53`,
    [17.5, 1.53, 22.53],
  ],
  'a discount and shipping': [
    `
    Subtotal              35.00
    Discount              -5.00
    Shipping               4.99
    Sales Tax (8%)         2.40
    Total Due            $37.39`,
    [35, 2.4, 37.39],
  ],
  'a charge of an unknown name': [
    `
    SubTotal              40.00
    Health levy            0.80
    Total Tax              3.20
    Total                 44.00`,
    [40, 3.2, 44],
  ],
  'cash, and change that is not the total': [
    `
    TOTAL                  8.30
    CASH                  10.00
    CHANGE                 1.70`,
    [null, null, 8.3],
  ],
  'a rounding before what is paid': [
    `
    SUB TOTAL            120.00
    SERVICE CHARGE 10%    12.00
    GST 6%                 7.92
    ROUNDING ADJ          -0.02
    NET TOTAL            139.90`,
    [120, 7.92, 139.9],
  ],
  'a rounded amount that is called a rounding': [
    `
    Total Sales (Inclusive GST)   18.63
    Rounding Adjustment             .02
    Rounding                      18.65
    CASH                          20.00
    CHANGE                         1.35`,
    [null, null, 18.65],
  ],
  'a tax that the total holds already': [
    `
    TOTAL                  4,80
    IVA incluido 10%       0,44
    EFECTIVO               5,00
    CAMBIO                 0,20`,
    [null, 0.44, 4.8],
  ],
  'a summary of taxes with its sum, below the total': [
    `
    zu zahlen             17,55
    MWST%    MWST    Netto    Brutto
    A  7%    0,70    10,00     10,70
    B 19%    1,09     5,76      6,85
    Summe    1,79    15,76     17,55`,
    [15.76, 1.79, 17.55],
  ],
  'a summary of taxes without a sum': [
    `
    Total TTC                    36,00
    TVA 10,00%      27,27         2,73
    TVA 20,00%       5,00         1,00`,
    [32.27, 3.73, 36],
  ],
  'headings in a row and their amounts below': [
    `
    Base HT      Taux      Total HT      Montant TVA      Net a payer
    12 300,00    0,00      12 300,00     246,00           12 546,00`,
    [12300, 246, 12546],
  ],
  'a Brazilian note, whose taxes are in its prices': [
    `
    BASE DE CÁLCULO DO ICMS    VALOR DO ICMS    VALOR DO ICMS ST    VALOR TOTAL DOS PRODUTOS
                    210,00             37,80                6,40                      210,00
    VALOR DO FRETE             DESCONTO         VALOR DO IPI        VALOR TOTAL DA NOTA
                     15,00              0,00                0,00                      231,40`,
    [210, null, 231.4],
  ],
  'several rows under headings and their sum': [
    `
    Warenwert    Nettobetrag    MwSt-Betrag    MwSt-%    Endbetrag
    -20,00       -19,00         -3,61          19,0      -22,61
    -10,00       -10,00         -0,70           7,0      -10,70
    -30,00       -29,00         -4,31           EUR      -33,31`,
    [-29, -4.31, -33.31],
  ],
  'pesos without cents': [
    `
    MONTO NETO     $    76.990
    I.V.A. 19%     $    14.628
    TOTAL          $    91.618`,
    [76990, 14628, 91618],
  ],
  'a Swiss invoice': [
    `
    Total exkl. MWST            1'630.00
    MWST 8.1%                     132.05
    Total CHF                   1'762.05`,
    [1630, 132.05, 1762.05],
  ],
  'an Italian invoice': [
    `
    Totale imponibile        115,00
    IVA 22%                   25,30
    Totale documento         140,30`,
    [115, 25.3, 140.3],
  ],
  'a Portuguese invoice': [
    `
    Total Ilíquido             4,39
    IVA 23%                    1,01
    Total a pagar              5,40`,
    [4.39, 1.01, 5.4],
  ],
  'a Dutch invoice': [
    `
    Exclusief BTW   € 1.500,00           Subtotaal   € 1.815,00
    BTW 21%           € 315,00
                                         Totaal      € 1.815,00`,
    [1500, 315, 1815],
  ],
  'a subtotal under a word nobody knows': [
    `
    Terrace               12.40
    TAX 7.5%                .93
    Amount Due            13.33`,
    [12.4, 0.93, 13.33],
  ],
  'a tip below the first amount': [
    `
    SUBTOTAL      $20.00
    TAX            $1.60
    AMOUNT        $21.60
    TIP            $3.00
    TOTAL         $24.60`,
    [20, 1.6, 24.6],
  ],
  'rates that nothing was taxed with': [
    `
    Importe Neto Gravado: $   1000,00
    IVA 27%: $   0,00
    IVA 21%: $   210,00
    IVA 10.5%: $   0,00
    Importe Otros Tributos: $   0,00
    Importe Total: $   1210,00`,
    [1000, 210, 1210],
  ],
}

describe('reads the amounts of', () => {
  for (const [name, [drawing, expected]] of Object.entries(papers))
    test(name, () => expect(amounts(drawing)).toEqual(expected))
})

test('amounts that a crumpled page shows half a line off belong to their labels', () => {
  const page = makePage('SubTotal     4.50\nTax          0.36\nTotal        4.86', scanned)
  for (const word of page.words)
    if (/\d/.test(word.text)) word.box = [word.box[0], word.box[1] - 0.006, word.box[2], word.box[3] - 0.006]
  const { subtotal, tax, total } = readBuiltIn(surveyPages([page])).findings
  expect([subtotal?.value, tax?.value, total?.value]).toEqual([4.5, 0.36, 4.86])
})

test('an amount half a line off belongs to its label, whatever is said in another column', () => {
  const drawing = `
    Payments made                                                    -25.00
    Balance due                                                        0.00

    Please pay by transfer within a week                              25.00
                                                      Grand total (EUR)`
  expect(amounts(drawing)[2]).toBe(25)
})

describe('sums speak louder than labels', () => {
  test('of amounts with the same label', () => {
    const drawing = 'Subtotal   100,00\nIVA 21%   21,00\nTotal   121,00\nTotal   999,00'
    expect(amounts(drawing)).toEqual([100, 21, 121])
  })

  test('what things cost together is the total that no label names', () => {
    expect(amounts('2 CAFE SOLO     2,60\n1 NAPOLITANA     1,90\n                 4,50')).toEqual([
      null,
      null,
      4.5,
    ])
  })

  test('digits strewn over a line are put together where that closes the sum', () => {
    expect(amounts('SUB TOTAL   118.00\nGST   9.44\nNET TOTAL   12 7.4 4', scanned)[2]).toBe(127.44)
    expect(amounts('SUBTOTAL   15.20\nTAX   0.76\nTOTAL   15 96', scanned)[2]).toBe(15.96)
  })
})

describe('a misread digit', () => {
  const misread = 'Subtotal   191.99\nSales Tax   11.52\nTotal Due   208.51'

  test('is repaired where that alone makes the sum true, and is less certain for it', () => {
    const { total } = find(misread, scanned)
    expect(total!.value).toBe(203.51)
    const certain = find(misread.replace('208.51', '203.51'), scanned).total!.confidence
    expect(total!.confidence).toBeLessThan(certain - 0.1)
  })

  test('is none where the text was never recognised', () => expect(amounts(misread)[2]).toBe(208.51))

  test('stays where two repairs would do', () => {
    expect(amounts('Subtotal   80.00\nTax   5.00\nTotal   86.00', scanned)[2]).toBe(86)
  })

  test('is seen by what things cost and what was paid', () => {
    const drawing = `
      Lámpara        61.50
      Cable          50.50
      TOTAL         712.00
      EFECTIVO      150.00
      CAMBIO         38.00`
    expect(amounts(drawing, scanned)[2]).toBe(112)
  })

  test('in the words of a label is no obstacle', () => {
    expect(amounts('SUBT0TAL   20.00\n6ST 6%   1.20\nT0TA1   21.20', scanned)).toEqual([20, 1.2, 21.2])
  })
})

describe('null over a guess', () => {
  test.each([
    ['counts', 'Total items 5\nTotal Qty: 3'],
    ['lines carried forward', 'Suma y sigue     300,00'],
    ['rates, numbers of taxes and savings', 'IVA responsable 21\nVAT No. 1234.56\nYou saved 3.00'],
    ['one amount alone', 'Pilar 12,50'],
  ])('%s are no totals', (_, drawing) => expect(amounts(drawing)).toEqual([null, null, null]))

  test('a subtotal and a tax that are not printed stay unknown', () => {
    expect(amounts('TOTAL   121,00')).toEqual([null, null, 121])
  })
})

test('a bracket that was read as a letter still ends the name of a tax', () => {
  const drawing = 'TOTAL AFECTO $   26.178\nTOTAL IVAC19.0%)$   4.974\nTOTAL $   31.152'
  expect(amounts(drawing, scanned)).toEqual([26178, 4974, 31152])
})

test('a sign that was read as a digit is none of them', () => {
  const few = `
    Pan                     $36.00
    Leche                   $61.40
    TOTAL                   597.40
    EFECTIVO               $100.00
    CAMBIO                   $2.60`
  expect(amounts(few, scanned)).toEqual([null, null, 97.4])
  const all = `
    R.U.T.: 76.192.083-9
    2 Parrillada           $64.000
    1 Ensalada             $20.500
    3 Limonada              $5.500
    SUBTOTAL               590.000
    PROPINA                 $9.000
    TOTAL                  599.000`
  expect(amounts(all, scanned)).toEqual([90000, null, 99000])
  const pounds = `
    1 Almond slice           £3.25
    1 Ginger beer            £2.00
    Items: 2   Balance to Pay   25.25
    Card Tendered            £5.25`
  expect(amounts(pounds, scanned)).toEqual([null, null, 5.25])
  expect(amounts(pounds.replace('Card Tendered            £5.25', ''), scanned)[2]).not.toBe(5.25)
  expect(amounts('SUBTOTAL   $420.69\nIVA   $67.31\nTOTAL   S488.00', scanned)).toEqual([420.69, 67.31, 488])
})

test('what proves a total makes it more certain', () => {
  const certain = (drawing: string) => find(drawing).total!.confidence
  const guess = certain('Menu   9,00\nAgua   1,00\n   10,00')
  const vague = certain('Importe   121,00')
  const named = certain('Total factura   121,00')
  const proven = certain('Base imponible   100,00\nIVA 21%   21,00\nTotal factura   121,00')
  expect([guess, vague, named, proven]).toEqual([guess, vague, named, proven].toSorted((a, b) => a - b))
  expect(guess).toBeLessThanOrEqual(0.6)
  expect(proven).toBeGreaterThan(0.96)
})

describe('taxes', () => {
  const taxes = (drawing: string): InvoiceData['taxes'] => find(drawing).taxes?.value ?? []

  test('that are withheld leave what is to be paid, though the sum before them closes too', () => {
    const page = `
      Suma de operaciones:                  $940.00
      Impuesto al Valor Agregado 13%:       $122.20
      Sub-Total:                          $1,062.20
      IVA Retenido:                           $9.40
      Monto Total de la Operación:        $1,062.20
      Total a Pagar:                      $1,052.80
    `
    expect(amounts(page)).toEqual([940, 122.2, 1052.8])
  })

  test('are told apart by their rows, and what is withheld is a negative one', () => {
    const drawing = `
      IVA 21%                  1.000,00 €        21%      210,00 €
      IVA 4%                   100,00 €          4%       4,00 €
      Base imponible:                                   1.100,00 €
      Total IVA:                                        214,00 €
      Retención IRPF 15%:                               -165,00 €
      TOTAL FACTURA                                     1.149,00 €`
    expect(taxes(drawing)).toEqual([
      { name: 'IVA', rate: 21, base: 1000, amount: 210 },
      { name: 'IVA', rate: 4, base: 100, amount: 4 },
      { name: 'IRPF', rate: 15, base: 1100, amount: -165 },
    ])
  })

  test.each([
    ['Ret. ISR', 'ISR'],
    ['Retención IVA', 'IVA'],
    ['Retefuente', 'ReteFuente'],
    ['ReteICA', 'ReteICA'],
    ['Retenciones', 'RET'],
  ])('that are withheld are called by their name: %s', (label, name) => {
    const drawing = `Subtotal   1.000,00\nIVA 19%   190,00\n${label} 10%   -100,00\nTotal   1.090,00`
    expect(taxes(drawing)).toContainEqual({ name, rate: 10, base: 1000, amount: -100 })
  })

  test('have the rate of their line, and the subtotal as their base where that makes them', () => {
    expect(taxes('Neto   100,00\nI.V.A. 19%   19,00\nTotal   119,00')).toEqual([
      { name: 'IVA', rate: 19, base: 100, amount: 19 },
    ])
    expect(taxes('Subtotal   100.00\nTax 5%   2.50\nTotal   102.50')).toEqual([
      { name: 'TAX', rate: 5, base: null, amount: 2.5 },
    ])
  })
})

test('a tax is called what it is, whatever a picture left of its name', () => {
  const drawing = 'NETO   100,00\nVA 21%   21,00\nTOTAL   121,00'
  expect(find(drawing, scanned).taxes?.value).toMatchObject([{ name: 'IVA', rate: 21 }])
  const halves = 'Taxable   100.00\nCGST9 9%   9.00\nSGST9 9%   9.00\nTotal   118.00'
  expect(find(halves).taxes?.value).toMatchObject([{ name: 'CGST' }, { name: 'SGST' }])
})

describe('a total that is more than subtotal and tax', () => {
  const say = (drawing: string) => readBuiltIn(surveyPages([makePage(drawing)])).checks

  test('is explained by its tip', () => {
    const [check, ...others] = say(`
    Subtotal             40.00
    Tax                   3.20
    Tip                   6.00
    Total                49.20`)
    expect(others).toEqual([])
    expect(check).toMatchObject({
      name: 'totals_sum',
      ok: true,
      about: ['subtotal', 'tax', 'total'],
      message: {
        en: 'Subtotal 40 + tax 3.2 + charges 6 = total 49.2.',
        es: 'Subtotal 40 + impuestos 3.2 + cargos 6 = total 49.2.',
      },
    })
  })

  test('needs no explaining where it is just that, and gets none where nothing adds up', () => {
    expect(say('Base imponible   100,00\nIVA 21%   21,00\nTotal   121,00')).toEqual([])
    expect(say('Base imponible   100,00\nIVA 21%   21,00\nTotal   777,00')).toEqual([])
  })
})

describe('a page that was read badly', () => {
  const scan = (drawing: string) => amounts(drawing, scanned)

  test('has labels with a wrong letter', () => {
    const damaged = `
      Zwischensummo         50,00
      Umsatzsteucr 19%       9,50
      Rechnungsbctrag       59,50`
    expect(scan(damaged)).toEqual([50, 9.5, 59.5])
    expect(amounts(damaged)[0]).toBeNull()
  })

  test('may lie so askew that amounts stand a line above their labels', () => {
    expect(
      scan(`
      Gas for the grill          60.37
      3 gallons
                                 60.37
      Subtotal                    4.49
      Tax                        64.86
      Grand total`),
    ).toEqual([60.37, 4.49, 64.86])
  })

  test('keeps the total that it prints twice, and doubts the digit that stands once', () => {
    expect(
      scan(`
      Subtotal         83.50
      Tax               5.16
      Total            68.66
      Balance due      68.66`),
    ).toEqual([63.5, 5.16, 68.66])
  })

  test('keeps the total that its things make, where change is rounded', () => {
    expect(
      scan(`
      Compact disc     227.96
      Poster           100.00
      TOTAL            327.96
      Efectivo         328.00
      Cambio             0.05`)[2],
    ).toBe(327.96)
  })
})
