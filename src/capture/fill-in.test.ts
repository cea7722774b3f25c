import { expect, test } from 'bun:test'
import { emptyInvoice, type FieldName, type InvoiceData, type Provenances } from '../invoices/invoice-data.ts'
import { fillIn, type Reading } from './fill-in.ts'
import { isThere, missingOf, requiredFields } from './required-fields.ts'

/** A generator that a failure can be repeated with. */
function randomFrom(seed: number) {
  let state = seed
  return (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return Math.floor((state / 2 ** 31) * below)
  }
}

const nothing: Reading = { data: { ...emptyInvoice }, fields: {} }
const product = (name: string, total_price: number) => ({
  name,
  quantity: 1,
  unit_price: total_price,
  total_price,
  tax_rate: null,
})

function reading(data: Partial<InvoiceData>, confidence = 0.9): Reading {
  const fields: Provenances = {}
  for (const name of Object.keys(data) as FieldName[])
    fields[name] = { value: data[name], confidence, source: 'ocr', page: 1, box: null }
  return { data: { ...emptyInvoice, ...data }, fields }
}

function anyReading(random: (below: number) => number) {
  const maybe = <T>(value: T) => (random(2) ? value : undefined)
  const data = {
    issuer_name: maybe(`Tienda ${random(99)}`),
    invoice_number: maybe(`F-${random(99)}`),
    date: maybe(`2025-0${1 + random(9)}-0${1 + random(9)}`),
    total: maybe(random(5) ? random(10_000) / 100 : 0),
    products: maybe(Array.from({ length: random(4) }, () => product(`P${random(9)}`, random(99)))),
    currency: maybe(['EUR', 'USD'][random(2)]!),
  }
  const given = Object.entries(data).filter(([, value]) => value !== undefined)
  return reading(Object.fromEntries(given), 0.2 + random(8) / 10)
}

test('whatever later pictures say, in any order: what was found stays, and only what is missing is filled', () => {
  for (let seed = 1; seed <= 3_000; seed++) {
    const random = randomFrom(seed)
    let known = nothing
    for (let attempt = 1; attempt <= 5; attempt++) {
      const found = anyReading(random)
      const filled = fillIn(known, found, { continues: random(2) === 1, guesses: attempt === 5 })
      for (const name of Object.keys(emptyInvoice) as FieldName[]) {
        const context = JSON.stringify({ seed, attempt, name })
        if (!isThere(known.data, name)) {
          if (isThere(filled.data, name))
            expect([context, filled.data[name]]).toEqual([context, found.data[name]])
        } else if (name === 'products') {
          const kept = filled.data.products.filter((each) => known.data.products.includes(each))
          expect([context, kept]).toEqual([context, known.data.products])
        } else expect([context, filled.data[name]]).toEqual([context, known.data[name]])
      }
      expect(filled.gained).toEqual(missingOf(known.data).filter((name) => isThere(filled.data, name)))
      known = filled
    }
  }
})

test('a picture of another document does not add its products', () => {
  const known = reading({ products: [product('Arroz', 3)] })
  const other = reading({ products: [product('Tornillos', 9)] })
  expect(fillIn(known, other).data.products).toEqual(known.data.products)
  expect(fillIn(known, other, { continues: true }).data.products).toEqual(known.data.products)
})

test('where the picture goes on the list goes on, with what was known of it word for word', () => {
  const [rice, soap, milk] = [product('Arroz', 3), product('Jabón', 2), product('Leche', 4)]
  const known = reading({ products: [rice, soap] })
  const longer = reading({ products: [rice, { ...soap, name: 'Jabon' }, milk] })
  expect(fillIn(known, longer, { continues: true }).data.products).toEqual([rice, soap, milk])
  expect(fillIn(known, longer).data.products).toEqual([rice, soap])
})

test('a guess is no find while another picture may come', () => {
  const guess = reading({ total: 12 }, 0.2)
  expect(missingOf(fillIn(nothing, guess).data)).toEqual([...requiredFields])
  expect(fillIn(nothing, guess, { guesses: true }).gained).toEqual(['total'])
})

test('a total of nothing is none', () => {
  expect(fillIn(nothing, reading({ total: 0 })).gained).toEqual([])
  expect(fillIn(fillIn(nothing, reading({ total: -3 })), reading({ total: 3 })).data.total).toBe(3)
})
