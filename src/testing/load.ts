import { PDFDocument } from 'pdf-lib'
import type { Sql } from 'postgres'
import { invoiceLines, makeInvoicePicture, makePdf } from '../reading/make-documents.ts'
import type { Server } from './server.ts'

type Bytes = Uint8Array<ArrayBuffer>
export interface Document {
  name: string
  bytes: Bytes
}

let made = 0
/** The same page again, but other bytes: a comment after the end that readers pass over. */
function another(bytes: Bytes, kind: string): Document {
  const name = `${kind}-${++made}.pdf`
  return {
    name,
    bytes: new Uint8Array([...bytes, ...new TextEncoder().encode(`\n% ${name} ${process.pid}`)]),
  }
}

/** Documents to send: digital ones, read in milliseconds, and scans, where every page keeps a thread busy. */
export async function makeDocuments() {
  const text = await makePdf([{ lines: invoiceLines('F-1') }])
  const picture = await (await makeInvoicePicture('S-1', 200)).png().toBuffer()
  return {
    text: () => another(text, 'text'),
    scan: async (pages: number) => another(await makeScan(picture, pages), 'scan'),
  }
}

async function makeScan(picture: Uint8Array, pages: number) {
  const pdf = await PDFDocument.create()
  const image = await pdf.embedPng(picture)
  for (let page = 0; page < pages; page++)
    pdf.addPage([595, 842]).drawImage(image, { x: 0, y: 0, width: 595, height: 842 })
  return new Uint8Array(await pdf.save())
}

/** What a client is told: a status, or 0 when the connection broke and nobody knows. */
export async function ask({ request }: Server, path: string, init?: RequestInit) {
  try {
    const response = await request(path, init)
    return { status: response.status, body: await response.json().catch(() => ({})) }
  } catch {
    return { status: 0, body: {} }
  }
}

export function upload(server: Server, { name, bytes }: Document) {
  const form = new FormData()
  form.append('files', new File([bytes], name))
  return ask(server, '/api/invoices/ocr', { method: 'POST', body: form })
}

export const send = (server: Server, path: string, method: string, json: unknown) =>
  ask(server, path, { method, body: JSON.stringify(json), headers: { 'Content-Type': 'application/json' } })

/** Sends one document as a client does that wants it to arrive: again with the same bytes until it is taken. */
export async function insist(server: () => Server, document: Document, seen: Set<number>): Promise<number> {
  for (const end = Date.now() + 20_000; Date.now() < end; await Bun.sleep(20)) {
    const { status, body } = await upload(server(), document)
    seen.add(status)
    if (status === 202) return body.accepted[0].id
    if (status === 409) return body.duplicate_of
    if (status !== 503 && status !== 0) throw new Error(`${status}: ${JSON.stringify(body)}`)
  }
  throw new Error(`${document.name} was not taken within 20 s`)
}

/** What `look` finds at last. */
export async function until<T>(look: () => Promise<T | undefined | false>, ms = 30_000): Promise<T> {
  for (const end = Date.now() + ms; ; await Bun.sleep(20)) {
    const found = await look()
    if (found) return found
    if (Date.now() > end) throw new Error(`Waited ${ms} ms in vain for ${look}`)
  }
}

/** The fate of each invoice: where it ended, and how often each step of its life was made. */
export const fates = (sql: Sql) => sql<{ id: number; status: string; steps: string }[]>`
  select invoices.id::int, invoices.status,
    (select string_agg(action, ' ' order by audit.id) from audit where invoice_id = invoices.id) as steps
  from invoices order by invoices.id`

/** Once nothing is processed any more: what is wrong with what is there, in so many words. */
export async function findFaults(sql: Sql, expected: number[]) {
  await until(async () => !(await sql`select from invoices where status = 'processing' limit 1`).length)
  const all = await fates(sql)
  const known = new Set(all.map(({ id }) => id))
  const [sums] = await sql`
    select
      (select count(*)::int from (select from invoices group by sha256 having count(*) > 1) as twice) as twice,
      (select count(*)::int from invoices where pages <>
        (select count(*) from page_words where page_words.sha256 = invoices.sha256)) as pages,
      (select sum(invoices)::int from invoice_counts) - (select count(*)::int from invoices) as miscounted,
      (select count(*)::int from pgboss.job where name = 'dead-letters') as dead`
  return [
    ...expected.filter((id) => !known.has(id)).map((id) => `${id} is lost`),
    ...all
      .filter(({ status, steps }) => !(status in wholeLives) || !wholeLives[status]!.test(steps))
      .map(({ id, status, steps }) => `${id} is ${status} after: ${steps}`),
    ...Object.entries(sums!)
      .filter(([, count]) => count !== 0)
      .map(([what, count]) => `${what}: ${count}`),
  ]
}

const wholeLives: Record<string, RegExp> = {
  waiting_validation: /^receive read present( edit)*$/,
  processed: /^receive read present( edit)* confirm$/,
}
