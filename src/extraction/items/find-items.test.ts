import { describe, expect, test } from 'bun:test'
import type { PageOfWords } from '../../invoices/words.ts'
import { makePage } from '../make-page.ts'
import { readBuiltIn } from '../read-built-in.ts'
import { surveyPages } from '../survey.ts'
import { linesOf } from '../text-lines.ts'
import { isItemsHeader } from './item-header.ts'

const find = (drawings: string[], more: Partial<PageOfWords> = {}) =>
  readBuiltIn(surveyPages(drawings.map((drawing, i) => makePage(drawing, { page: i + 1, ...more })))).findings
    .products
const things = (...drawings: string[]) =>
  (find(drawings)?.value ?? []).map(({ name, quantity, unit_price, total_price }) =>
    [name, quantity, unit_price, total_price].filter((value) => value !== null),
  )

describe('things under headings', () => {
  test('are announced also by words with a wrong letter, where an engine read them', () => {
    const isHeader = (source: PageOfWords['source']) =>
      isItemsHeader(linesOf([makePage('Descripcien     Cantidod     Preclo', { source })])[0]!)
    expect(isHeader('ocr')).toBe(true)
    expect(isHeader('text')).toBe(false)
  })

  test('have names with numbers in them', () => {
    const drawing = `
      Description                    Quantity     Price      Amount
      Cable USB 3.0 with plug        2            8.50       17.00
      Hub                            1            20.00      20.00
      Total                                                  37.00`
    expect(things(drawing)[0]![0]).toBe('Cable USB 3.0 with plug')
  })

  test('begin with their first word, though their heading stands in the middle of their column', () => {
    const drawing = `
      #               Descripción                    Cantidad     Vr. Unitario     Vr. Total
      1 Transporte terrestre norte - Costa grande    6,00         950.000,00       5.700.000,00
      2 Almacenamiento posición estiba mayor         45,00        60.000,00        2.700.000,00
                                                                  Total bruto      8.400.000,00`
    expect(things(drawing)).toEqual([
      ['Transporte terrestre norte - Costa grande', 6, 950000, 5700000],
      ['Almacenamiento posición estiba mayor', 45, 60000, 2700000],
    ])
  })

  test('go on in a second line beside their unit, however wide the sums below are called', () => {
    const drawing = `
      Cantidad     Unidad     Descripción                          Valor        Importe de
                   Medida                                          Unitario     Venta
      60.00        HORAS ALQUILER DE GRUA CON OPERADOR, INCLUYE    250.00       15,000.00
                         COMBUSTIBLE - FRENTE SUR
                                         Op. Gravada :                          15,000.00
                                         Op. Exonerada :                             0.00
                                         Op. Inafecta y otras :                      0.00
                                         IGV 18% :                               2,700.00
                                         Importe Total :                        17,700.00`
    expect(things(drawing)).toEqual([
      ['ALQUILER DE GRUA CON OPERADOR, INCLUYE COMBUSTIBLE - FRENTE SUR', 60, 250, 15000],
    ])
  })

  test('take no moment above them into their name', () => {
    const drawing = `
      BOLETA ELECTRONICA N° 314
      Fecha: 17-09-2026 Hora: 20:11
      JABON DE LAVANDA
      2 x $990             1.980
      PEINE GRANDE
      1 x $12.900         12.900
      TOTAL              $14.880`
    expect(things(drawing).map(([name]) => name)).toEqual(['JABON DE LAVANDA', 'PEINE GRANDE'])
  })

  test('are none of the subtotals of a rate, whatever stands beside those', () => {
    const drawing = `
      Cod.     Cant.      Descripción            Precio Unitario     Descuento     Precio Total
      FL9C     100.00 FOCO LED 9W                1.35                0.00          135.00
      CT12     4.00       CABLE THHN ROLLO       54.00               0.00          216.00
      Información Adicional                SUBTOTAL 15%                      351.00
      Forma de pago: EFECTIVO              SUBTOTAL 0%                       0.00
                                           SUBTOTAL NO OBJETO DE IVA         0.00
                                           SUBTOTAL EXENTO DE IVA            0.00
                                           SUBTOTAL SIN IMPUESTOS            351.00
                                           IVA 15%                           52.65
                                           VALOR TOTAL                       403.65`
    expect(things(drawing)).toEqual([
      ['FOCO LED 9W', 100, 1.35, 135],
      ['CABLE THHN ROLLO', 4, 54, 216],
    ])
  })

  test('have what proves their price, wherever their quantity stands', () => {
    const behind = `
      Descripcion                    Cantidad     Precio         Valor
      Martillo carpintero            2            8.500          17.000
      Taladro percutor               1            59.990         59.990
                                         MONTO NETO      $       76.990`
    const before = `
      Cantidad     Descripción                 Precio unitario      Importe
      1            Curso de contabilidad       1,500.00             1,500.00
      2            Libro de texto              350.50               701.00
                                               Subtotal            $2,201.00`
    expect(things(behind)).toEqual([
      ['Martillo carpintero', 2, 8500, 17000],
      ['Taladro percutor', 1, 59990, 59990],
    ])
    expect(things(before)).toEqual([
      ['Curso de contabilidad', 1, 1500, 1500],
      ['Libro de texto', 2, 350.5, 701],
    ])
  })

  test('cost what they weigh where prices have no cents, and the number on a package is no quantity', () => {
    const ticket = `
      R.U.T.: 76.192.083-9
      BOLETA ELECTRONICA
      CODIGO         DESCRIPCION                VALOR
      CANT. / PRECIO UNITARIO
      00000000007    TOMATE LARGA VIDA
      2.435 X                     1.280         3.117
      00000000009    PALTA HASS
      0.580 X                     4.990         2.894
      7801112223334     ARROZ GRADO UNO 1K      1.450
      7802223334445     SAL DE MESA               540
      TOTAL                                     8.001`
    expect(things(ticket)).toEqual([
      ['TOMATE LARGA VIDA', 2.435, 1280, 3117],
      ['PALTA HASS', 0.58, 4990, 2894],
      ['ARROZ GRADO UNO 1K', 1450],
      ['SAL DE MESA', 540],
    ])
  })

  test('are as many as the line below them says, which is none of them', () => {
    const ticket = `
      KAESE                   3,19 B
      FEIGEN                  1,98 B
      2 Stk x     0,99
      PFAND                  -0,75 A
      3 x     0,25
      BROT                    1,49 B
      SUMME EUR               5,91`
    expect(things(ticket)).toEqual([
      ['KAESE', 3.19],
      ['FEIGEN', 2, 0.99, 1.98],
      ['PFAND', -0.75],
      ['BROT', 1.49],
    ])
  })

  test('have the name above what says only how many they are', () => {
    const ticket = `
      31415926 - 45G CHIPS TRUFFE
      Qté : 3 x 3.90 €                  11.70 €
      27182818 - TABLETTE NOIRE
      Qté : 2 x 2.53 €                   5.06 €
      14142135 - BTE VIOLETTE
      Qté : 1 x 3.60 €                   3.60 €
      Net à payer                       20.36 €`
    expect(
      things(ticket).map(([name, ...rest]) => [/CHIPS|NOIRE|VIOLETTE/.exec(String(name))?.[0], ...rest]),
    ).toEqual([
      ['CHIPS', 3, 3.9, 11.7],
      ['NOIRE', 2, 2.53, 5.06],
      ['VIOLETTE', 1, 3.6, 3.6],
    ])
  })

  test('are counted also where a list leaves out what one of them costs', () => {
    const drawing = `
      Cant.     Descripción              Importe
      14        Pan de aceite            1.060,00
      3         Berlinesa                  240,00
      Total                              1.300,00`
    expect(find([drawing])!.value).toMatchObject([
      { name: 'Pan de aceite', quantity: 14, unit_price: null, total_price: 1060 },
      { name: 'Berlinesa', quantity: 3, unit_price: null, total_price: 240 },
    ])
  })

  test('keep quantity and price where a discount comes between', () => {
    const drawing = `
      Concepto                   Uds     Precio     Dto.     Importe
      Asesoría fiscal            1       300,00     0%       300,00
      Declaración trimestral     2       75,50      10%      135,90
      Base imponible                                         435,90`
    expect(things(drawing)[1]).toEqual(['Declaración trimestral', 2, 75.5, 135.9])
  })

  test('leave codes, numbers and units of measure out of their names', () => {
    const drawing = `
      Pos     Referencia     Descripción               Cantidad        Precio      Importe
      1       MOB_1204       Panel acústico            12,00 uds       150,00      1.800,00
      2       K-77B          Caja de orden             1,00 uds        18,00       18,00
                                                       Total                       1.818,00`
    expect(things(drawing)).toEqual([
      ['Panel acústico', 12, 150, 1800],
      ['Caja de orden', 1, 18, 18],
    ])
  })

  test('have names over several lines, below their price or around it', () => {
    const below = `
      Description                             Quantité     Prix       Montant
      Pose de parquet flottant (chambre       2,00         310,00     620,00
      bleue)
      Plinthe                                 1,00         80,00      80,00
      Total HT                                                        700,00`
    const around = `
      Description                             Quantité     Prix       Montant
      Pose de parquet flottant (chambre
                                              2,00         310,00     620,00
      bleue)

      Plinthe                                 1,00         80,00      80,00
      Total HT                                                        700,00`
    for (const drawing of [below, around])
      expect(things(drawing)).toEqual([
        ['Pose de parquet flottant (chambre bleue)', 2, 310, 620],
        ['Plinthe', 1, 80, 80],
      ])
  })

  test('leave notes and properties below them out, unless only those tell them apart', () => {
    const noted = `
      Description                                  Qty      Price     Amount
      Walnut oil                                   1        8.00      8.00
      Pressed by hand in a mill that has been turning for two hundred years
      Saffron                                      4        11.00     44.00
      Origin : Italy
      Total                                                           52.00`
    const alike = `
      Description                                  Qty      Price     Amount
      Mailbox                                      1        4.20      4.20
      User: anna
      Mailbox                                      1        4.20      4.20
      User: ben
      Total                                                           8.40`
    expect(things(noted).map(([name]) => name)).toEqual(['Walnut oil', 'Saffron'])
    expect(things(alike).map(([name]) => name)).toEqual(['Mailbox User: anna', 'Mailbox User: ben'])
  })

  test('are those of the list alone where each is split up below', () => {
    const drawing = `
      Artikel                                       Aantal   Prijs per stuk   Prijs incl. BTW
      Fiets met slot                                1        € 1.450,00       € 1.450,00
          Fiets 28 inch                             1
          Incl. verwijderingsbijdrage               1                         € 3,10
      Kabel                                         2        € 10,00          € 20,00
      Totaal                                                                  € 1.470,00`
    expect(things(drawing).map(([name]) => name)).toEqual(['Fiets met slot', 'Kabel'])
  })

  test('go on over pages, without repeated headings, sums carried forward and feet', () => {
    const head = 'Concepto                   Importe\n'
    const first = `${head}Trabajo uno                100,00\nTrabajo dos                200,00\nSuma y sigue               300,00\n\n\nGestoría Luna SL           Pág. 1`
    const second = `${head}Suma anterior              300,00\nTrabajo tres               50,00\nBase imponible             350,00\nIVA 21%                    73,50\nTotal                      423,50`
    expect(things(first, second)).toEqual([
      ['Trabajo uno', 100],
      ['Trabajo dos', 200],
      ['Trabajo tres', 50],
    ])
  })

  test('go on below a sum on the way that only its amount makes one', () => {
    const first = `
      Bezeichnung                   Menge     Einzelpreis       Betrag
      Zaun streichen                4         25,00             100,00
      Farbe                         2         30,00             60,00
      Zwischensumme                                             160,00`
    const second = `
      Übertrag
                                                                160,00
      Fahrten laut Plan
      Anfahrt                       1         40,00             40,00
      Gesamtbetrag                                              200,00`
    expect(things(first, second).map(([name]) => name)).toEqual(['Zaun streichen', 'Farbe', 'Anfahrt'])
  })

  test('cost whole money without any mark where prices stand, unless prices there have cents', () => {
    const bare = `
      Item              Quantity      Price      Amount
      Garden work       3             450        1350
      Hedge             1             90         90
                                      Subtotal   1440
                                      Tax        302.40
                                      Total      1742.40`
    const withCents = `
      Item              Quantity      Price      Amount
      Garden work       3             450.00     1350.00
      ordered by letter of last week             1204
      Hedge             1             90.00      90.00
      Total                                      1440.00`
    const both = [
      ['Garden work', 3, 450, 1350],
      ['Hedge', 1, 90, 90],
    ]
    expect(things(bare)).toEqual(both)
    expect(things(withCents)).toEqual(both)
  })

  test('may be called by no more than a model, left of a heading in the middle', () => {
    const drawing = `
      Cant.     Código              Descripción              Importe
      2         0           K12                              40,00
      1         0           M7                               15,50
      Total                                                  55,50`
    expect(things(drawing).map(([name]) => name)).toEqual(['K12', 'M7'])
  })

  test('are not called after the heading of a part of the list', () => {
    const drawing = `
      Description                   Quantity     Price       Amount
      Painting                      4            25.00       100.00
      Travel                                                 Amount
      Train                         1            60.00       60.00
      Total                                                  160.00`
    expect(things(drawing).map(([name]) => name)).toEqual(['Painting', 'Train'])
  })

  test('may be called after a tax, and taxes below the list are none', () => {
    const drawing = `
      Concepto                       Base         % IVA     Cuota
      Impuesto local semestral      1.000,00     21%       210,00
      IVA trimestral                 500,00       21%       105,00
      Base imponible                                        1.500,00
      IVA 21%                        1.500,00     21%       315,00
      Total factura                                         1.815,00`
    expect(things(drawing)).toEqual([
      ['Impuesto local semestral', 1000],
      ['IVA trimestral', 500],
    ])
  })

  test('a word of capitals before a number is the name’s, and no code', () => {
    const drawing = `
      Code         Description                     Qty      Price       Amount
      F-2271       MONITOR FOR TANKS TYPE 4-7118   1        449.10      449.10
      F-23         VALVE                           2        20.00       40.00
      Total                                                             489.10`
    expect(things(drawing).map(([name]) => name)).toEqual(['MONITOR FOR TANKS TYPE 4-7118', 'VALVE'])
  })

  test('names begin where their column does, under a heading of several words or one that stands in the middle', () => {
    const long = `
      No    Description of Goods & Description         Qty        Rate       Amount
      1     30MM X 20 MTR CLEAR SEALING TAPE           310.00     21.00       6,510.00
      2     Sewing thread                              1.00         450.00     450.00
      Sub Total                                                               6,960.00`
    const apart = `
      No             Description                       Qty        Rate       Total
            SUPPLY OF STEEL RELAYS 20A (coil
      1                                                3.00       1,500.00   4,500.00
            voltage 220)
      Sub Total                                                              4,500.00`
    expect(things(long).map(([name]) => name)).toEqual(['30MM X 20 MTR CLEAR SEALING TAPE', 'Sewing thread'])
    expect(things(apart)).toEqual([['SUPPLY OF STEEL RELAYS 20A (coil voltage 220)', 3, 1500, 4500]])
  })

  test('a line that comes to those above it is their sum, whatever it is called', () => {
    const drawing = `
      Cantidad     Descripción                 Lista        %Bon       Importe
      3.00         Llave inglesa               100.00       10.00      270.00
      5.00         Pelacables                  50.00        18.00      205.00
      2.00         Martillo                    40.00                   80.00

                   Percepción                               Neto       555.00
                   ZZ                          0.00         IVA 21%    116.55
                                                            TOTAL      671.55`
    expect(things(drawing).map(([name]) => name)).toEqual(['Llave inglesa', 'Pelacables', 'Martillo'])
  })

  test('a sentence that speaks of services and amounts announces no columns', () => {
    const isHeader = (text: string) => isItemsHeader(linesOf([makePage(text)])[0]!)
    expect(isHeader('we permit ourselves to charge for this service the following amount in full')).toBe(
      false,
    )
    expect(isHeader('Service       Quantity       Amount')).toBe(true)
  })

  test('things that come to the whole document are more than those above a sum on the way', () => {
    const drawing = `
      Beschreibung              Stunden      Satz        Betrag
      Entwurf                   11,0         30,00       330,00
      Montage                   4,0          30,00       120,00
      Zwischensumme                                      450,00

      Sonstiges                                                         Preis je Stück
      Verpackung                                                         90,00
      Anfahrt zum Kunden                                                160,00
      Summe Netto                                                       700,00
      MwSt 19%                                           133,00
      Summe Brutto                                       833,00`
    expect(things(drawing).map(([name]) => name)).toEqual([
      'Entwurf',
      'Montage',
      'Verpackung',
      'Anfahrt zum Kunden',
    ])
  })
})

