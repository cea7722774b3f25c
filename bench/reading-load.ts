import type { Document, Reader } from '../src/reading/reader.ts'

/** How much more is read by several threads than by one, with as many documents in hand. */
export async function scale(open: (threads: number) => Reader, threads: number, documents: Document[]) {
  const single = await pagesAMinute(open(1), 1, documents)
  const all = await pagesAMinute(open(threads), threads, documents)
  const times = (all / single).toFixed(2)
  console.log(
    `1 thread ${single.toFixed(0)} pages a minute, ${threads} threads ${all.toFixed(0)}: x ${times}`,
  )
}

async function pagesAMinute(reader: Reader, threads: number, documents: Document[]) {
  // The compilers inside the engines are at work for the first pages.
  const warm = Array.from({ length: threads * 2 }, (_, i) => documents[i % documents.length]!)
  await readAll(reader, threads, warm)
  const began = performance.now()
  await readAll(reader, threads, documents)
  const minutes = (performance.now() - began) / 60_000
  await reader.close()
  return documents.length / minutes
}

/** Whether memory stays where it is: told every fifty pages, and what each thread has of it. */
export async function soak(reader: Reader, threads: number, documents: Document[], count: number) {
  const idle = process.memoryUsage.rss()
  const all = Array.from({ length: count }, (_, i) => documents[i % documents.length]!)
  const mb = (bytes: number) => (bytes / 1e6).toFixed(0)
  await readAll(reader, threads, all, (done) => {
    if (done % 50) return
    const rss = process.memoryUsage.rss()
    console.log(`${String(done).padStart(5)} pages ${mb(rss)} MB, ${mb((rss - idle) / threads)} a thread`)
  })
  await reader.close()
}

async function readAll(reader: Reader, hands: number, documents: Document[], tell?: (done: number) => void) {
  const queue = [...documents]
  let done = 0
  const hand = async () => {
    for (let document = queue.shift(); document; document = queue.shift()) {
      const pages = reader.read(document, { signal: AbortSignal.timeout(120_000) })
      for await (const _ of pages);
      tell?.(++done)
    }
  }
  await Promise.all(Array.from({ length: hands }, hand))
}
