import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../log.ts'
import { bringUp, type Running } from './bring-up.ts'
import type { Place } from './cluster.ts'
import { birthOf } from './processes.ts'
import { boundServerLog } from './server-log.ts'

const watchMs = 100
const boundLogMs = 60_000
const longestWaitMs = 5_000

export interface Supervisor {
  running(): Running
  /** Stops watching, and says what ran last. */
  end(): Promise<Running>
}

/** Watches the server and brings it back when it dies, for as long as that takes. */
export function supervise(place: Place, first: Running, log: Log, onBack: () => unknown): Supervisor {
  const ending = new AbortController()
  let running = first
  let repair: Promise<unknown> | undefined
  const watch = setInterval(() => {
    if (repair || birthOf(running.pid) === running.birth) return
    repair = bringBack(place, log, ending.signal)
      .then((next) => {
        running = next ?? running
        if (next) return onBack()
      })
      .finally(() => {
        repair = undefined
      })
  }, watchMs).unref()
  const tidy = setInterval(() => tryTo(() => boundServerLog(place.dataDir)), boundLogMs).unref()
  return {
    running: () => running,
    end: async () => {
      clearInterval(watch)
      clearInterval(tidy)
      ending.abort()
      await repair
      return running
    },
  }
}

async function bringBack(place: Place, log: Log, signal: AbortSignal): Promise<Running | undefined> {
  const began = performance.now()
  let told = ''
  for (let waitMs = 50; !signal.aborted; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
    try {
      const running = await bringUp(place, signal)
      log.warn('Postgres had died and runs again', {
        pid: running.pid,
        ms: Math.round(performance.now() - began),
      })
      return running
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      if (!signal.aborted && message !== told)
        log.error('Postgres has died and does not start', { error: message })
      told = message
    }
    await sleep(waitMs, undefined, { signal }).catch(() => {})
  }
  return undefined
}

function tryTo(act: () => void) {
  try {
    act()
  } catch {
    // A log that can't be cut now is cut a minute later.
  }
}
