import { describe, expect, test } from 'bun:test'
import { bounds } from '../config.ts'
import { AppError } from '../errors.ts'
import { readTaxId } from '../invoices/tax-id.ts'
import { facturaList, isRut, readAmount } from './factura.ts'
import { readFacturas } from './read-facturas.ts'

const sound = {
  numero_factura: 'F-001',
  rut_cliente: '11111111-1',
  monto: 1500.5,
  fecha_emision: '2025-08-24',
}
const said = (change: object) => JSON.stringify([{ ...sound, ...change }])

const columns = (text: string) => {
  const read = readFacturas(text)
  if ('faults' in read) throw new Error(JSON.stringify(read.faults))
  return read.facturas
}
const faults = (text: string) => {
  const read = readFacturas(text)
  return 'faults' in read ? read.faults.list.map(({ path, message }) => [path, message.en]) : []
}
const thrown = (text: string) => {
  try {
    readFacturas(text)
  } catch (error) {
    if (error instanceof AppError) return [error.kind, error.code]
    throw error
  }
}

test('what programs write in their ways says the same', () => {
  const expected = {
    numbers: ['F-001', 'F-002'],
    customers: ['11111111-1', '22222222-2'],
    totals: ['1500.5', '999.99'],
    dates: ['2025-08-24', '2024-02-29'],
  }
  const both = [
    sound,
    { numero_factura: 'F-002', rut_cliente: '22222222-2', monto: 999.99, fecha_emision: '2024-02-29' },
  ]
  const turned = both.map((each) => Object.fromEntries(Object.entries(each).reverse()))
  const escaped = JSON.stringify(both)
    .replaceAll('F-', '\\u0046\\u002d')
    .replaceAll('"monto"', '"m\\u006fnto"')
  for (const text of [
    JSON.stringify(both),
    JSON.stringify(both, null, 2),
    JSON.stringify(both).replaceAll(':', ': ').replaceAll(',', ', '),
    ` \r\n\t${JSON.stringify(turned, null, '\t')}\n`,
    escaped,
  ])
    expect(columns(text)).toEqual(expected)
})

describe('values are normalised', () => {
  const one = (change: object, column: 'numbers' | 'customers') => columns(said(change))[column][0]
  test.each([
    ['  F 1  ', 'F 1'],
    ['F   1', 'F 1'],
    ['An\u0303o-1', 'Año-1'],
    ['/é"\\', '/é"\\'],
    ['😀', '😀'],
    ['x'.repeat(100), 'x'.repeat(100)],
  ])('the number %j', (given, stored) => expect(one({ numero_factura: given }, 'numbers')).toBe(stored))
  test.each([
    ['11.111.111-1', '11111111-1'],
    ['12345670-k', '12345670-K'],
    ['012.345.670-K', '12345670-K'],
    [' 76192083-9 ', '76192083-9'],
    ['1-9', '1-9'],
  ])('the RUT %j', (given, stored) => expect(one({ rut_cliente: given }, 'customers')).toBe(stored))
})

describe('the amount is what its digits say', () => {
  test.each([
    ['1500.50', '1500.5'],
    ['1500.5', '1500.5'],
    ['1e3', '1000'],
    ['1E+3', '1000'],
    ['15005e-1', '1500.5'],
    ['1.5e3', '1500'],
    ['1e-2', '0.01'],
    ['10e-3', '0.01'],
    ['0.10', '0.1'],
    ['1500.500000', '1500.5'],
    ['1000.00', '1000'],
    ['0.07', '0.07'],
    ['100', '100'],
    ['4.35', '4.35'],
    ['999999999999', '999999999999'],
    ['99999999999.99', '99999999999.99'],
  ])('%s is %s', (digits, stored) => {
    expect(readAmount(digits)).toEqual({ value: stored })
    expect(columns(`[${said({}).slice(1, -1).replace('1500.5', digits)}]`).totals).toEqual([stored])
  })
  test.each([
    ['0', 'greater than 0'],
    ['0.00', 'greater than 0'],
    ['0e5', 'greater than 0'],
    ['-0', 'greater than 0'],
    ['-1', 'greater than 0'],
    ['1.001', '2 decimals'],
    ['1500.499999999999999999', '2 decimals'],
    ['1e-3', '2 decimals'],
    ['1e-400', '2 decimals'],
    ['1000000000000', 'not be greater'],
    ['999999999999.01', 'not be greater'],
    ['1e400', 'not be greater'],
    ['1e999999999999999999999', 'not be greater'],
    ['9'.repeat(400), 'not be greater'],
  ])('%s is refused', (digits, why) => {
    const [[path, message] = []] = faults(`[${said({}).slice(1, -1).replace('1500.5', digits)}]`)
    expect([path, message]).toEqual(['[0].monto', expect.stringContaining(why)])
  })
})

