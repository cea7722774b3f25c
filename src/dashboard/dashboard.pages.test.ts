import { afterAll, beforeAll, expect, test } from 'bun:test'
import { saying } from '../testing/documents.ts'
import { openWorld, type World } from '../testing/world.ts'
import { findAccuracy } from './accuracy.ts'
import { findSpeed, findWaiting, listDays } from './pace.ts'
import { spendByCurrency, spendByIssuer, spendByMonth, taxByRate } from './spend.ts'

let world: World
const today = new Date().toISOString().slice(0, 10)
const year = { months: 12 }

/** Three in euros, one of them giving back; one in pesos that was corrected; one that waits. */
beforeAll(async () => {
  world = await openWorld()
  await world.work()
  const taxes = (rate: number, base: number, amount: number) => [{ name: 'IVA', rate, base, amount }]
  const euros = { currency: 'EUR', issuer_name: 'Uno SL', issuer_tax_id: 'B95837461', date: today }
  const documents = [
    { ...euros, subtotal: 100, tax: 21, total: 121, taxes: taxes(21, 100, 21) },
    { ...euros, subtotal: 10.1, tax: 1.01, total: 11.11, taxes: taxes(10, 10.1, 1.01) },
    {
      ...euros,
      document_type: 'credit_note',
      subtotal: 50,
      tax: 10.5,
      total: 60.5,
      taxes: taxes(21, 50, 10.5),
    },
    { currency: 'CLP', date: today },
  ] as const
  for (const [index, data] of documents.entries()) {
    const { id } = await world.receive(saying({ invoice_number: `D-${index}`, ...data } as never))
    await world.reaches(id, 'waiting_validation')
    if (data.currency === 'CLP')
      await world.request(`/api/invoices/${id}/preview`, { method: 'PATCH', json: { issuer_name: 'Otra' } })
    await world.request(`/api/invoices/${id}/confirm`, { method: 'POST', json: { force: true } })
  }
  const { id } = await world.receive(saying({ invoice_number: 'D-9', date: today }))
  await world.reaches(id, 'waiting_validation')
})
afterAll(() => world.close())

test('money is added up exactly, currency by currency, and a credit note gives back', async () => {
  expect(await spendByCurrency(world.db, year)).toEqual([
    { currency: 'EUR', count: 3, total: '71.610000' },
    { currency: 'CLP', count: 1, total: '1190.000000' },
  ])
  const months = await spendByMonth(world.db, 'EUR', year)
  expect(months).toHaveLength(12)
  expect(months.at(-1)).toEqual({ month: today.slice(0, 7), count: 3, total: '71.610000' })
  expect(months[0]).toMatchObject({ count: 0, total: '0' })
  expect(await spendByIssuer(world.db, 'EUR', year)).toEqual([
    { name: 'Uno SL', taxId: 'B95837461', count: 3, total: '71.610000' },
  ])
  expect((await taxByRate(world.db, 'EUR', year)).map(({ rate, amount }) => [rate, Number(amount)])).toEqual([
    ['21', 10.5],
    ['10', 1.01],
  ])
})

test('what waits, how fast it goes and how much was right is told by what was done', async () => {
  expect(await findWaiting(world.db)).toMatchObject({ count: 1, oldest: expect.any(Date) })
  const days = await listDays(world.db)
  expect(days).toHaveLength(14)
  expect(days.at(-1)).toMatchObject({ received: 5, decided: 4 })
  const { readSeconds, decideSeconds } = await findSpeed(world.db)
  expect(readSeconds).toBeGreaterThan(0)
  expect(decideSeconds).toBeGreaterThanOrEqual(readSeconds!)
  expect(await findAccuracy(world.db)).toMatchObject({
    decided: 4,
    untouched: 3,
    fields: [{ name: 'issuer_name', corrected: 1 }],
  })
})

test('the page shows the currency that was asked for, links to the lists behind it, and is not for uploaders', async () => {
  const page = async (path: string, as = world.ana) => {
    const answer = await world.request(path, { as })
    return { status: answer.status, html: (await answer.text()).replaceAll('\u00a0', ' ') }
  }
  const { status, html } = await page('/dashboard')
  expect(status).toBe(200)
  expect(html).toContain('EUR 71,61'.split(' ')[1]!)
  expect(html).toContain('issuer=B95837461')
  expect((await page('/dashboard?currency=CLP&months=3')).html).toContain('1.190')
  expect((await page('/dashboard?currency=%27--&months=999')).status).toBe(200)
  expect((await page('/dashboard', world.ulises)).status).toBe(403)
  const behind = async (part: string) => {
    const link = new RegExp(`href="(/invoices\\?[^"]*${part}[^"]*)"`).exec(html)![1]!.replaceAll('&amp;', '&')
    return /(\d+) encontradas/.exec((await page(link)).html)?.[1]
  }
  expect(await behind('issuer=B95837461')).toBe('3')
  expect(await behind('tax_rate=21')).toBe('2')
  expect(await behind('corrected=issuer_name')).toBe('1')
  expect(await behind(`received_from=${today}`)).toBe('5')
  expect(await behind(`to=${today.slice(0, 7)}`)).toBe('3')
})
