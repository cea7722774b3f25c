/** What `folio extract --json` prints, with pages that are read only once: `bun bench/extract-kept.ts FILE...` */
import { inOrder } from '../src/cli/in-order.ts'
import { openDocument } from '../src/cli/open-document.ts'
import { bounds } from '../src/config.ts'
import { createExtractor } from '../src/extraction/extractor.ts'
import type { ReadDocument } from '../src/invoices/words.ts'
import { createLog } from '../src/log.ts'
import { createReader } from '../src/reading/create-reader.ts'
import { keptPages } from './kept-pages.ts'

const log = createLog('error')
const workers = navigator.hardwareConcurrency
const reader = createReader({ workers, bounds, log })
const extractor = createExtractor({ log })
const { signal } = new AbortController()
const times: number[] = []

for await (const outcome of inOrder(process.argv.slice(2), workers, extract))
  console.log(JSON.stringify(outcome))
await reader.close()
if (times.length) {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)]!.toFixed(1)
  console.error(
    `${times.length} documents, extraction median ${at(0.5)} ms, 95 % ${at(0.95)} ms, most ${at(1)} ms`,
  )
}

async function extract(file: string) {
  try {
    const document = await openDocument(file)
    const read = { pages: await keptPages(reader, document), files: await reader.files(document, signal) }
    const { data, fields, checks } = await timed(read)
    return { file, ok: true, data, fields, checks: checks.map(({ name, ok }) => ({ name, ok })) }
  } catch (error) {
    return { file, ok: false, error: String(error) }
  }
}

async function timed(read: ReadDocument) {
  const began = performance.now()
  const extraction = await extractor.extract(read, { signal, today: new Date().toISOString().slice(0, 10) })
  times.push(performance.now() - began)
  return extraction
}
