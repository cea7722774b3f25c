import { describe, expect, test } from 'bun:test'
import type { Findings, Found } from '../found.ts'
import { makePage } from '../make-page.ts'
import { surveyPages } from '../survey.ts'
import { applyRules } from './apply-rules.ts'
import { type IssuersRule, recall } from './recall.ts'
import type { How, Rule, RuleField } from './rule.ts'

const survey = surveyPages([
  makePage(`
    Vega SA           NIF: A58818501
    Carpeta   ZQ-12
    Base      1.000,00
    IVA       210,00
    TOTAL     1.210,00
    A pagar   1.060,00
    Cliente   B99999999`),
])
const read = (values: Record<string, unknown>, more: Partial<Found<unknown>> = {}): Findings =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, { value, confidence: 0.9, spans: [], ...more }]),
  )
const byLabel = (label: string, more: object = {}): How => ({
  by: 'label',
  label,
  stands: 'right',
  pick: 'first',
  ...more,
})
const always = (value: string, insteadOf: string | null = null): How => ({
  by: 'default',
  value,
  insteadOf,
  isPrinted: false,
})
const rule = (field: RuleField, how: How, hits = 1): Rule => ({ field, how, hits })
const number = rule('invoice_number', byLabel('carpeta', { shape: 'A-9' }))

describe('what an issuer taught', () => {
  test('wins over what the page seemed to say, with its place', () => {
    const { invoice_number } = applyRules(read({ invoice_number: '550' }), [number], survey)
    expect(invoice_number).toMatchObject({ value: 'ZQ-12', source: 'memory', spans: [{ from: 1, to: 2 }] })
  })

  test('makes what was read anyway surer, and takes nothing from it', () => {
    const before = read({ invoice_number: 'ZQ-12' }, { confidence: 0.5 })
    const { invoice_number } = applyRules(before, [number], survey)
    expect(invoice_number!.source).toBeUndefined()
    expect(invoice_number!.confidence).toBeGreaterThan(0.8)
  })

  test('is surer the more often it was right', () => {
    const [once, often] = [1, 10].map(
      (hits) => applyRules({}, [{ ...number, hits }], survey).invoice_number!.confidence,
    )
    expect(often).toBeGreaterThan(once!)
    expect(often).toBeLessThan(0.98)
  })

  test('does not win over a code or an e-invoice', () => {
    for (const source of ['qr', 'einvoice'] as const)
      expect(applyRules(read({ invoice_number: '550' }, { source }), [number], survey)).toMatchObject({
        invoice_number: { value: '550', source },
      })
  })

  test('does not win over sums that close, unless this issuer’s never did', () => {
    const closing = read({ subtotal: 1000, tax: 210, total: 1210 })
    expect(applyRules(closing, [rule('total', byLabel('a pagar'))], survey).total!.value).toBe(1210)
    const defying = rule('total', byLabel('a pagar', { despiteSums: true }))
    expect(applyRules(closing, [defying], survey).total).toMatchObject({ value: 1060, source: 'memory' })
    const open = read({ subtotal: 1000, tax: 210, total: 1000 })
    expect(applyRules(open, [rule('total', byLabel('total'))], survey).total!.value).toBe(1210)
  })

  test('does not win with a tax id whose check digit is wrong', () => {
    const wrong = rule('issuer_tax_id', byLabel('cliente', { shape: 'A9' }))
    expect(applyRules(read({ issuer_tax_id: 'A58818501' }), [wrong], survey).issuer_tax_id!.value).toBe(
      'A58818501',
    )
  })

  test('always the same gives way to news, but not to the old mistake', () => {
    const currency = rule('currency', always('CLP', 'USD'))
    const said = (value: string | null) =>
      applyRules(value ? read({ currency: value }) : {}, [currency], survey).currency!.value
    expect([said(null), said('USD'), said('EUR')]).toEqual(['CLP', 'CLP', 'EUR'])
    const name = rule('issuer_name', always('Aserradero Vega SA', 'Carpeta'))
    expect(applyRules(read({ issuer_name: 'Vega SA' }), [name], survey).issuer_name!.value).toBe(
      'Aserradero Vega SA',
    )
  })
})

describe('the issuer whose rules are followed', () => {
  const of = (issuerTaxId: string | null, foldedName: string, ...rules: Rule[]): IssuersRule[] =>
    rules.map((each) => ({ ...each, issuerTaxId, foldedName }))
  const name = rule('issuer_name', always('Aserradero Vega SA'))
  const recalled = async (before: Findings, rules: IssuersRule[]) =>
    (await recall(before, survey, async () => rules)).invoice_number?.value

  test('is known by the tax id that was read', async () => {
    const rules = [
      ...of('A58818501', 'vega sa', number),
      ...of('B99999999', 'otra', rule('invoice_number', always('no'))),
    ]
    expect(await recalled(read({ issuer_tax_id: 'A-58818501' }), rules)).toBe('ZQ-12')
  })

  test('or by its name, where no tax id was read', async () => {
    expect(await recalled(read({ issuer_name: 'VEGA, S.A.' }), of(null, 'vega s a', number))).toBe('ZQ-12')
    expect(await recalled(read({ issuer_name: 'Vega SA' }), of('X1', 'vega sa', number))).toBe('ZQ-12')
    const others = read({ issuer_name: 'Vega SA', issuer_tax_id: 'B99999999' })
    expect(await recalled(others, of('X1', 'vega sa', number))).toBeUndefined()
  })

  test('or by what is printed, where its identity was corrected before', async () => {
    const wrong = read({ issuer_tax_id: 'B99999999', issuer_name: 'Carpeta' })
    expect(await recalled(wrong, of('A58818501', 'vega sa', number))).toBeUndefined()
    expect(await recalled(wrong, of('A58818501', 'vega sa', number, name))).toBe('ZQ-12')
    expect(await recalled({}, of('A58818501', 'vega sa', number))).toBe('ZQ-12')
  })

  test('is nobody where two might be', async () => {
    const rules = [...of('A58818501', 'vega sa', number, name), ...of('B99999999', 'otra', name)]
    expect(await recalled({}, rules)).toBeUndefined()
  })
})
