import { afterAll, beforeAll, expect, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeInvoicePicture } from './make-documents.ts'

/** Reads a scan as the server does, lets the threads end, and tells what the process still holds. */
const program = `
  const { createReader } = await import(process.argv[1])
  const { bounds } = await import(process.argv[2])
  const bytes = new Uint8Array(await Bun.file(process.argv[3]).arrayBuffer())
  const log = { debug() {}, info() {}, warn() {}, error() {} }
  const reader = createReader({ workers: 2, bounds: { ...bounds, threadIdleMs: 200 }, log })
  let words = 0
  for await (const { page } of reader.read({ bytes, contentType: 'image/png' }, { signal: AbortSignal.timeout(60_000) }))
    words += page.words.length
  const busy = process.memoryUsage.rss()
  await Bun.sleep(4_000)
  console.log(JSON.stringify({ words, busy, idle: process.memoryUsage.rss() }))
`

let home: string
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'folio-home-'))
})
afterAll(() => rm(home, { recursive: true, force: true }))

test('an idle reader gives its memory back, and its libraries keep no record in the home folder', async () => {
  const picture = join(home, 'scan.png')
  await Bun.write(picture, await (await makeInvoicePicture('F-77')).png().toBuffer())
  const files = [
    join(import.meta.dirname, 'create-reader.ts'),
    join(import.meta.dirname, '../config.ts'),
    picture,
  ]
  const run = Bun.spawn([process.execPath, '-e', program, ...files], {
    env: { ...process.env, HOME: home, XDG_CACHE_HOME: undefined },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const { words, busy, idle } = JSON.parse(await new Response(run.stdout).text())
  expect(words).toBeGreaterThan(3)
  expect(idle).toBeLessThan(200e6)
  expect(busy - idle).toBeGreaterThan(50e6)
  expect(existsSync(join(home, '.cache/Microsoft'))).toBe(false)
}, 30_000)
