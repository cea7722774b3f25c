import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Sql } from 'postgres'
import { grantCredits } from '../accounts/credits.ts'
import { createDatabase } from '../db/database.ts'
import { ask, type Document, makeDocuments, until } from './load.ts'
import { makeDataDir, openDatabase, type Server, startServer, stopServers } from './server.ts'

setDefaultTimeout(60_000)

const dataDir = makeDataDir()
let documents: Awaited<ReturnType<typeof makeDocuments>>
let web: Server
let worker: Server
let sql: Sql

beforeAll(async () => {
  documents = await makeDocuments()
  web = await startServer(dataDir, { ROLE: 'web', CREDITS_INITIAL: '105', UPLOAD_LIMIT_PER_HOUR: '1000' })
  worker = await startServer(dataDir, { ROLE: 'worker' })
  sql = openDatabase(dataDir)
})
afterAll(stopServers)

function send({ name, bytes }: Document) {
  const form = new FormData()
  form.append('image', new File([bytes], name))
  return ask(web, '/api/v4/invoices/upload-ocr', { method: 'POST', body: form })
}

/** The same page, each time in other bytes. */
async function scans(count: number): Promise<Document[]> {
  const { bytes } = await documents.scan(1)
  const name = (at: number) => `scan-${at}.pdf`
  return Array.from({ length: count }, (_, at) => ({
    name: name(at),
    bytes: new Uint8Array([...bytes, ...new TextEncoder().encode(`\n% ${name(at)}`)]),
  }))
}
const countOf = (statuses: number[], status: number) => statuses.filter((each) => each === status).length

/** How often each kind of entry stands in the ledger, and whether it adds up to the balance. */
async function ledger() {
  const kinds = await sql<{ kind: string; count: number }[]>`
    select kind, count(*)::int as count from credit_entries where account_id = 1 group by kind`
  const [sums] = await sql`
    select balance::int, balance = (select sum(change) from credit_entries where account_id = 1) as "addsUp",
      (select count(*)::int from credit_holds) as held
    from credit_balances where account_id = 1`
  return { ...Object.fromEntries(kinds.map(({ kind, count }) => [kind, count])), ...sums }
}

test('fifty at once with credits for seven: seven are read by the worker and charged, the others get 402', async () => {
  const answers = await Promise.all(Array.from({ length: 50 }, () => send(documents.text())))
  const statuses = answers.map(({ status }) => status)
  expect([countOf(statuses, 200), countOf(statuses, 402)]).toEqual([7, 43])
  expect(await ledger()).toEqual({ grant: 1, hold: 7, capture: 7, balance: 0, addsUp: true, held: 0 })
})

test('the same with everything killed half way: sent again at once, what was begun is finished, and charged once', async () => {
  await grantCredits(createDatabase(openDatabase(dataDir)), 1, 105, 'test')
  const sent = await scans(50)
  const answers = sent.map(send)
  await until(
    async () => Number((await sql`select count(*) from one_shot_calls where state = 'done'`)[0]!.count) > 8,
  )
  await Promise.all([web.kill(), worker.kill()])
  ;[web, worker] = [await web.restart(), await worker.restart()]
  const told = await Promise.all(answers)
  const again = await Promise.all(told.map(({ status }, at) => (status === 0 ? send(sent[at]!) : told[at]!)))
  const statuses = again.map(({ status }) => status)
  expect(told.some(({ status }) => status === 0)).toBe(true)
  expect([countOf(statuses, 200), countOf(statuses, 402)]).toEqual([7, 43])
  expect(await ledger()).toMatchObject({ grant: 2, capture: 14, balance: 0, addsUp: true, held: 0 })
  // an invoice of a call that was not paid in time may wait as well, until the same is sent once more
  const [paid] = await sql`
    select count(*)::int as calls, count(distinct invoices.id)::int as invoices
    from one_shot_calls as calls left join invoices on invoices.id = invoice_id and status = 'waiting_validation'
    where state = 'done'`
  expect(paid).toEqual({ calls: 14, invoices: 14 })
})
