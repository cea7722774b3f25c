import { afterEach, expect, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bounds } from '../config.ts'
import type { ContentType } from '../invoices/content-types.ts'
import type { PageOfWords } from '../invoices/words.ts'
import { createLog } from '../log.ts'
import { createReader, type ReadingBounds } from './create-reader.ts'
import {
  invoiceLines,
  makeBlackPng,
  makeBombPdf,
  makeInvoicePicture,
  makePdf,
  makePicture,
} from './make-documents.ts'
import type { Document, Reader } from './reader.ts'
import { type StartThread, startThread } from './thread.ts'
import type { Question } from './thread-protocol.ts'

let reader: Reader
afterEach(() => reader.close())

const silent = createLog('error', {}, () => {})
const { signal } = new AbortController()
const make = (own: Partial<ReadingBounds> = {}, start?: StartThread, workers = 1) => {
  reader = createReader({ workers, bounds: { ...bounds, ...own }, log: silent, start })
}

/** Real threads, each of them ended by force a moment after it starts on what `when` picks. */
const mortal = (when: (question: Question) => boolean): StartThread => {
  return (settings) => {
    const thread = startThread(settings)
    return {
      ...thread,
      get worn() {
        return thread.worn
      },
      ask(question, timeoutMs) {
        if (when(question)) setTimeout(() => thread.end(), 40)
        return thread.ask(question, timeoutMs)
      },
    }
  }
}

const picture = async (number: string): Promise<Document> => ({
  bytes: new Uint8Array(await (await makeInvoicePicture(number)).jpeg().toBuffer()),
  contentType: 'image/jpeg',
})
const digital = async (pages: number): Promise<Document> => ({
  bytes: await makePdf(Array.from({ length: pages }, (_, n) => ({ lines: invoiceLines(`D-${n + 1}`) }))),
  contentType: 'application/pdf',
})
/** A page so full that it keeps the recogniser busy for seconds. */
async function dense(): Promise<Document> {
  const text = 'Concepto facturado 1.234,56 EUR '.repeat(4)
  const lines = Array.from({ length: 60 }, (_, i) => ({ text, x: 10, y: 820 - i * 13, size: 7 }))
  const full = await makePicture(await makePdf([{ lines }]), 200)
  return { bytes: new Uint8Array(await full.jpeg().toBuffer()), contentType: 'image/jpeg' }
}

async function read(document: Document, stop = signal) {
  const pages: PageOfWords[] = []
  for await (const { page } of reader.read(document, { signal: stop })) pages.push(page)
  return pages
}
const failure = (document: Document, stop?: AbortSignal) =>
  read(document, stop).catch((error) => error.reason ?? error)
const text = (page?: PageOfWords) => page?.words.map((word) => word.text).join(' ')

test('the check reads a page of its own', async () => {
  make()
  await reader.check()
})

test('with trained data that is none the check fails, and nothing else does', async () => {
  const tessdataDir = mkdtempSync(join(tmpdir(), 'folio-tessdata-'))
  writeFileSync(join(tessdataDir, 'spa.traineddata'), 'not trained at all')
  reader = createReader({ workers: 1, tessdataDir, bounds, log: silent })
  expect((await reader.check().catch((error) => error)).reason).toBe('crashed')
  expect(await read(await digital(1))).toHaveLength(1)
  rmSync(tessdataDir, { recursive: true })
})

test('a page over its deadline gives its thread back', async () => {
  make({ pageMs: 1_200 })
  const started = performance.now()
  expect(await failure(await dense())).toBe('timeout')
  expect(performance.now() - started).toBeLessThan(5_000)
  expect(await read(await digital(2))).toHaveLength(2)
})

test('a page of a few kilobytes that would become gigabytes costs next to nothing', async () => {
  make()
  await read(await digital(1))
  const before = process.cpuUsage()
  expect(await failure({ bytes: makeBombPdf(1024), contentType: 'application/pdf' })).toBe('too-large')
  const { user, system } = process.cpuUsage(before)
  expect((user + system) / 1000).toBeLessThan(400)
})

test('a page that grows beyond its memory all the same is stopped on its way', async () => {
  make({ threadBytes: 300 * 1024 * 1024, streamBytes: Number.MAX_SAFE_INTEGER })
  expect(await failure({ bytes: makeBombPdf(1024), contentType: 'application/pdf' })).toBe('too-large')
  expect(await read(await digital(1))).toHaveLength(1)
}, 20_000)

