import { expect, test } from 'bun:test'
import { createLog } from '../log.ts'
import { createCrew } from './crew.ts'
import type { Document } from './reader.ts'
import type { Thread } from './thread.ts'
import type { Answer, Question } from './thread-protocol.ts'

const document: Document = { bytes: new Uint8Array(), contentType: 'image/png' }
const { signal } = new AbortController()
const lost: Answer = { type: 'failed', reason: 'crashed', detail: 'as asked' }
const done: Answer = { type: 'opened', pages: 1 }

/** Threads that do what the test says, and a diary of what they were asked. */
function makeCrew({ size = 1, waiting = 100, idleMs = 60_000, endless = false, threadBytes = 100 } = {}) {
  const asked: Question[] = []
  const answers: ((answer: Answer) => void)[] = []
  let started = 0
  let ended = 0
  const start = (): Thread => {
    started += 1
    const held = new Set<number>()
    let answer: ((answer: Answer) => void) | undefined
    return {
      held,
      worn: false,
      hold: (id) => void held.add(id),
      forget: (id) => void held.delete(id),
      ask: (question) => {
        asked.push(question)
        const { promise, resolve } = Promise.withResolvers<Answer>()
        answers.push(resolve)
        answer = resolve
        return promise
      },
      end: () => {
        ended += 1
        // A thread that is ended in the middle of its work answers that it is lost.
        answer?.(lost)
        return endless ? new Promise(() => {}) : Promise.resolve()
      },
    }
  }
  const memory = { bytes: 50 }
  const residentBytes = () => memory.bytes
  const log = createLog('error', {}, () => {})
  const crew = createCrew({ size, waiting, idleMs, start, log, threadBytes, residentBytes })
  const page = (id: number, page: number, stop = signal) =>
    crew.run({ question: { type: 'page', document: id, page }, timeoutMs: 1000 }, stop)
  const open = (id: number) => crew.run({ question: { type: 'open', document: id }, timeoutMs: 1000 }, signal)
  const answer = async (reply: Answer = done) => {
    answers.shift()?.(reply)
    await Bun.sleep(0)
  }
  const order = () => asked.map((q) => ('page' in q ? `${q.document}:${q.page}` : q.type))
  return { crew, page, open, answer, order, memory, counts: () => ({ started, ended }) }
}

test('documents take turns: a short one is not stuck behind a long one', async () => {
  const { crew, page, answer, order } = makeCrew()
  const [long, short] = [crew.admit(document), crew.admit(document)]
  const all = [1, 2, 3, 4].map((n) => page(long, n)).concat([1, 2].map((n) => page(short, n)))
  for (const _ of all) await answer()
  await Promise.all(all)
  expect(order()).toEqual(['1:1', '1:2', '2:1', '1:3', '2:2', '1:4'])
})

test('what somebody looks at goes first', async () => {
  const { crew, page, answer, order } = makeCrew()
  const id = crew.admit(document)
  const all = [1, 2].map((n) => page(id, n))
  all.push(crew.run({ question: { type: 'check' }, timeoutMs: 1000, urgent: true }, signal))
  for (const _ of all) await answer()
  await Promise.all(all)
  expect(order()).toEqual(['1:1', 'check', '1:2'])
})

test('no thread before there is work, and none after a while without', async () => {
  const { crew, page, answer, counts } = makeCrew({ size: 2, idleMs: 5 })
  expect(counts().started).toBe(0)
  const reading = page(crew.admit(document), 1)
  await answer()
  await reading
  expect(crew.counts).toMatchObject({ idle: 1, busy: 0 })
  await Bun.sleep(20)
  expect(crew.counts).toMatchObject({ idle: 0, busy: 0, ending: 0 })
  expect(counts()).toEqual({ started: 1, ended: 1 })
})

test('a page that loses its thread is tried once more, and no more', async () => {
  const { crew, page, answer, order, counts } = makeCrew()
  const id = crew.admit(document)
  const reading = page(id, 1)
  await answer(lost)
  await answer(done)
  expect(await reading).toEqual(done)
  const poison = page(id, 2)
  await answer(lost)
  await answer(lost)
  expect(await poison).toEqual(lost)
  expect(order()).toEqual(['1:1', '1:1', '1:2', '1:2'])
  expect(counts()).toEqual({ started: 3, ended: 3 })
})

test('beyond what may wait, newcomers are told to come back, and those let in go on', async () => {
  const { crew, page, open, answer } = makeCrew({ waiting: 2 })
  const [first, second] = [crew.admit(document), crew.admit(document)]
  const all = [page(first, 1), page(first, 2), page(first, 3)]
  expect((await open(second).catch((error) => error)).reason).toBe('busy')
  all.push(page(first, 4))
  for (const _ of all) await answer()
  await Promise.all(all)
})

test('who no longer wants a page is let go at once, waiting or not', async () => {
  const { crew, page, answer, order } = makeCrew()
  const stop = new AbortController()
  const id = crew.admit(document)
  const all = [page(id, 1, stop.signal), page(id, 2, stop.signal)].map((one) => one.catch((error) => error))
  const kept = page(id, 3)
  stop.abort('gone')
  expect(await Promise.all(all)).toEqual(['gone', 'gone'])
  await answer()
  await answer()
  expect(await kept).toEqual(done)
  expect(order()).toEqual(['1:1', '1:3'])
})

test('threads that will not end are replaced only so often', async () => {
  const { crew, page, answer, counts } = makeCrew({ endless: true })
  const id = crew.admit(document)
  for (const n of [1, 2]) {
    const reading = page(id, n)
    await answer({ type: 'failed', reason: 'timeout', detail: '' })
    await reading
  }
  const third = page(id, 3)
  expect(counts().started).toBe(2)
  expect(crew.counts).toMatchObject({ ending: 2, waiting: 1 })
  expect(await third).toMatchObject({ type: 'failed', reason: 'busy' })
}, 5_000)

test('when memory runs out, the page that is at it longest loses its thread', async () => {
  const { crew, page, answer, memory, counts } = makeCrew({ size: 2 })
  const id = crew.admit(document)
  const bomb = page(id, 1)
  await Bun.sleep(2)
  const honest = page(id, 2)
  memory.bytes = 300
  expect(await bomb).toMatchObject({ type: 'failed', reason: 'too-large' })
  await answer()
  await answer()
  expect(await honest).toEqual(done)
  expect(counts().started).toBe(2)
  expect(crew.counts).toMatchObject({ idle: 1, busy: 0 })
})

test('closing turns away what waits', async () => {
  const { crew, page } = makeCrew()
  const id = crew.admit(document)
  const all = [page(id, 1), page(id, 2)]
  await crew.close()
  expect(await all[1]!).toMatchObject({ reason: 'busy' })
  expect((await page(id, 3).catch((error) => error)).reason).toBe('busy')
})