describe('things of a receipt', () => {
  test('are not called after a row of boxes for sums', () => {
    const drawing = `
      Sums
      Freight       Discount      Invoice total
      0.00          0.00          80.00`
    expect(things(drawing)).toEqual([])
  })

  test('stand between its head and its total', () => {
    const drawing = `
      CAFETERIA LA ESQUINA
      Mesa 4     Pers. 2
      2 x Café con leche      3,00
      1 Tostada               2,30 A
      TOTAL EUR               5,30
      EFECTIVO               10,00
      CAMBIO                  4,70`
    expect(things(drawing)).toEqual([
      ['Café con leche', 3],
      ['Tostada', 2.3],
    ])
  })

  test('may have their price on the next line', () => {
    const drawing = `
      Cheese platter special
      7350012345678      3x   12.50      37.50
      Bottled water
      7350012345685      2x    1.40       2.80
      Total                              40.30`
    expect(things(drawing)).toEqual([
      ['Cheese platter special', 3, 12.5, 37.5],
      ['Bottled water', 2, 1.4, 2.8],
    ])
  })

  test('may be given back or cheaper', () => {
    expect(things('Juice    2.99\nBread    1.50\nJuice    -2.99\nTOTAL    1.50')).toHaveLength(3)
    expect(things('Shoes    50.00\nDiscount    -5.00\nTOTAL    45.00')).toHaveLength(2)
  })
})

