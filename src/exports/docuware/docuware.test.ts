import { afterEach, expect, setDefaultTimeout, test } from 'bun:test'
import { pdf } from '../../testing/documents.ts'
import type { StoredDocument } from '../../testing/docuware-documents.ts'
import { type DocuWareServer, startDocuWare } from '../../testing/docuware-server.ts'
import { eventually, openWorld, type World } from '../../testing/world.ts'
import { listZip } from '../../zip/list-zip.ts'
import { unpack } from '../../zip/unpack.ts'

setDefaultTimeout(60_000)

let world: World | undefined
let docuware: DocuWareServer | undefined
afterEach(async () => {
  await world?.close()
  await docuware?.stop()
  world = docuware = undefined
})

async function open(options: Parameters<typeof startDocuWare>[0], settings: Record<string, string> = {}) {
  docuware = await startDocuWare(options)
  world = await openWorld({ ...docuware.settings, ...settings })
  await world.work()
  return { world, docuware }
}

const store = (count: number): StoredDocument[] =>
  Array.from({ length: count }, (_, n) => ({
    id: n + 1,
    title: `Factura ${n + 1}`,
    fields: {
      COMPANY: n % 2 ? 'Olmo' : 'Pino',
      AMOUNT: n + 0.5,
      ISSUED: '/Date(1767225600000)/',
      NOTE: '=1+1',
    },
    sections: [{ name: `factura-${n + 1}.pdf`, type: 'application/pdf', bytes: pdf(`factura ${n + 1}`) }],
  }))

interface Json {
  id: number
  status: string
  total: number
  done: number
  failed_count: number
  failed: { id: string; code: string; reason: string }[]
  error: { code: string; message: string } | null
}

async function begin(request: object, as = world!.ana): Promise<number> {
  const json = { source: 'docuware', cabinet: 'Facturas', ...request }
  const answer = await world!.request('/api/exports', { method: 'POST', json, as })
  expect(answer.status).toBe(202)
  return ((await answer.json()) as Json).id
}
const look = async (id: number) => (await (await world!.request(`/api/exports/${id}`)).json()) as Json
/** As long as it goes on: it says so every second. */
async function over(id: number): Promise<Json> {
  for (;;) {
    const before = await look(id)
    const row = await eventually(world!.feed, async () => {
      const now = await look(id)
      return now.done !== before.done || !['queued', 'running'].includes(now.status) ? now : undefined
    })
    if (!['queued', 'running'].includes(row.status)) return row
  }
}
const exported = async (request: object) => over(await begin(request))

async function archive(id: number) {
  const answer = await world!.request(`/api/exports/${id}/download`)
  const bytes = new Uint8Array(await answer.arrayBuffer())
  const files = new Map<string, Uint8Array>()
  for (const entry of listZip(bytes)) files.set(entry.name, await unpack(entry))
  return files
}
const documentsIn = (files: Map<string, Uint8Array>) =>
  [...files.keys()].filter((name) => name.startsWith('documents/'))

test('a cabinet is exported by token: documents, their sections, their fields', async () => {
  const documents = store(5)
  documents[2]!.sections.push({ name: 'anexo.xml', type: 'application/xml', bytes: Buffer.from('<a/>') })
  await open({ documents })
  const row = await exported({})
  expect(row).toMatchObject({ status: 'done', total: 5, done: 5, failed: [] })
  const files = await archive(row.id)
  expect(documentsIn(files)).toEqual([
    'documents/1-factura-1.pdf',
    'documents/2-factura-2.pdf',
    'documents/3-factura-3.pdf',
    'documents/3-anexo.xml',
    'documents/4-factura-4.pdf',
    'documents/5-factura-5.pdf',
  ])
  expect(files.get('documents/4-factura-4.pdf')).toEqual(pdf('factura 4'))
  const rows = JSON.parse(new TextDecoder().decode(files.get('data.json')))
  expect(rows[2]).toMatchObject({
    id: '3',
    title: 'Factura 3',
    created_at: '2026-01-04T00:00:00.000Z',
    files: ['documents/3-factura-3.pdf', 'documents/3-anexo.xml'],
    fields: { COMPANY: 'Pino', AMOUNT: 2.5, ISSUED: '2026-01-01' },
    error: null,
  })
  const csv = new TextDecoder().decode(files.get('data.csv')).split('\r\n')
  expect(csv[0]).toEndWith('files,error,AMOUNT,COMPANY,ISSUED,NOTE')
  expect(csv[1]).toEndWith("0.5,Pino,2026-01-01,'=1+1")
})

test('a filter narrows the search, and documents can come as PDF', async () => {
  const documents = store(9)
  documents[1]!.fields.COMPANY = 'Olmo (S.L.)'
  await open({ documents })
  expect(await exported({ filter: { COMPANY: 'Olmo (S.L.)' }, include: ['data'] })).toMatchObject({
    total: 1,
  })
  const row = await exported({ filter: { COMPANY: 'ol*' }, files: 'pdf', include: ['documents'] })
  expect(row).toMatchObject({ status: 'done', total: 4 })
  expect(documentsIn(await archive(row.id))[0]).toBe('documents/2-Factura 2.pdf')
})

