import { setTimeout as pause } from 'node:timers/promises'

interface Politeness {
  /** Requests under way at once. */
  atOnce: number
  perSecond: number
}

export type Door = ReturnType<typeof createDoor>

/** Lets requests through a few at once and not too fast; when the server asks for a pause, nobody goes through. */
export function createDoor({ atOnce, perSecond }: Politeness) {
  const waiting: (() => void)[] = []
  let inside = 0
  let nextAt = 0

  async function enter(signal: AbortSignal) {
    if (inside >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve))
    else inside++
    try {
      for (let ms = nextAt - Date.now(); ms > 0; ms = nextAt - Date.now())
        await pause(ms, undefined, { signal })
      nextAt = Math.max(nextAt, Date.now()) + 1000 / perSecond
    } catch (error) {
      leave()
      throw error
    }
  }

  function leave() {
    const next = waiting.shift()
    if (next) next()
    else inside--
  }

  return {
    async through<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
      await enter(signal)
      try {
        return await work()
      } finally {
        leave()
      }
    },
    rest(ms: number) {
      nextAt = Math.max(nextAt, Date.now() + ms)
    },
  }
}