describe('prices', () => {
  const table = (price: string) => `
    Descripción               Cantidad     Precio       Importe
    Cajonera blanca           60,00        25,00        ${price}
    Estantería                8,00         210,00       1.680,00
    Montaje                   5,00         40,00        200,00
    Base imponible                                      3.380,00`

  test('that were lost or misread are what quantity and price make, where the sum wants it', () => {
    for (const price of ['', '1.560,00'])
      expect(find([table(price)], { source: 'ocr' })!.value[0]).toMatchObject({
        name: 'Cajonera blanca',
        total_price: 1500,
      })
  })

  test('that lost their decimal marks get them back where the sum wants it', () => {
    const lost = `
      Description        Quantity      Price        Amount
      Tall cabinet       460           €2870        €132020
      Acoustic screen    20.0          €800.0       €16000.0
      Subtotal                                      €29202.00`
    expect(find([lost], { source: 'ocr' })!.value).toMatchObject([
      { total_price: 13202, quantity: 46, unit_price: 287 },
      { total_price: 16000, quantity: 20, unit_price: 800 },
    ])
    expect(find([lost])).toBeUndefined()
  })

  test('whose mark is a blank stand under the others', () => {
    const receipt = `
      Fish with rice        18.60
      Green vegetables      16 40
      Mineral water          5.30
      Total                 40.30`
    expect(find([receipt], { source: 'ocr' })!.value.map(({ total_price }) => total_price)).toEqual([
      18.6, 16.4, 5.3,
    ])
  })

  test('that prove themselves count also on pages without a sum', () => {
    const { value, confidence } = find([table('1.500,00').replace(/Base.*/, '')])!
    expect(value).toHaveLength(3)
    expect(confidence).toBeLessThan(find([table('1.500,00')])!.confidence)
  })

  test('of a single line without headings are doubted on a form', () => {
    const form = `
      Method: Bank                                    660.00
      Bank account: 2718281828                Amount: 600.00
      Swift: ABCDEF                               VAT: 60.00
      Reference                      Total (incl. tax) 660.00`
    expect(find([form])?.value.map(({ total_price }) => total_price) ?? []).not.toContain(60)
    expect(find([form])?.confidence ?? 0).toBeLessThan(0.7)
  })

  test('that come to no more than a sum on the way are less sure', () => {
    const drawing = (end: string) => `
      Concepto                  Importe
      Energía en punta          300,00
      Potencia                  200,00
      Subtotal                  500,00
      ${end}`
    const whole = find([drawing('IVA 21%    105,00\n      Total    605,00')])!
    const part = find([drawing('Base imponible    800,00\n      IVA 21%    168,00\n      Total    968,00')])!
    expect(part.value).toHaveLength(2)
    expect(part.confidence).toBeLessThan(whole.confidence - 0.2)
  })

  test('that all prove themselves are things under a total whose taxes nobody prints', () => {
    const drawing = `
      Descripción            Importe      Cantidad      Total
      Lápices                2,5          4             10,00 €
      Cuadernos              3,2          5             16,00 €
      Gomas                  6            3             18,00 €
      TOTAL                                             53,24 €`
    expect(find([drawing])?.confidence).toBe(0.5)
    expect(things(drawing)).toHaveLength(3)
  })

  test('that add up to nothing and prove nothing are no things', () => {
    expect(
      find(['Concepto     Importe\nUna cosa     10,00\nOtra cosa    20,00\nTOTAL        99,00']),
    ).toBeUndefined()
  })
})