test('an older server is spoken to by cookie', async () => {
  const { docuware } = await open({ documents: store(3), byCookie: true, requestsAToken: 6 })
  expect(await exported({})).toMatchObject({ status: 'done', done: 3 })
  expect(docuware.signIns).toBe(2)
})

test('500 documents: tokens that end, 429, 503, cut and slow bodies, and one that can’t be read', async () => {
  const documents = store(500)
  documents[123]!.sections[0]!.bytes = Buffer.alloc(60_000, 'x')
  const { docuware } = await open({
    documents,
    requestsAToken: 170,
    fault(path, times) {
      if (path.endsWith('/Documents/77/FileDownload')) return { status: 500 }
      if (path.endsWith('/Documents/101/FileDownload') && times < 3) return 'cut'
      if (path.endsWith('/Documents/124/FileDownload')) return 'slow'
      if (path.endsWith('/Documents/200/FileDownload') && times < 2) return 'hang-up'
      if (/\/Documents\/(30|31)\/FileDownload$/.test(path) && times < 3)
        return { status: 429, headers: { 'Retry-After': '1' } }
      if (path.endsWith('/Query/DialogExpression') && times === 2) return { status: 503 }
      return undefined
    },
  })
  const row = await exported({ files: 'pdf' })
  expect(row).toMatchObject({ status: 'partial', total: 500, done: 499, failed_count: 1 })
  expect(row.failed).toEqual([{ id: '77', code: 'DOCUWARE_REFUSED', reason: expect.stringContaining('500') }])
  const files = await archive(row.id)
  const names = documentsIn(files)
  expect(names).toHaveLength(499)
  expect(new Set(names.map((name) => /^documents\/(\d+)-/.exec(name)![1])).size).toBe(499)
  for (const { id, title, sections } of documents)
    if (id !== 77)
      expect(Buffer.compare(files.get(`documents/${id}-${title}.pdf`)!, sections[0]!.bytes)).toBe(0)
  expect(docuware.signIns).toBeGreaterThanOrEqual(3)
  // each was asked for once, but those that had a reason
  expect(docuware.timesAsked(/FileDownload/)).toBeLessThan(500 + 3 + 2 + 1 + 4 + 2 + 4 * docuware.signIns)
  expect(docuware.mostBusy).toBeLessThanOrEqual(4)
})

test('a server that is away for longer than anybody insists is waited for, and it goes on where it was', async () => {
  let refusals = 0
  const { docuware } = await open({ documents: store(260) })
  docuware.state.fault = () => {
    const isAway = docuware.timesAsked(/FileDownload/) > 130 && refusals < 40
    if (isAway) refusals++
    return isAway ? { status: 503, headers: { 'Retry-After': '0' } } : undefined
  }
  const row = await exported({ files: 'pdf', include: ['documents'] })
  expect(row).toMatchObject({ status: 'done', done: 260, failed: [] })
  expect(refusals).toBe(40)
  expect(new Set(documentsIn(await archive(row.id))).size).toBe(260)
  // what was in a piece by then was not fetched again
  expect(docuware.timesAsked(/\/Documents\/1\/FileDownload/)).toBe(1)
})

test('it is cancelled in the middle, and DocuWare is left alone', async () => {
  const { world, docuware } = await open({ documents: store(400) })
  const id = await begin({ files: 'pdf' })
  await eventually(world.feed, async () => ((await look(id)).done > 0 ? true : undefined))
  const answer = await world.request(`/api/exports/${id}/cancel`, { method: 'POST' })
  expect(answer.status).toBe(200)
  // a second one is served by the same lanes: the first has stopped asking by the time this one is done
  const other = await exported({ files: 'pdf', filter: { AMOUNT: '0.5' }, include: ['documents'] })
  expect(other.status).toBe('done')
  expect(docuware.timesAsked(/FileDownload/)).toBeLessThan(300)
  expect((await look(id)).status).toBe('cancelled')
  expect((await world.request(`/api/exports/${id}/download`)).status).toBe(410)
})

test('it is cancelled also while DocuWare keeps it waiting', async () => {
  const { world, docuware } = await open({
    documents: store(3),
    fault: (path) => (path.endsWith('FileDownload') ? 'hold' : undefined),
  })
  const id = await begin({ files: 'pdf' })
  await docuware.holds
  const idle = docuware.idle()
  await world.request(`/api/exports/${id}/cancel`, { method: 'POST' })
  await idle
  expect((await look(id)).status).toBe('cancelled')
})

