import { expect, test } from 'bun:test'
import { emptyInvoice, type InvoiceData } from './invoice-data.ts'
import { columnsOf, formOf, type ReviewForm, readForm, rebase, rowNames, unsavedOf } from './review-form.ts'

const base: InvoiceData = {
  ...emptyInvoice,
  issuer_name: 'Café\nBar',
  total: 1234.5,
  products: [{ name: 'Pan', quantity: 1.234, unit_price: null, total_price: 3, tax_rate: 21 }],
}

/** What a browser sends of the form, with what a person typed into it. */
function sent(form: ReviewForm, typed: Record<string, string> = {}) {
  const data = new FormData()
  data.append('version', String(form.version))
  data.append('base', JSON.stringify(form.base))
  for (const [name, value] of Object.entries({ ...form.values, ...typed })) data.append(name, value)
  for (const name of rowNames)
    for (const row of [...form.rows[name], {}] as ReviewForm['rows'][typeof name])
      for (const column of columnsOf[name]) data.append(`${name}.${column}`, row[column] ?? '')
  return data
}

test('a form that comes back as it was is no edit, in either language', () => {
  for (const language of ['es', 'en'] as const)
    expect(readForm(sent(formOf(base, 3, language)), language).edit).toEqual({})
})

test('numbers are read as people of the language write them', () => {
  const es = readForm(sent(formOf(base, 3, 'es'), { total: '1.300,75', tax: '1.234' }), 'es')
  expect(es.edit).toEqual({ total: 1300.75, tax: 1234 })
  const en = readForm(sent(formOf(base, 3, 'en'), { total: '1,300.75', tax: '1.234' }), 'en')
  expect(en.edit).toEqual({ total: 1300.75, tax: 1.234 })
})

test('an emptied field is cleared and an emptied row is gone', () => {
  const form = formOf(base, 3, 'es')
  form.rows.products = []
  expect(readForm(sent(form, { issuer_name: ' ' }), 'es').edit).toEqual({ issuer_name: null, products: [] })
})

test('what is wrong is named by its place, and everything typed is kept', () => {
  const form = formOf(base, 3, 'es')
  form.rows.products.push({ name: '', quantity: 'dos' })
  const read = readForm(sent(form, { subtotal: 'mucho', date: '2025-02-31', currency: 'euros' }), 'es')
  expect(read.edit).toBeUndefined()
  expect(read.form.faults).toEqual({
    subtotal: 'amount',
    date: 'date',
    currency: 'currency',
    'products.1.name': 'name',
    'products.1.quantity': 'amount',
  })
  expect(read.form.values.subtotal).toBe('mucho')
  expect(read.form.rows.products[1]?.quantity).toBe('dos')
})

test('after somebody else was faster, both changes stand side by side', () => {
  const { form } = readForm(sent(formOf(base, 3, 'es'), { total: '900', invoice_number: 'mía' }), 'es')
  const merged = rebase(form, { ...base, invoice_number: 'suya', due_date: '2026-01-02' }, 4, 'es')
  expect(merged.version).toBe(4)
  expect(merged.values).toMatchObject({ total: '900', invoice_number: 'mía', due_date: '2026-01-02' })
  expect(merged.theirs).toEqual({ invoice_number: 'suya', due_date: '2026-01-02' })
  expect(unsavedOf(form, 'es')).toEqual([
    { name: 'invoice_number', value: 'mía' },
    { name: 'total', value: '900' },
  ])
})

test('a base that was tampered with counts as nothing known', () => {
  const data = sent(formOf(base, 3, 'es'))
  data.set('base', '{"total":')
  expect(readForm(data, 'es').form.base).toEqual(emptyInvoice)
})
