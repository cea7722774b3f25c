import { Worker } from 'node:worker_threads'
import type { Document } from './reader.ts'
import { makeNativeGate, shutNativeGate } from './thread/native-gate.ts'
import type { Answer, Question, Reply, Request, ThreadSettings, ThreadStart } from './thread-protocol.ts'

/** A thread as its crew sees it: it does one thing at a time, and what it is asked is always answered. */
export interface Thread {
  /** The documents it has in memory, the one it got first in front. */
  readonly held: ReadonlySet<number>
  /** It said so with its last answer, or it is lost: better replaced. */
  readonly worn: boolean
  hold(id: number, document: Document): void
  forget(id: number): void
  /** Never rejects: past the deadline it is a `timeout`, and when the thread is lost, `crashed`. */
  ask(question: Question, timeoutMs: number): Promise<Answer>
  /** Settles when the thread is gone; a thread caught inside an engine may never be. */
  end(): Promise<void>
}

export type StartThread = (settings: ThreadSettings) => Thread

/** What a thread runs; tests have threads of their own, which hang. */
const main = new URL('./thread/main.ts', import.meta.url)

export function startThread(settings: ThreadSettings, program = main): Thread {
  const gate = makeNativeGate()
  const workerData: ThreadStart = { settings, gate }
  const worker = new Worker(program, { workerData })
  const held = new Set<number>()
  const gone = Promise.withResolvers<void>()
  let asked: { id: number; settle: (answer: Answer) => void } | undefined
  let lost: Answer | undefined
  let lastId = 0
  let worn = false

  const lose = (detail: string) => {
    lost ??= { type: 'failed', reason: 'crashed', detail }
    asked?.settle(lost)
  }
  worker.on('message', (reply: Reply) => {
    if (reply.id !== asked?.id) return
    worn = reply.worn
    asked.settle(reply.answer)
  })
  worker.on('error', (error) => lose(`The thread died: ${String(error).slice(0, 300)}`))
  worker.on('exit', () => {
    lose('The thread ended in the middle of its work')
    gone.resolve()
  })
  const post = (request: Request, transfer: ArrayBuffer[] = []) => worker.postMessage(request, transfer)

  const terminate = async () => {
    // Ended inside native code it would take the process with it.
    await shutNativeGate(gate)
    // On a thread inside a WebAssembly loop terminate() takes no effect and never settles.
    worker.terminate().catch(() => {})
  }
  let ending = false
  const end = () => {
    if (!ending) void terminate()
    ending = true
    return gone.promise
  }
  return {
    held,
    get worn() {
      return worn || lost !== undefined
    },
    hold(id, { bytes, contentType }) {
      const copy = bytes.slice()
      post({ type: 'hold', document: id, contentType, bytes: copy }, [copy.buffer])
      held.add(id)
    },
    forget(id) {
      post({ type: 'forget', document: id })
      held.delete(id)
    },
    async ask(question, timeoutMs) {
      if (lost) return lost
      const { promise, resolve } = Promise.withResolvers<Answer>()
      const deadline = setTimeout(() => {
        lost = { type: 'failed', reason: 'timeout', detail: `Not done within ${timeoutMs} ms` }
        asked?.settle(lost)
        void end()
      }, timeoutMs)
      // Only a thread at work keeps the process alive.
      worker.ref()
      lastId += 1
      asked = { id: lastId, settle: resolve }
      post({ type: 'ask', id: lastId, question })
      const answer = await promise
      clearTimeout(deadline)
      asked = undefined
      worker.unref()
      return answer
    },
    end,
  }
}