test('what is taken in is taken once, whatever counts as a duplicate here', async () => {
  const documents = store(6)
  documents[3]!.sections[0] = { name: 'nota.txt', type: 'text/plain', bytes: Buffer.from('not an invoice') }
  const { world } = await open({ documents }, { DUPLICATES: 'allow' })
  const first = await exported({ ingest: true, include: ['data'] })
  expect(first).toMatchObject({ status: 'partial', done: 5 })
  expect(first.failed.map(({ id }) => id)).toEqual(['4'])
  expect(await exported({ ingest: true, include: ['documents'] })).toMatchObject({ done: 5 })
  const rows = await world.client`select filename, source from invoices order by id`
  expect(rows.map(({ filename }) => filename).sort()).toEqual([1, 2, 3, 5, 6].map((n) => `factura-${n}.pdf`))
  expect(new Set(rows.map(({ source }) => source))).toEqual(new Set(['docuware']))
})

test('nobody is led elsewhere, and a wrong password is said without saying it', async () => {
  const { docuware } = await open({ documents: store(201) })
  docuware.state.nextLink = () => 'http://169.254.169.254/DocuWare/Platform/secret'
  expect((await exported({})).error?.code).toBe('DOCUWARE_ELSEWHERE')
  docuware.state.nextLink = () => '../../Admin'
  expect((await exported({})).error?.code).toBe('DOCUWARE_ELSEWHERE')
  expect((await exported({ cabinet: 'Otro' })).error?.message).toContain('Otro')
})

test('a wrong password is told without telling it', async () => {
  const lines: string[] = []
  const { world } = await open({ documents: store(1) }, { DOCUWARE_PASSWORD: 'no es esta' })
  const { log } = world.deps
  const warn = log.warn
  log.warn = (...said) => void lines.push(JSON.stringify(said))
  const row = await exported({}).finally(() => {
    log.warn = warn
  })
  expect(row).toMatchObject({ status: 'failed', error: { code: 'DOCUWARE_SIGN_IN' } })
  expect(lines).not.toEqual([])
  expect(JSON.stringify([row, lines])).not.toContain('no es esta')
})

test('the connection is tested from the API and from the page', async () => {
  const { world } = await open({ documents: store(1) })
  const answer = await world.request('/api/exports/docuware')
  expect(await answer.json()).toMatchObject({ organisation: 'Olmo', cabinets: [{ name: 'Facturas' }] })
  const dialogs = await world.request('/api/exports/docuware/Facturas/dialogs')
  expect(await dialogs.json()).toMatchObject({ items: [{ name: 'Todo', is_default: true }] })
  expect((await world.request('/api/exports/docuware', { as: world.ulises })).status).toBe(403)
  const form = new URLSearchParams({ of: 'docuware', cabinet: 'Mío', fields: 'COMPANY=Olmo' })
  const page = await world.request('/exports/docuware-check', { method: 'POST', body: form })
  const html = await page.text()
  expect(html).toContain('Organización: Olmo. Archivadores: Facturas.')
  expect(html).toContain('value="Mío"')
  expect(html).toContain('COMPANY=Olmo</textarea>')
})

test('who tests a connection that is not there is told soon', async () => {
  const { world, docuware } = await open({ documents: [], fault: () => 'hang-up' })
  const began = performance.now()
  const answer = await world.request('/api/exports/docuware')
  expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([503, 'DOCUWARE_AWAY'])
  expect(performance.now() - began).toBeLessThan(3_000)
  docuware.state.fault = () => ({ status: 429, headers: { 'Retry-After': '60' } })
  const page = await world.request('/exports/docuware-check', {
    method: 'POST',
    body: new URLSearchParams({ of: 'docuware' }),
  })
  expect(page.status).toBe(503)
  expect(await page.text()).toContain('DocuWare no responde')
})

test('what the form says of fields becomes the search', async () => {
  const { world } = await open({ documents: store(4) })
  const form = new URLSearchParams({
    of: 'docuware',
    cabinet: 'Facturas',
    include: 'data',
    fields: ' COMPANY = ol* \nAMOUNT=3..4 ',
  })
  const answer = await world.request('/exports', { method: 'POST', body: form })
  expect(answer.status).toBe(303)
  expect(await over(1)).toMatchObject({
    total: 1,
    request: { filter: { COMPANY: 'ol*', AMOUNT: ['3', '4'] } },
  })
  form.set('fields', 'no field at all')
  const again = await world.request('/exports', { method: 'POST', body: form })
  expect(again.status).toBe(422)
  expect(await again.text()).toContain('id="fields-fault"')
})

test('a password goes to the server it is for, and to no other', async () => {
  const { docuware } = await open({ documents: store(1) })
  docuware.state.identity = 'http://localhost:9/DocuWare/Identity'
  expect((await exported({})).error?.code).toBe('DOCUWARE_SIGN_IN')
  expect(docuware.timesAsked(/connect\/token/)).toBe(0)
})
