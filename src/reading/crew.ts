import type { Log } from '../log.ts'
import { returnFreedMemory } from './c-library.ts'
import { createMemoryWatch } from './memory-watch.ts'
import { type Document, ReadingError, type ReadingFailure } from './reader.ts'
import { createRoster } from './roster.ts'
import type { Thread } from './thread.ts'
import type { Answer, Question } from './thread-protocol.ts'
import { createWaitingLine } from './waiting-line.ts'

interface Order {
  question: Question
  timeoutMs: number
  /** Goes before all that waits. */
  urgent?: boolean
}

interface Task extends Order {
  settle: (answer: Answer) => void
  attempts: number
  /** Nobody waits for it any more. */
  dropped: boolean
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
  /** So many threads hang that only a new process helps. */
  onStuck?: () => void
  log: Log
}

/** A page that takes a thread with it once may have been unlucky; twice, it is the page. */
const attemptsPerTask = 2
/** Documents a thread keeps in memory, so that a few can take turns without being sent and parsed again. */
const heldPerThread = 3
/** A thread that was ended has freed its memory by then. */
const settledMs = 2_000
/** Most pages are done by then. */
const abandonedMs = 2_000

const failed = (reason: ReadingFailure, detail: string): Answer => ({
  type: 'failed',
  reason,
  detail,
})
const documentOf = (question: Question) => ('document' in question ? question.document : undefined)

export type Crew = ReturnType<typeof createCrew>

/** Threads and the line before them: whatever is asked here gets an answer. */
export function createCrew(settings: Settings) {
  const { size, waiting, idleMs, threadBytes, residentBytes, start, onStuck = () => {}, log } = settings
  const line = createWaitingLine<Task>()
  const documents = new Map<number, Document>()
  /** What the threads are at, in the order it was begun. */
  const begun = new Map<Task, Thread>()
  const memory = createMemoryWatch({ limitBytes: threadBytes * size, residentBytes, onExcess: endLongest })
  const roster = createRoster({
    size,
    idleMs,
    log,
    onStuck,
    start() {
      log.debug('A reading thread starts')
      memory.begin()
      return start()
    },
    onChange() {
      if (roster.isEmpty) {
        memory.end()
        setTimeout(() => roster.isEmpty && returnFreedMemory(), settledMs).unref()
      }
      pump()
    },
  })
  let lastDocument = 0
  let closed = false

  function pump() {
    while (line.length && roster.hasRoom) {
      const task = line.take()!
      void work(roster.engage(documentOf(task.question)), task)
    }
    if (roster.isStuck) turnAway('All reading threads hang, and none can be ended: restart Folio.')
  }

  async function work(thread: Thread, task: Task) {
    begun.set(task, thread)
    const told = hand(thread, task.question)
      ? await thread.ask(task.question, task.timeoutMs)
      : failed('unreadable', 'The document was taken away while it waited.')
    begun.delete(task)
    task.attempts += 1

    const broke = told.type === 'failed' && (told.reason === 'crashed' || told.reason === 'timeout')
    if (broke && !task.dropped && !closed)
      log.warn('A reading thread was lost', { reason: told.reason, detail: told.detail })
    if (broke || thread.worn || closed) roster.dismiss(thread)
    else {
      tidy(thread)
      roster.rest(thread)
    }
    const answer = task.verdict ?? (broke && closed ? failed('busy', 'The reader is closing.') : told)
    const unlucky = answer.type === 'failed' && answer.reason === 'crashed' && task.attempts < attemptsPerTask
    if (unlucky && !task.dropped && !closed) line.addUrgent(task)
    else task.settle(answer)
    pump()
  }

  /** Sees to it that the thread has the document; false when it is not there to be had. */
  function hand(thread: Thread, question: Question) {
    const id = documentOf(question)
    if (id === undefined || thread.held.has(id)) return true
    const document = documents.get(id)
    if (!document || document.bytes.buffer.detached) return false
    if (thread.held.size >= heldPerThread) thread.forget([...thread.held][0]!)
    thread.hold(id, document)
    return true
  }

  /** Only between two tasks: a document must not be closed while it is being read. */
  function tidy(thread: Thread) {
    for (const id of [...thread.held]) if (!documents.has(id)) thread.forget(id)
  }

  /** Nothing tells whose the memory is; a bomb is at it longer than any honest page. */
  function endLongest() {
    for (const [task, thread] of begun) {
      task.verdict = failed('too-large', 'Reading the page takes too much memory.')
      return void thread.end()
    }
  }

  function turnAway(detail: string) {
    for (const task of line.clear()) task.settle(failed('busy', detail))
  }

  /** Who is being read for nobody may finish, which costs less than a new thread; but only if that is soon. */
  function drop(task: Task) {
    task.dropped = true
    line.remove(task)
    const thread = begun.get(task)
    if (thread) setTimeout(() => begun.has(task) && void thread.end(), abandonedMs).unref()
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
      for (const thread of roster.idle) tidy(thread)
    },

    /** Has one thing done, in its turn. Rejects when the signal aborts, or at once when too much waits already. */
    async run(order: Order, signal: AbortSignal): Promise<Answer> {
      signal.throwIfAborted()
      if (closed) throw new ReadingError('busy', 'The reader is closing.')
      // The pages of a document that was let in wait beyond the limit: it bounds how many are let in.
      const before = order.urgent ? line.urgentLength : line.length
      if (before >= waiting && order.question.type !== 'page')
        throw new ReadingError('busy', `${before} pages wait already.`)
      const { promise, resolve, reject } = Promise.withResolvers<Answer>()
      const task: Task = { ...order, settle: resolve, attempts: 0, dropped: false }
      const abort = () => {
        drop(task)
        reject(signal.reason)
      }
      signal.addEventListener('abort', abort, { once: true })
      if (order.urgent) line.addUrgent(task)
      else line.add(documentOf(order.question) ?? 0, task)
      pump()
      return promise.finally(() => signal.removeEventListener('abort', abort))
    },

    async close() {
      closed = true
      turnAway('The reader is closing.')
      await roster.dismissAll()
    },

    get counts() {
      return { ...roster.counts, waiting: line.length }
    },
  }
}