test('an image inside of a PDF that is too large is not unpacked', async () => {
  make({ pixels: 1_000_000 })
  const cover = makeBlackPng(1_001, 1_000)
  const bytes = await makePdf([{ lines: [], cover }, { lines: invoiceLines('B-1') }])
  const started = performance.now()
  const pages = await read({ bytes, contentType: 'application/pdf' })
  expect(pages.map(({ failure }) => failure)).toEqual(['too-large', undefined])
  expect(performance.now() - started).toBeLessThan(2_000)
  const place = { page: 1, turn: 0 } as const
  const picture = await reader
    .picture({ bytes, contentType: 'application/pdf' }, place, signal)
    .catch((e) => e)
  expect(picture.reason).toBe('too-large')
})

test('who leaves is not waited for, and the thread goes on with the next', async () => {
  make()
  const slow = await dense()
  const stop = new AbortController()
  setTimeout(() => stop.abort('left'), 300)
  const started = performance.now()
  expect(await failure(slow, stop.signal)).toBe('left')
  expect(performance.now() - started).toBeLessThan(900)
  expect(await failure(slow, AbortSignal.abort('never came'))).toBe('never came')
  expect(await read(await digital(1))).toHaveLength(1)
}, 10_000)

test('a document that takes too long in all is left', async () => {
  make({ readMs: 300 })
  expect(await failure(await dense())).toBe('timeout')
})

test('a page whose thread is killed is read by another', async () => {
  let kills = 1
  make(
    {},
    mortal((question) => question.type === 'page' && kills-- > 0),
  )
  expect(text((await read(await picture('K-1')))[0])).toContain('K-1')
})

test('a page that loses two threads is given up, and the next document is read', async () => {
  let kills = 2
  make(
    {},
    mortal((question) => question.type === 'page' && kills-- > 0),
  )
  expect(await failure(await picture('K-2'))).toBe('crashed')
  expect(text((await read(await picture('K-3')))[0])).toContain('K-3')
})

test('a page that loses two threads is lost alone, and the rest of its document is read', async () => {
  let kills = 2
  make(
    {},
    mortal((question) => question.type === 'page' && question.page === 2 && kills-- > 0),
  )
  const bytes = await makePdf(
    await Promise.all(
      ['K-4', 'K-5', 'K-6'].map(async (number) => ({
        lines: [],
        cover: await (await makeInvoicePicture(number)).jpeg().toBuffer(),
      })),
    ),
  )
  const pages = (await read({ bytes, contentType: 'application/pdf' })).sort((a, b) => a.page - b.page)
  expect(pages.map(({ failure }) => failure)).toEqual([undefined, 'crashed', undefined])
  expect([text(pages[0]), text(pages[2])]).toEqual([
    expect.stringContaining('K-4'),
    expect.stringContaining('K-6'),
  ])
})

test('a short document does not wait for the end of a long one', async () => {
  make()
  const done: string[] = []
  const follow = async (name: string, document: Document) => {
    for await (const { page } of reader.read(document, { signal })) done.push(`${name}${page.page}`)
  }
  const both = [follow('long', await digital(40)), follow('short', await digital(2))]
  await Promise.all(both)
  expect(done).toHaveLength(42)
  expect(done.indexOf('short2')).toBeLessThan(10)
})

test('two threads share one document', async () => {
  const asked: number[] = []
  let threads = 0
  const counted: StartThread = (settings) => {
    const number = ++threads
    const thread = mortal((question) => {
      if (question.type === 'page') asked.push(number)
      return false
    })(settings)
    return thread
  }
  make({}, counted, 2)
  expect((await read(await digital(12))).map((page) => page.page).sort((a, b) => a - b)).toHaveLength(12)
  expect(new Set(asked)).toEqual(new Set([1, 2]))
})

test('who stops in the middle of a document leaves nothing behind', async () => {
  make()
  for await (const { page, pages } of reader.read(await digital(9), { signal })) {
    expect(pages).toBe(9)
    if (page.page === 2) break
  }
  expect(await read(await digital(1))).toHaveLength(1)
})

test('XML is read in the thread too, and has no picture', async () => {
  make()
  const bytes = new TextEncoder().encode('<Invoice><ID>X-1</ID></Invoice>')
  const xml = { bytes, contentType: 'application/xml' as ContentType }
  expect(text((await read(xml))[0])).toBe('ID: X-1')
  expect((await reader.picture(xml, { page: 1, turn: 0 }, signal).catch((error) => error)).reason).toBe(
    'no-such-page',
  )
})
