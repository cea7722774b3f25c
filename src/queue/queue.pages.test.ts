import { afterAll, beforeAll, expect, test } from 'bun:test'
import { openWorld, type World } from '../testing/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

async function failJob(name = 'remove-document', data: object = { sha256: 'x' }) {
  const id = (await world.queue.boss.send(name, data))!
  await world.client`update pgboss.job set state = 'failed', completed_on = now(), output = '{"message": "no disk left"}'
    where id = ${id}`
  return id
}
const page = async (as = world.ana) => {
  const answer = await world.request('/queue', { as })
  return { status: answer.status, html: await answer.text() }
}
const retry = (id: string, as = world.ana) => world.request(`/queue/jobs/${id}/retry`, { method: 'POST', as })

test('admins see what failed and why, and put it back into its queue', async () => {
  const id = await failJob()
  const { status, html } = await page()
  expect(status).toBe(200)
  expect(html).toContain('no disk left')
  expect((await retry(id)).status).toBe(303)
  const [job] = await world.client`select state from pgboss.job where id = ${id}`
  expect(job!.state).toBe('retry')
  expect((await page()).html).not.toContain('no disk left')
  expect((await retry(id)).status).toBe(404)
  expect((await retry('rubbish')).status).toBe(404)
})

test('a document whose reading broke off begins anew', async () => {
  const { id: invoiceId } = await world.receive('a document that broke off')
  await world.client`delete from pgboss.job where name = 'read-document'`
  await world.client`update settled_invoices set status = 'failed', stage = 'done' where id = ${invoiceId}`
  const id = await failJob('read-document', { invoiceId })
  expect((await page()).html).toContain(`/invoices/${invoiceId}`)
  expect((await retry(id)).status).toBe(303)
  const [invoice] = await world.client`select status from invoices where id = ${invoiceId}`
  expect(invoice!.status).toBe('processing')
  const jobs = await world.client`select state from pgboss.job where name = 'read-document'`
  expect(jobs.map(({ state }) => state)).toEqual(['created'])
})

test('nobody else does', async () => {
  const id = await failJob()
  expect((await page(world.rita)).status).toBe(403)
  expect((await retry(id, world.rita)).status).toBe(403)
})
