import { afterEach, expect, test } from 'bun:test'
import { bounds } from '../config.ts'
import type { PageOfWords } from '../invoices/words.ts'
import { createLog } from '../log.ts'
import { createReader } from './create-reader.ts'
import { invoiceLines, makePdf } from './make-documents.ts'
import type { Reader } from './reader.ts'
import { type StartThread, startThread } from './thread.ts'

let reader: Reader
afterEach(() => reader.close())

/** Real threads that hang at the second page in WebAssembly, and at the third inside the inference library. */
const hanging: StartThread = (settings) =>
  startThread(settings, new URL('./make-hanging-thread.ts', import.meta.url))
const { signal } = new AbortController()

function make(workers: number) {
  const { promise: stuck, resolve: onStuck } = Promise.withResolvers<void>()
  const log = createLog('error', {}, () => {})
  reader = createReader({ workers, bounds: { ...bounds, pageMs: 1_500 }, log, start: hanging, onStuck })
  return stuck
}
async function read(numbers: string[], skip: number[] = []) {
  const bytes = await makePdf(numbers.map((number) => ({ lines: invoiceLines(number) })))
  const document = { bytes, contentType: 'application/pdf' } as const
  const pages: PageOfWords[] = []
  for await (const { page } of reader.read(document, { signal, skip: new Set(skip) })) pages.push(page)
  return pages.sort((a, b) => a.page - b.page)
}
const text = ({ words }: PageOfWords) => words.map((word) => word.text).join(' ')

test('a page that hangs in WebAssembly is lost alone, and then it is time for a new process', async () => {
  const stuck = make(1)
  const pages = await read(['W-1', 'W-2', '', 'W-4'], [3])
  expect(pages.map(({ page, failure }) => [page, failure])).toEqual([
    [1, undefined],
    [2, 'timeout'],
    [4, undefined],
  ])
  expect(text(pages[2]!)).toContain('W-4')
  await stuck
}, 15_000)

test('a thread that hangs inside native code is let be, for to end it would end the process', async () => {
  const stuck = make(1)
  const pages = await read(['N-1', '', 'N-3', 'N-4'], [2])
  expect(pages.map(({ page, failure }) => [page, failure])).toEqual([
    [1, undefined],
    [3, 'timeout'],
    [4, undefined],
  ])
  await stuck
}, 15_000)

test('one thread of two that hangs is no reason yet, and its place is taken by another', async () => {
  let isStuck = false
  void make(2).then(() => {
    isStuck = true
  })
  await read(['T-1', '', 'T-3', 'T-4'], [2])
  await Bun.sleep(2_500)
  expect(await read(['T-5'])).toHaveLength(1)
  expect(isStuck).toBe(false)
}, 15_000)
