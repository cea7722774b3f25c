import { describe, expect, test } from 'bun:test'
import { emptyInvoice, type InvoiceData } from '../../invoices/invoice-data.ts'
import { makePage } from '../make-page.ts'
import { surveyPages } from '../survey.ts'
import { describeRule } from './describe-rule.ts'
import { candidatesFor, chooseRules, type Learned, tryOn } from './learn-rules.ts'
import type { Correction } from './propose-rules.ts'
import { isProven, type PastDocument } from './try-rule.ts'

let ids = 0
const past = (drawing: string, truth: Partial<InvoiceData>): PastDocument => ({
  invoiceId: ++ids,
  survey: surveyPages([makePage(drawing)]),
  truth: { ...emptyInvoice, ...truth },
})

/** What is learned from one document, tried on it and on others. */
function learn(own: PastDocument, correction: Correction, others: PastDocument[] = []): Learned | undefined {
  const candidates = candidatesFor([correction], own)
  for (const document of [own, ...others]) tryOn(document, candidates)
  return chooseRules(candidates, own.invoiceId)[0]
}

/** What the rule finds in another document of the same issuer. */
function found({ field, how }: Learned, drawing: string) {
  const candidate = { field, how, outcomes: [] as { found: unknown }[] }
  tryOn(past(drawing, {}), [candidate as never])
  return candidate.outcomes[0]!.found
}

const invoice = ({ number = 'ZQ-0077/26', order = '4500', total = '1.080,00', above = '' } = {}) => `
  ${above}Nordwind Trading
  Folder ref.   ${number}
  Your ticket   ${order}           Issued      Pay
                                   03/04/2026  05/04/2026
  Lamp                             900,00
  Net worth                        900,00
  Levy                             180,00
  Grand reckoning                  ${total}`

describe('from one correction', () => {
  test('a value to the right of its label is found by the label and its shape', () => {
    const own = past(invoice(), { invoice_number: 'ZQ-0077/26' })
    const rule = learn(own, { field: 'invoice_number', value: 'ZQ-0077/26', insteadOf: null })!
    expect(rule.how).toMatchObject({ by: 'label', label: 'folder ref', stands: 'right', shape: 'A-9/9' })
    expect([rule.hits, rule.misses, isProven(rule.how, rule)]).toEqual([1, 0, true])
    expect(found(rule, invoice({ number: 'ZQ-0912/27' }))).toBe('ZQ-0912/27')
    expect(found(rule, 'Another layout altogether')).toBeNull()
  })

  test('a value below its label is found in its column', () => {
    const own = past(invoice(), { due_date: '2026-04-05' })
    const rule = learn(own, { field: 'due_date', value: '2026-04-05', insteadOf: null })!
    expect(rule.how).toMatchObject({ by: 'label', label: 'pay', stands: 'below' })
    expect(found(rule, invoice({ above: 'Copy\n  ' }))).toBe('2026-04-05')
  })

  test('an amount is found whatever it is', () => {
    const own = past(invoice(), { total: 1080 })
    const rule = learn(own, { field: 'total', value: 1080, insteadOf: 900 })!
    expect(rule.how).toMatchObject({ by: 'label', label: 'grand reckoning' })
    expect(found(rule, invoice({ total: '2.222,20' }))).toBe(2222.2)
  })

  test('the order of day and month is learned with the place', () => {
    const own = past(invoice(), { date: '2026-03-04' })
    const rule = learn(own, { field: 'date', value: '2026-03-04', insteadOf: '2026-04-03' })!
    expect(rule.how).toMatchObject({ order: 'month' })
    expect(found(rule, invoice().replace('03/04/2026', '07/02/2026'))).toBe('2026-07-02')
  })

  test('without a label there is the place', () => {
    const own = past('Kiosk\n\n\n                                 QX-11\nSomething', {
      invoice_number: 'QX-11',
    })
    const rule = learn(own, { field: 'invoice_number', value: 'QX-11', insteadOf: null })!
    expect(rule.how).toMatchObject({ by: 'place', page: 'first' })
    expect(found(rule, 'Kiosk\n\n\n                                 QX-2054\nSomething')).toBe('QX-2054')
  })

  test('what is printed nowhere is the same every time', () => {
    const own = past(invoice(), { currency: 'CLP' })
    const rule = learn(own, { field: 'currency', value: 'CLP', insteadOf: 'USD' })!
    expect(rule.how).toEqual({ by: 'default', value: 'CLP', insteadOf: 'USD', isPrinted: false })
  })

  test('what was typed and is printed nowhere teaches nothing, if it changes every time', () => {
    const own = past(invoice(), { invoice_number: 'NOWHERE-1' })
    expect(learn(own, { field: 'invoice_number', value: 'NOWHERE-1', insteadOf: null })).toBeUndefined()
  })
})

describe('tried on what was confirmed before', () => {
  const correction: Correction = { field: 'purchase_order', value: '4500', insteadOf: null }

  test('a rule that is right there too has proven itself the more', () => {
    const own = past(invoice(), { purchase_order: '4500' })
    const others = ['4501', '4502'].map((order) => past(invoice({ order }), { purchase_order: order }))
    expect(learn(own, correction, others)).toMatchObject({ hits: 3, misses: 0 })
  })

  test('a rule that would have spoiled something does not count', () => {
    const own = past(invoice(), { purchase_order: '4500' })
    const others = ['4501', '4502'].map((order) => past(invoice({ order }), { purchase_order: 'OTHER-1' }))
    const rule = learn(own, correction, others)!
    expect([rule.misses > 0, isProven(rule.how, rule)]).toEqual([true, false])
  })

  test('of several ways the one that works everywhere is taken', () => {
    const own = past('Shop   Blue   77\n       Due    77', { invoice_number: '77' })
    const other = past('Shop   Blue   12\n       Due    99', { invoice_number: '99' })
    const rule = learn(own, { field: 'invoice_number', value: '77', insteadOf: null }, [other])!
    expect(rule).toMatchObject({ hits: 2, misses: 0, how: { by: 'label', label: 'due' } })
  })

  test('a name that is printed is taken as constant once it was so twice', () => {
    const own = past(invoice(), { issuer_name: 'Nordwind Trading' })
    const same: Correction = { field: 'issuer_name', value: 'Nordwind Trading', insteadOf: 'Folder' }
    expect(learn(own, same)!.how.by).toBe('place')
    const other = past(invoice(), { issuer_name: 'Nordwind Trading' })
    expect(learn(own, same, [other])).toMatchObject({ hits: 2, how: { by: 'default', isPrinted: true } })
  })
})

test('a rule is told in a sentence, in two languages', () => {
  const right = { by: 'label', label: 'folder ref', stands: 'right', pick: 'first', shape: 'A-9/9' } as const
  expect(describeRule('invoice_number', right)).toEqual({
    es: 'El número está a la derecha de «folder ref», con la forma letras-cifras/cifras.',
    en: 'The number is to the right of “folder ref”, of the form letters-digits/digits.',
  })
  const place = { by: 'place', page: 'first', box: [0.1, 0.05, 0.3, 0.07] } as const
  expect(describeRule('issuer_name', { ...place, box: [...place.box] }).es).toBe(
    'El nombre del emisor está arriba a la izquierda de la primera página.',
  )
  const always = { by: 'default', value: 'EUR', insteadOf: null, isPrinted: false } as const
  expect(describeRule('currency', always).en).toBe('The currency is always “EUR”.')
})
