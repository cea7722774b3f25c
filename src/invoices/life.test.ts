import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { eq } from 'drizzle-orm'
import { openWorld, type World } from '../testing/world.ts'
import { emptyInvoice } from './invoice-data.ts'
import { settled } from './invoices.table.ts'
import { canMove, moveNames, moves, type Status, statuses } from './life.ts'
import { moveInvoice } from './move-invoice.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

async function invoiceIn(status: Status) {
  const { id } = await world.receive(`an invoice ${crypto.randomUUID()}`)
  const stage = status === 'processing' ? 'reading' : 'done'
  await world.db
    .update(settled)
    .set({ status, stage, previewData: emptyInvoice, finalData: emptyInvoice })
    .where(eq(settled.id, id))
  await world.client`delete from pgboss.job`
  return id
}

const move = (id: number, name: (typeof moveNames)[number]) =>
  world.deps.transact((work) => moveInvoice(work, id, name, { by: 'folio' })).catch((error) => error)

describe('every status and every move', () => {
  for (const status of statuses)
    for (const name of moveNames)
      test(`${name} from ${status} ${canMove(status, name) ? `ends in ${moves[name].to}` : 'is refused'}`, async () => {
        const id = await invoiceIn(status)
        const outcome = await move(id, name)
        const [now] = await world.client`select status, version from invoices where id = ${id}`
        const jobs = await world.client`select name from pgboss.job where (data->>'invoiceId')::int = ${id}`
        const audited =
          await world.client`select action, previous, status from audit where invoice_id = ${id} and action = ${name}`
        const announced =
          await world.client`select data from events where invoice_id = ${id} order by id desc limit 1`
        if (canMove(status, name)) {
          const { to, job } = moves[name] as { to: Status; job?: string }
          expect(outcome).toMatchObject({ id, status: to, version: 2 })
          expect(now).toMatchObject({ status: to, version: 2 })
          expect(jobs.map((row) => row.name)).toEqual(job ? [job] : [])
          expect(audited.at(-1)).toMatchObject({ action: name, previous: status, status: to })
          expect(announced[0]?.data).toMatchObject({ invoice_id: id, status: to, previous: status })
        } else {
          expect(outcome).toMatchObject({ kind: 'conflict', extra: { current_status: status } })
          expect(now).toMatchObject({ status, version: 1 })
          expect(jobs).toHaveLength(0)
        }
      })
})

test('two people confirming at once are one confirmation', async () => {
  const id = await invoiceIn('waiting_validation')
  const both = await Promise.all([move(id, 'confirm'), move(id, 'confirm')])
  expect(both.map((each) => each.status ?? each.code).sort()).toEqual(['WRONG_STATUS', 'processed'])
})

test('an invoice that is not there is not found', async () => {
  expect(await move(999_999_999, 'confirm')).toMatchObject({ kind: 'not-found' })
})
