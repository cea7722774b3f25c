import { afterAll, beforeAll, expect, test } from 'bun:test'
import { pagesToExtract } from '../capture/pages-to-extract.ts'
import type { Check } from '../invoices/checks.ts'
import { editPreview } from '../invoices/edit-preview.ts'
import { emptyInvoice } from '../invoices/invoice-data.ts'
import { moveInvoice } from '../invoices/move-invoice.ts'
import { findInvoice } from '../invoices/queries.ts'
import { openWorld, type World } from '../testing/world.ts'
import { extractInvoice } from './extract-invoice.ts'
import type { Extractor } from './extraction.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const message = { es: 'El documento lo prueba.', en: 'The document proves it.' }
const proven: Check[] = [
  { name: 'totals_sum', ok: true, message, about: ['subtotal', 'tax', 'total'] },
  { name: 'page_date', ok: false, message, about: ['date'] },
  { name: 'authority', ok: true, message, about: [] },
]
/** With a discount between subtotal and total, that no field has a place for. */
const data = { ...emptyInvoice, date: '2026-01-02', currency: 'MXN', subtotal: 1000, tax: 128, total: 928 }
const extractor: Extractor = {
  extract: async () => ({ data, fields: {}, checks: proven }),
  check: async () => {},
}

test('what a document proves is kept, before any rule of its name, until what it is about is edited', async () => {
  const { id } = await world.receive('a discount')
  await world.deps.transact((work) => moveInvoice(work, id, 'read', { by: 'folio' }))
  const run = { signal: new AbortController().signal, isLast: true, worker: 1 }
  await extractInvoice(
    {
      ...world.deps,
      extractor,
      pagesOf: (invoice) => pagesToExtract(world.deps, invoice),
      filesOf: async () => [],
      pictureOf: async () => new Uint8Array(),
    },
    id,
    run,
  )
  const broken = async () =>
    (await findInvoice(world.db, world.ana, id)).checks.filter(({ ok }) => !ok).map(({ name }) => name)
  const edit = (change: Partial<typeof data>) => editPreview(world.deps, world.ana, id, change)
  expect(await broken()).toEqual(['page_date'])
  await edit({ currency: 'USD' })
  expect(await broken()).toEqual(['page_date'])
  await edit({ date: '2026-01-03' })
  expect(await broken()).toEqual([])
  await edit({ total: 929 })
  expect(await broken()).toEqual(['totals_sum'])
  const { checks } = await findInvoice(world.db, world.ana, id)
  expect(checks.map(({ name }) => name)).toContain('authority')
})
