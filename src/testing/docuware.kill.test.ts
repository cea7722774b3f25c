import { afterAll, expect, setDefaultTimeout, test } from 'bun:test'
import { unzipSync } from 'fflate'
import { startDocuWare } from './docuware-server.ts'
import { makeDocuments, until } from './load.ts'
import { makeDataDir, openDatabase, startServer, stopServers } from './server.ts'

// A real server that is killed while it fetches: it goes on where it was, and takes no document twice.
setDefaultTimeout(90_000)

const count = 90
afterAll(stopServers)

test('kill -9 while documents are fetched and taken in: each arrives once, in the archive and in the inbox', async () => {
  const made = await makeDocuments()
  const documents = Array.from({ length: count }, (_, n) => ({
    id: n + 1,
    title: `Factura ${n + 1}`,
    fields: { COMPANY: 'Olmo' },
    sections: [{ name: `factura-${n + 1}.pdf`, type: 'application/pdf', bytes: made.text().bytes }],
  }))
  const docuware = await startDocuWare({
    documents,
    requestsAToken: 30,
    fault: (path) => (path.endsWith('/Documents/75/FileDownload') ? { status: 500 } : undefined),
  })
  const dataDir = makeDataDir()
  // whoever crashes may find each document in the archive's next piece again: that is no reason to take it twice
  let server = await startServer(dataDir, { ...docuware.settings, DUPLICATES: 'allow' })
  const sql = openDatabase(dataDir)
  try {
    const begun = await server.request('/api/exports', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ source: 'docuware', cabinet: 'Facturas', files: 'pdf', ingest: true }),
    })
    const { id } = await begun.json()
    for (const reached of [20, 60]) {
      await until(
        async () => (await sql`select done + packing as n from exports where id = ${id}`)[0]!.n >= reached,
      )
      await server.kill()
      server = await server.restart()
    }
    const row = await until(async () => {
      const now = await (await server.request(`/api/exports/${id}`)).json()
      return now.status !== 'running' && now.status !== 'queued' && now
    })
    expect(row).toMatchObject({ status: 'partial', total: count, done: count - 1, failed_count: 1 })
    expect(row.failed[0].id).toBe('75')
    const archive = unzipSync(
      new Uint8Array(await (await server.request(`/api/exports/${id}/download`)).arrayBuffer()),
    )
    const good = documents.filter(({ id }) => id !== 75)
    for (const { id, title, sections } of good)
      expect(Buffer.compare(archive[`documents/${id}-${title}.pdf`]!, sections[0]!.bytes)).toBe(0)
    expect(Object.keys(archive)).toHaveLength(good.length + 2)
    const invoices = await sql`select filename, count(*)::int as n from invoices group by filename`
    expect(invoices).toHaveLength(good.length)
    expect(invoices.filter(({ n }) => n !== 1)).toEqual([])
    // it went on: only a piece that was under way was fetched again, once for each time it was killed
    expect(docuware.timesAsked(/FileDownload/)).toBeLessThan(3 * count)
  } finally {
    await docuware.stop()
  }
})
