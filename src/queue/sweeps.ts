import type { Log } from '../log.ts'
import type { Bell } from './bell.ts'

/**
 * What every process that works looks after by itself: at once when it starts, again after a pause, and sooner when
 * something in the same process rings for it. Its tasks are rows: what a dead process left is found like any other.
 */
export interface Sweep {
  /** Several may be parts of one thing. */
  name: string
  everyMs: number
  bell?: Bell
  run(signal: AbortSignal): Promise<unknown>
}

/** Starts them; `stop` lets each come to its next safe place. */
export function startSweeps(sweeps: Sweep[], log: Log) {
  const stopping = new AbortController()
  const { signal } = stopping
  const stopped = new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
  const sweep = async ({ name, everyMs, bell, run }: Sweep) => {
    while (!signal.aborted) {
      // heard also while it runs
      const rung = bell?.rung()
      await run(signal).catch((error) => log.warn('sweep', { name, error }))
      await pause(everyMs, rung ? [rung, stopped] : [stopped])
    }
  }
  const running = Promise.all(sweeps.map(sweep))
  return {
    async stop() {
      stopping.abort()
      await running
    },
  }
}

/** For so long, or until one of these comes. */
async function pause(ms: number, sooner: Promise<unknown>[]) {
  let timer: Timer | undefined
  const over = new Promise((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  await Promise.race([over, ...sooner])
  clearTimeout(timer)
}