describe('what is wrong is named where it is', () => {
  test.each<[object, string, string]>([
    [{ numero_factura: '' }, '[0].numero_factura', '1 to 100'],
    [{ numero_factura: '   ' }, '[0].numero_factura', '1 to 100'],
    [{ numero_factura: 'x'.repeat(101) }, '[0].numero_factura', '1 to 100'],
    [{ numero_factura: 'a\u0000b' }, '[0].numero_factura', 'control'],
    [{ numero_factura: 'a\u001fb' }, '[0].numero_factura', 'control'],
    [{ numero_factura: 'a\nb' }, '[0].numero_factura', 'control'],
    [{ numero_factura: 'a\u2028b' }, '[0].numero_factura', 'control'],
    [{ numero_factura: '\ud800' }, '[0].numero_factura', 'control'],
    [{ numero_factura: 7 }, '[0].numero_factura', '1 to 100'],
    [{ rut_cliente: '11111111-2' }, '[0].rut_cliente', 'check digit'],
    [{ rut_cliente: '76192083-8' }, '[0].rut_cliente', 'check digit'],
    [{ rut_cliente: '111111111' }, '[0].rut_cliente', 'Must be a RUT'],
    [{ rut_cliente: '1.1.1-1' }, '[0].rut_cliente', 'Must be a RUT'],
    [{ rut_cliente: '0-0' }, '[0].rut_cliente', 'Must be a RUT'],
    [{ rut_cliente: `11111111-1${' '.repeat(40)}x` }, '[0].rut_cliente', 'Must be a RUT'],
    [{ rut_cliente: '١١١١١١١١-١' }, '[0].rut_cliente', 'Must be a RUT'],
    [{ rut_cliente: null }, '[0].rut_cliente', 'Must be a RUT'],
    [{ monto: '1500.50' }, '[0].monto', 'Must be a number'],
    [{ monto: true }, '[0].monto', 'Must be a number'],
    [{ monto: [1] }, '[0].monto', 'Must be a number'],
    [{ fecha_emision: '2025-02-29' }, '[0].fecha_emision', 'date that exists'],
    [{ fecha_emision: '2025-13-01' }, '[0].fecha_emision', 'date that exists'],
    [{ fecha_emision: '2025-04-31' }, '[0].fecha_emision', 'date that exists'],
    [{ fecha_emision: '1900-02-29' }, '[0].fecha_emision', 'date that exists'],
    [{ fecha_emision: '0000-01-01' }, '[0].fecha_emision', 'date that exists'],
    [{ fecha_emision: '24-08-2025' }, '[0].fecha_emision', 'date that exists'],
    [{ fecha_emision: '2025-08-24T00:00:00' }, '[0].fecha_emision', 'date that exists'],
    [{ fecha_emision: 20250824 }, '[0].fecha_emision', 'date that exists'],
    [{ moneda: 'CLP' }, '[0].moneda', 'no such value'],
    [{ 'a b': 1 }, '[0]["a b"]', 'no such value'],
    [{ monto: undefined }, '[0].monto', 'missing'],
  ])('%j', (change, path, why) =>
    expect(faults(said(change))).toEqual([[path, expect.stringContaining(why)]]),
  )

  test('a key that is given twice, though both say the same', () => {
    const twice = `[${JSON.stringify(sound).replace('}', ',"monto":1500.5}')}]`
    expect(faults(twice)).toEqual([['[0].monto', 'This value is given twice.']])
    const hidden = `[${JSON.stringify(sound).replace('}', ',"m\\u006fnto":1}')}]`
    expect(faults(hidden)).toEqual([['[0].monto', 'This value is given twice.']])
  })

  test('keys that every object has are no values of a factura', () => {
    expect(faults(`[{"__proto__":{"numero_factura":"F"},"toString":1}]`).map(([path]) => path)).toEqual([
      '[0].__proto__',
      '[0].toString',
      ...['numero_factura', 'rut_cliente', 'monto', 'fecha_emision'].map((key) => `[0].${key}`),
    ])
  })

  test('every one of them, and what is no factura at all', () => {
    const text = JSON.stringify([sound, 3, { ...sound, monto: 0, x: 1 }, null, [], 'F', sound])
    expect(faults(text).map(([path]) => path)).toEqual(['[1]', '[2].monto', '[2].x', '[3]', '[4]', '[5]'])
  })

  test('a list that is none, or empty', () => {
    for (const text of ['{}', '"x"', '7', 'null', 'true', ' {"a":[1,2]} '])
      expect(faults(text)).toEqual([['', 'The body must be a list of invoices.']])
    expect(faults('[ ]')).toEqual([['', 'The list is empty: send at least one invoice.']])
  })

  test('of a hopeless body, so many and the count', () => {
    const keys = Array.from({ length: bounds.batchFaults + 5 }, (_, i) => `"k${i}":0`)
    const read = readFacturas(`[${JSON.stringify(sound).replace('}', `,${keys}}`)}]`)
    if (!('faults' in read)) throw new Error('it was accepted')
    expect([read.faults.list.length, read.faults.count]).toEqual([bounds.batchFaults, bounds.batchFaults + 5])
  })
})

