import type { Log } from '../log.ts'
import type { Thread } from './thread.ts'

interface Settings {
  size: number
  idleMs: number
  start: () => Thread
  log: Log
  /** A thread has gone, or has turned out to hang: there may be room for another, or none ever. */
  onChange: () => void
  /** As many threads hang as there should be: each takes a core and its memory, and nothing but the process ends it. */
  onStuck: () => void
}

/** A thread that has not gone by then is caught inside WebAssembly, and goes with the process. */
const goodbyeMs = 2_000

/** The threads there are: started when they are wanted, ended when they have idled long enough. */
export function createRoster({ size, idleMs, start, log, onChange, onStuck }: Settings) {
  const idle = new Map<Thread, NodeJS.Timeout>()
  const busy = new Set<Thread>()
  /** Told to end and not gone yet: they may still burn a core each. */
  const ending = new Set<Thread>()
  /** Those of them that had time enough. */
  const hung = new Set<Thread>()

  function dismiss(thread: Thread) {
    clearTimeout(idle.get(thread))
    idle.delete(thread)
    busy.delete(thread)
    ending.add(thread)
    const overdue = setTimeout(() => {
      hung.add(thread)
      log.error('A reading thread hangs and cannot be ended', { hung: hung.size })
      if (hung.size === size) onStuck()
      onChange()
    }, goodbyeMs).unref()
    return thread.end().then(() => {
      clearTimeout(overdue)
      ending.delete(thread)
      hung.delete(thread)
      onChange()
    })
  }

  return {
    /** Whether somebody is free or can be had: beside those that won't end there are never more than as many again. */
    get hasRoom() {
      const working = idle.size + busy.size
      return idle.size > 0 || (working < size && working + ending.size < 2 * size)
    },
    /** All the room is taken by threads that hang: only a new process helps. */
    get isStuck() {
      return hung.size >= 2 * size
    },
    get isEmpty() {
      return !idle.size && !busy.size && !ending.size
    },
    get idle() {
      return idle.keys()
    },
    get counts() {
      return { idle: idle.size, busy: busy.size, ending: ending.size }
    },

    /** A free thread, best one that has the document already; a new one where none is. */
    engage(document: number | undefined) {
      const free = [...idle.keys()]
      const knows = free.find((thread) => document !== undefined && thread.held.has(document))
      const thread = knows ?? free[0] ?? start()
      clearTimeout(idle.get(thread))
      idle.delete(thread)
      busy.add(thread)
      return thread
    },
    rest(thread: Thread) {
      busy.delete(thread)
      idle.set(thread, setTimeout(() => void dismiss(thread), idleMs).unref())
    },
    dismiss: (thread: Thread) => void dismiss(thread),

    async dismissAll() {
      const gone = [...idle.keys(), ...busy].map(dismiss)
      const patience = new Promise((done) => setTimeout(done, goodbyeMs).unref())
      await Promise.race([Promise.all([...gone, ...[...ending].map((thread) => thread.end())]), patience])
    },
  }
}
