import type { Log } from '../log.ts'
import { createMemoryWatch } from './memory-watch.ts'
import { type Document, ReadingError } from './reader.ts'
import type { Thread } from './thread.ts'
import type { Answer, Question } from './thread-protocol.ts'
import { createWaitingLine } from './waiting-line.ts'

export interface Order {
  question: Question
  timeoutMs: number
  /** Goes before all that waits. */
  urgent?: boolean
}

interface Task extends Order {
  settle: (answer: Answer) => void
  attempts: number
  dropped: boolean
  thread?: Thread
  startedMs: number
  /** Why its thread was taken from it. */
  verdict?: Answer
}

interface Settings {
  size: number
  waiting: number
  idleMs: number
  /** How much the process may grow for each thread. */
  threadBytes: number
  residentBytes?: () => number
  start: () => Thread
  log: Log
}

/** A page that takes a thread with it once may have been unlucky; twice, it is the page. */
const attemptsPerTask = 2
/** Documents a thread keeps in memory, so that a few can take turns without being sent and parsed again. */
const heldPerThread = 3

/** Most pages are done by then. */
const abandonedMs = 2_000
/** A thread that has not gone by then is caught inside WebAssembly, and goes with the process. */
const goodbyeMs = 2_000

export type Crew = ReturnType<typeof createCrew>

/** Threads that start when there is work and end when there is none, and the line before them. */
export function createCrew(settings: Settings) {
  const { size, waiting, idleMs, start, log, threadBytes, residentBytes } = settings
  const line = createWaitingLine<Task>()
  const documents = new Map<number, Document>()
  const idle = new Map<Thread, NodeJS.Timeout>()
  const busy = new Map<Thread, Task>()
  /** Told to end and not gone yet: they may still burn a core each. */
  const ending = new Set<Thread>()
  /** Those of them that had time enough. */
  const hung = new Set<Thread>()
  let lastDocument = 0
  let closed = false

  function pump() {
    while (line.length) {
      if (!idle.size && !canHire()) return
      const task = line.take()!
      const id = documentOf(task.question)
      const free = [...idle.keys()]
      const thread = free.find((one) => id && one.held.has(id)) ?? free[0] ?? hire()
      void work(thread, task)
    }
  }

  /** As many threads that won't end as threads that work: more this process will not carry. */
  function canHire() {
    if (hung.size >= 2 * size) turnAway(`${hung.size} threads hang and can't be ended: restart Folio`)
    const working = idle.size + busy.size
    return working < size && working + ending.size < 2 * size
  }

  function hire() {
    log.debug('A reading thread starts')
    memory.begin()
    return start()
  }

  async function work(thread: Thread, task: Task) {
    clearTimeout(idle.get(thread))
    idle.delete(thread)
    busy.set(thread, task)
    if (hand(thread, task.question)) {
      task.thread = thread
      task.startedMs = performance.now()
      const told = await thread.ask(task.question, task.timeoutMs)
      task.thread = undefined
      const answer = task.verdict ?? told
      const broken = thread.worn || (told.type === 'failed' && told.reason === 'crashed')
      if (told.type === 'failed' && broken && !task.dropped)
        log.warn('A reading thread was lost', { reason: told.reason, detail: told.detail })
      busy.delete(thread)
      if (broken || closed) dismiss(thread)
      else rest(thread)
      task.attempts += 1
      const again = answer.type === 'failed' && answer.reason === 'crashed' && task.attempts < attemptsPerTask
      if (again && !task.dropped && !closed) line.addUrgent(task)
      else task.settle(answer)
    } else {
      busy.delete(thread)
      rest(thread)
    }
    pump()
  }

  /** Sees to it that the thread has the document; false when nobody wants it any more. */
  function hand(thread: Thread, question: Question) {
    const id = documentOf(question)
    if (id === undefined || thread.held.has(id)) return true
    const document = documents.get(id)
    if (!document) return false
    if (thread.held.size >= heldPerThread) thread.forget([...thread.held][0]!)
    thread.hold(id, document)
    return true
  }

  function rest(thread: Thread) {
    tidy(thread)
    idle.set(thread, setTimeout(() => dismiss(thread), idleMs).unref())
  }

  /** Only between two tasks: a document must not be closed while it is being read. */
  function tidy(thread: Thread) {
    for (const id of [...thread.held]) if (!documents.has(id)) thread.forget(id)
  }

  const memory = createMemoryWatch({
    limitBytes: threadBytes * size,
    residentBytes,
    // Nothing tells whose the memory is; a bomb is at it longer than any honest page.
    onExcess() {
      const [longest] = [...busy].sort(([, a], [, b]) => a.startedMs - b.startedMs)
      if (!longest) return
      const [thread, task] = longest
      task.verdict = {
        type: 'failed',
        reason: 'too-large',
        detail: 'Reading the page takes too much memory.',
      }
      void thread.end()
    },
  })

  function dismiss(thread: Thread) {
    clearTimeout(idle.get(thread))
    idle.delete(thread)
    ending.add(thread)
    const overdue = setTimeout(() => {
      hung.add(thread)
      log.error('A reading thread hangs and cannot be ended', { hung: hung.size })
      pump()
    }, goodbyeMs).unref()
    void thread.end().then(() => {
      clearTimeout(overdue)
      ending.delete(thread)
      hung.delete(thread)
      if (!idle.size && !busy.size && !ending.size) memory.end()
      pump()
    })
  }

  function turnAway(detail: string) {
    for (const task of line.clear()) task.settle({ type: 'failed', reason: 'busy', detail })
  }

  return {
    /** Takes a document in; what it is asked after names it by this number until it is released. */
    admit(document: Document) {
      lastDocument += 1
      documents.set(lastDocument, document)
      return lastDocument
    },

    release(id: number) {
      documents.delete(id)
      for (const thread of idle.keys()) tidy(thread)
    },

    /**
     * Has one thing done. A page that is already being read when its signal aborts may be finished for nobody,
     * which costs less than a new thread, but only if that is soon.
     */
    async run(order: Order, signal: AbortSignal): Promise<Answer> {
      signal.throwIfAborted()
      if (closed) throw new ReadingError('busy', 'The reader is closing.')
      // The pages of a document that was let in wait beyond the limit: it bounds how many are let in.
      if (line.length >= waiting && order.question.type !== 'page')
        throw new ReadingError('busy', `${line.length} pages wait to be read already.`)
      const { promise, resolve, reject } = Promise.withResolvers<Answer>()
      const task: Task = { ...order, settle: resolve, attempts: 0, dropped: false, startedMs: 0 }
      const drop = () => {
        task.dropped = true
        line.remove(task)
        const { thread } = task
        if (thread) setTimeout(() => task.thread === thread && void thread.end(), abandonedMs).unref()
        reject(signal.reason)
      }
      signal.addEventListener('abort', drop, { once: true })
      if (order.urgent) line.addUrgent(task)
      else line.add(documentOf(order.question) ?? 0, task)
      pump()
      return promise.finally(() => signal.removeEventListener('abort', drop))
    },

    async close() {
      closed = true
      turnAway('The reader is closing.')
      for (const thread of idle.keys()) dismiss(thread)
      for (const thread of busy.keys()) dismiss(thread)
      const gone = [...ending].map((thread) => thread.end())
      await Promise.race([Promise.all(gone), new Promise((done) => setTimeout(done, goodbyeMs).unref())])
    },

    get threads() {
      return { idle: idle.size, busy: busy.size, ending: ending.size, waiting: line.length }
    },
  }
}

const documentOf = (question: Question) => ('document' in question ? question.document : undefined)