describe('what is no JSON is malformed', () => {
  const one = JSON.stringify(sound)
  test.each([
    '',
    ' ',
    'hola',
    '[',
    `[${one}`,
    `[${one},`,
    `[${one},]`,
    `[${one}]]`,
    `[${one}] x`,
    `[,${one}]`,
    `[${one} ${one}]`,
    `[${one.replace('}', ',}')}]`,
    `[${one.replace(':', '=')}]`,
    `[${one.replace('1500.5', '01500.5')}]`,
    `[${one.replace('1500.5', '1500.')}]`,
    `[${one.replace('1500.5', '.5')}]`,
    `[${one.replace('1500.5', '+5')}]`,
    `[${one.replace('1500.5', 'NaN')}]`,
    `[${one.replace('1500.5', 'Infinity')}]`,
    `[${one.replace('1500.5', '0x10')}]`,
    `[${one.replaceAll('"', "'")}]`,
    `[${one.replace('F-001', 'F-\n001')}]`,
    `[${one.replace('F-001', 'F-\\x')}]`,
    `[${one.replace('F-001', 'F-\\u12g4')}]`,
    `[${one}] // ok`,
    `[${'['.repeat(100)}${']'.repeat(100)}]`,
    '{"a":'.repeat(50_000),
    '['.repeat(200_000),
    `["${'\\'.repeat(11)}"]`,
  ])('%.60s', (text) => expect(thrown(text)).toEqual(['malformed', 'MALFORMED_JSON']))

  test('also behind a fault', () => {
    expect(thrown(`[${one.replace('1500.5', '0')},`)).toEqual(['malformed', 'MALFORMED_JSON'])
  })
})

test('a batch has its limit', () => {
  const many = (count: number) => `[${Array(count).fill(JSON.stringify(sound)).join(',')}]`
  expect(columns(many(bounds.batchInvoices)).numbers).toHaveLength(bounds.batchInvoices)
  expect(thrown(many(bounds.batchInvoices + 1))).toEqual(['too-large', 'TOO_MANY_INVOICES'])
})

test('the check digit is the one that tax identities are known by', () => {
  for (let body = 1_000_000; body < 99_999_999; body += 104_729)
    for (const digit of '0123456789K') {
      const known = readTaxId(`${body}-${digit}`).find(({ country }) => country === 'CL')
      expect(isRut(`${body}-${digit}`)).toBe(known?.verdict === 'valid')
    }
})

test('it accepts what the documented schema accepts, and nothing else', () => {
  const schema = facturaList(bounds.batchInvoices)
  let accepted = 0
  for (let seed = 1; seed <= 3_000; seed++) {
    const list = madeUp(seed)
    const read = readFacturas(JSON.stringify(list))
    const isSound = schema.safeParse(list).success
    if ('facturas' in read !== isSound) throw new Error(`they disagree on ${JSON.stringify(list)}`)
    if (!('facturas' in read)) continue
    accepted++
    expect(read.facturas.totals.map(Number)).toEqual((list as (typeof sound)[]).map(({ monto }) => monto))
  }
  expect(accepted).toBeGreaterThan(300)
  expect(accepted).toBeLessThan(2_700)
})

/** A list like those that clients send by mistake: most values sound, some of them not quite. */
function madeUp(seed: number): unknown {
  let state = seed * 2_654_435_761
  const upTo = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  const pick = <T>(usual: T, ...unusual: unknown[]) =>
    (upTo(12) ? usual : unusual[upTo(unusual.length)]) as unknown
  const factura = () => {
    const made: Record<string, unknown> = {
      numero_factura: pick(`F-${upTo(1e6)}`, '', ' F ', 'é', 'a\u0007', 'x'.repeat(101), 5, null, '\udc00'),
      rut_cliente: pick('22222222-2', '22.222.222-2', '22222222-3', '2222', '12345670-k', '12345670-1', {}),
      monto: pick(
        1 + upTo(1e9) / 100,
        0,
        -5,
        1.005,
        0.1 + 0.2,
        1e12,
        999_999_999_999,
        '10',
        null,
        1e21,
        1e-7,
      ),
      fecha_emision: pick(
        '2025-08-24',
        '2025-02-30',
        '2024-02-29',
        '2023-02-29',
        '20250824',
        '',
        0,
        '9999-12-31',
      ),
    }
    if (!upTo(15)) made.nota = 'x'
    if (!upTo(15)) delete made[Object.keys(made)[upTo(4)]!]
    return upTo(2) ? made : Object.fromEntries(Object.entries(made).reverse())
  }
  const list = Array.from({ length: upTo(4) }, () => pick(factura(), 7, null, []))
  return pick(list, {}, 'x', factura())
}
