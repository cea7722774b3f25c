import { expect, test } from 'bun:test'
import { createLog } from '../log.ts'
import { bellFor } from './bell.ts'
import { startSweeps } from './sweeps.ts'

const quiet = createLog('error', {}, () => {})
const never = 1_000_000

/** A sweep that tells each time it runs. */
function counted(everyMs: number, run = async () => {}) {
  let runs = 0
  let told = Promise.withResolvers<void>()
  return {
    name: 'counted',
    everyMs,
    get runs() {
      return runs
    },
    async run() {
      runs++
      told.resolve()
      told = Promise.withResolvers()
      await run()
    },
    async until(count: number) {
      while (runs < count) await told.promise
    },
  }
}

test('it runs at once, again after a pause, and goes on after a failure', async () => {
  const sweep = counted(1, async () => {
    throw new Error('not this time')
  })
  const sweeps = startSweeps([sweep], quiet)
  await sweep.until(3)
  await sweeps.stop()
  const { runs } = sweep
  await Bun.sleep(20)
  expect(sweep.runs).toBe(runs)
})

test('a bell cuts the pause short, also one that rings meanwhile', async () => {
  const bell = bellFor({})
  const working = Promise.withResolvers<void>()
  const sweep = counted(never, () => working.promise)
  const sweeps = startSweeps([Object.assign(sweep, { bell })], quiet)
  await sweep.until(1)
  bell.ring()
  bell.ring()
  working.resolve()
  await sweep.until(2)
  await Bun.sleep(5)
  expect(sweep.runs).toBe(2)
  bell.ring()
  await sweep.until(3)
  await sweeps.stop()
})

test('stopping waits for what runs, and only for that', async () => {
  const steps: string[] = []
  const idle = counted(never)
  const busy = {
    name: 'busy',
    everyMs: never,
    async run(signal: AbortSignal) {
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
      await Bun.sleep(5)
      steps.push('came to its end')
    },
  }
  const sweeps = startSweeps([idle, busy], quiet)
  await sweeps.stop()
  steps.push('stopped')
  expect(steps).toEqual(['came to its end', 'stopped'])
})

test('a bell belongs to its database', () => {
  const database = {}
  expect(bellFor(database)).toBe(bellFor(database))
  expect(bellFor({})).not.toBe(bellFor(database))
})
