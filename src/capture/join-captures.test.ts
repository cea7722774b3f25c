import { expect, test } from 'bun:test'
import { joinCaptures, unstack } from './join-captures.ts'

const receipt = [
  'SUPERMERCADO LA PRADERA S.A.',
  'RUC 155630991-2-2016 DV 45',
  'Calle 50, Ciudad de Panamá',
  '================================',
  'FACTURA F001-000123',
  'Fecha: 05/09/2025 18:22',
  '--------------------------------',
  'ARROZ GRANO LARGO 5LB      3.45',
  'COCA COLA 600ML            1.25',
  'COCA COLA 600ML            1.25',
  'PAN MOLDE INTEGRAL         2.10',
  'LECHE ENTERA 1L            1.95',
  'HUEVOS DOCENA              2.75',
  'QUESO AMARILLO 200G        3.20',
  'CAFE MOLIDO 450G           5.60',
  '2 x 0.85',
  'JABON DE BARRA             1.70',
  '2 x 0.85',
  'JABON DE BARRA             1.70',
  'ACEITE VEGETAL 1L          4.15',
  'POLLO ENTERO KG            6.40',
  'MANZANA ROJA KG            2.30',
  '--------------------------------',
  'SUBTOTAL                  37.80',
  'ITBMS 7%                   2.65',
  'TOTAL                     40.45',
  '================================',
  'GRACIAS POR SU COMPRA',
]
const cut = (...parts: [number, number][]) => parts.map(([from, to]) => receipt.slice(from, to))
const textsOf = (captures: string[][]) =>
  joinCaptures(captures).lines.map(({ capture, line }) => captures[capture]![line]!)
const keptOf = (stack: string[]) => unstack(stack).map((line) => stack[line]!)

/** What another look at the same paper makes of it. */
const misread = (line: string, at: number) =>
  at % 3 === 0
    ? line.replace('A', 'R').replace('  ', ' ')
    : at % 3 === 1
      ? line.replace('0', 'O').replace('.', ',')
      : `${line} .`

test('pictures that go on where the one before ended become one paper', () => {
  expect(textsOf(cut([0, 12], [9, 21], [17, 28]))).toEqual(receipt)
  expect(keptOf(cut([0, 12], [9, 21], [17, 28]).flat())).toEqual(receipt)
})

test('so they do wherever they are cut, as long as they overlap by some lines', () => {
  const cutTwice = (overlap: number) =>
    Array.from({ length: 22 - overlap }, (_, at) => at + overlap).flatMap((first) =>
      [2, 5, 6].map((more) => cut([0, first], [first - overlap, first + more], [first + more - overlap, 28])),
    )
  for (const captures of cutTwice(3)) expect(textsOf(captures)).toEqual(receipt)
  // where one capture ends and the next begins has to be found too
  for (const captures of cutTwice(6)) expect(keptOf(captures.flat())).toEqual(receipt)
})

test('what was read a little otherwise is the same line still', () => {
  const [top, middle, end] = cut([0, 12], [7, 21], [15, 28])
  const captures = [top!, middle!.map(misread), end!]
  expect(textsOf(captures)).toHaveLength(receipt.length)
  expect(keptOf(captures.flat())).toHaveLength(receipt.length)
})

test('lines cut by the edge of a picture are left out, and so is what the telephone shows around it', () => {
  const stack = [
    ...receipt.slice(0, 14),
    'QIJFSN AMARIII',
    '10:31  LTE  85%',
    'HIIFVNS ONCFNA',
    ...receipt.slice(9),
  ]
  expect(keptOf(stack)).toEqual(receipt)
})

test('the order in which pictures were taken does not matter where they overlap', () => {
  expect(textsOf(cut([17, 28], [9, 21], [0, 12]))).toEqual(receipt)
})

test('a picture within another adds nothing, and one around another takes its place', () => {
  expect(textsOf(cut([0, 28], [9, 21]))).toEqual(receipt)
  expect(textsOf(cut([9, 21], [0, 28]))).toEqual(receipt)
  expect(keptOf([...receipt, ...receipt])).toEqual(receipt)
})

test('pictures that have nothing in common stand one below the other', () => {
  expect(textsOf(cut([0, 12], [12, 28]))).toEqual(receipt)
  expect(keptOf(receipt)).toEqual(receipt)
})

test('a product bought twice stays twice, in one line or in two, and rows of a table that are all alike stay', () => {
  const bought = ['FANTA 1.25', 'FANTA 1.25', 'FANTA 1.25', '3 x 2.10', 'VASO 6.30', '3 x 2.10', 'VASO 6.30']
  expect(keptOf(bought)).toEqual(bought)
  const instalments = Array.from({ length: 20 }, (_, at) => `PAGO CUOTA ${10 + at} DE 60    100.00`)
  for (const some of [4, 6, 8, 20])
    expect(keptOf(instalments.slice(0, some))).toEqual(instalments.slice(0, some))
  const ruled = receipt.flatMap((line) => [line, '- - - - - - - - - -'])
  expect(keptOf(ruled)).toEqual(ruled)
})

test('it tells which lines are the same, so that pictures can be laid upon each other', () => {
  const { overlaps } = joinCaptures(cut([0, 12], [8, 28]))
  expect(overlaps[0]).toEqual([])
  expect(overlaps[1]).toEqual(
    [0, 1, 2, 3].map((line) => ({
      theirs: { capture: 0, line: 8 + line },
      own: { capture: 1, line },
    })),
  )
})

test('lists made to take long do not', () => {
  const same = Array.from({ length: 3_000 }, () => 'COCA COLA 600ML 1.25')
  const periodic = Array.from(
    { length: 3_000 },
    (_, at) => `PRODUCTO NUMERO ${at % 7} A PRECIO DE ${at % 7}.00`,
  )
  const alike = Array.from({ length: 3_000 }, (_, at) => `${'LINEA '.repeat(20)}${at} ${'FIN '.repeat(20)}`)
  const long = Array.from({ length: 3_000 }, (_, at) => `${at} `.repeat(5_000))
  for (const lines of [same, periodic, alike, long]) {
    const began = performance.now()
    unstack(lines)
    expect(performance.now() - began).toBeLessThan(2_000)
  }
})
