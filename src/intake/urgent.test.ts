import { afterAll, beforeAll, expect, test } from 'bun:test'
import { pdf, saying } from '../testing/documents.ts'
import { openWorld, type World } from '../testing/world.ts'
import { receiveDocument } from './receive-document.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

test('what somebody waits for goes before what came earlier, in reading and in extraction', async () => {
  const others: number[] = []
  for (let at = 0; at < 12; at++) others.push((await world.receive(saying({ invoice_number: `B-${at}` }))).id)
  const staged = await world.files.stage([pdf(saying({ invoice_number: 'A-1' }))], 10_000)
  const { id } = await receiveDocument(world.deps, world.ana, {
    filename: 'a.pdf',
    staged,
    source: 'ocr_v4',
  })
  await world.work()
  for (const each of [...others, id]) await world.reaches(each, 'waiting_validation')
  const begun = async (name: string) => {
    const jobs = await world.client`
      select (data->>'invoiceId')::int as id from pgboss.job where name = ${name} order by started_on, priority desc`
    return jobs.map((job) => job.id)
  }
  // some had begun already, each in its lane
  const soon = others.length / 2
  expect((await begun('read-document')).slice(0, soon)).toContain(id)
  expect((await begun('extract-invoice')).slice(0, soon)).toContain(id)
})
