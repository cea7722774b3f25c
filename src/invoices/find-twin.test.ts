import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { saying } from '../testing/documents.ts'
import { openWorld, type World } from '../testing/world.ts'
import type { InvoiceData } from './invoice-data.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
  await world.work()
})
afterAll(() => world.close())

let count = 0
const receive = (data: Partial<InvoiceData>) =>
  world.receive(saying({ ...data, payment_terms: `${++count}` }))
async function present(data: Partial<InvoiceData>) {
  const { id } = await receive(data)
  return world.reaches(id, 'waiting_validation')
}
const twinOf = ({ checks }: Awaited<ReturnType<typeof present>>) =>
  checks.find(({ name }) => name === 'possible_duplicate')

describe('another invoice is the same', () => {
  const first = {
    issuer_name: 'Gemelos SL',
    issuer_tax_id: 'B12345674',
    date: '2026-05-04',
    total: 121,
    document_type: 'invoice' as const,
  }

  test('by its fiscal key, whatever else was read', async () => {
    const { id } = await present({ ...first, invoice_number: 'K-1', cufe: 'FE01-CLAVE' })
    const again = await present({ issuer_name: 'Otro', invoice_number: 'X', total: 5, cufe: 'FE01-CLAVE' })
    expect(again.duplicateOf).toBe(id)
    expect(twinOf(again)).toMatchObject({
      ok: false,
      message: { en: `Invoice ${id} has the same fiscal key.` },
    })
  })

  test('by its issuer and number, unless it is another kind of document', async () => {
    const { id } = await present({ ...first, invoice_number: 'N-1', total: 10 })
    const again = await present({ ...first, invoice_number: 'N-1', issuer_tax_id: 'B-12345674', total: 11 })
    expect(again.duplicateOf).toBe(id)
    const note = await present({ ...first, invoice_number: 'N-1', document_type: 'credit_note', total: 12 })
    expect([note.duplicateOf, twinOf(note)?.ok]).toEqual([null, true])
  })

  test('perhaps, by issuer, date and total: a warning and no more', async () => {
    const { id } = await present({ ...first, invoice_number: 'L-1', total: 77 })
    const alike = await present({ ...first, invoice_number: 'L-7', total: 77 })
    expect(alike.duplicateOf).toBeNull()
    expect(twinOf(alike)).toMatchObject({
      ok: false,
      message: { es: `La factura ${id} tiene el mismo emisor, fecha y total.` },
    })
  })

  test('also when both are told at once: one of the two sees the other', async () => {
    const data = { ...first, invoice_number: 'A-1', date: '2026-06-07' }
    const both = await Promise.all([receive(data), receive(data)])
    const told = await Promise.all(both.map(({ id }) => world.reaches(id, 'waiting_validation')))
    expect(told.filter((invoice) => twinOf(invoice)?.ok === false)).toHaveLength(1)
  })

  test('and after an edit the earlier one stays the original', async () => {
    const earlier = await present({ ...first, invoice_number: 'E-1', date: '2026-07-01', total: 1 })
    const later = await present({ ...first, invoice_number: 'E-2', date: '2026-07-02', total: 2 })
    const edit = (id: number, json: unknown) =>
      world.request(`/api/invoices/${id}/preview`, { method: 'PATCH', json })
    const edited = await (await edit(later.id, { invoice_number: 'E-1' })).json()
    expect(edited.duplicate_of).toBe(earlier.id)
    expect((await (await edit(earlier.id, { total: 3 })).json()).duplicate_of).toBeNull()
    expect((await (await edit(later.id, { invoice_number: 'E-3' })).json()).duplicate_of).toBeNull()
  })
})
