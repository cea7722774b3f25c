import { expect, test } from 'bun:test'
import { inOrder } from './in-order.ts'

async function run(ms: number[], atOnce: number) {
  let running = 0
  let most = 0
  const results: number[] = []
  const work = async (wait: number) => {
    most = Math.max(most, ++running)
    await new Promise((resolve) => setTimeout(resolve, wait))
    running--
    return wait
  }
  for await (const result of inOrder(ms, atOnce, work)) results.push(result)
  return { results, most }
}

test('results come in the order of the things, however long each takes', async () => {
  const ms = [30, 1, 20, 2, 1, 1, 15, 1]
  const { results, most } = await run(ms, 3)
  expect(results).toEqual(ms)
  expect(most).toBe(3)
})

test('nothing to do is nothing', async () => {
  expect(await run([], 2)).toEqual({ results: [], most: 0 })
})

test('a failure comes when its turn does', async () => {
  const results: number[] = []
  const all = (async () => {
    for await (const result of inOrder([1, 2, 3], 3, async (n) => {
      if (n === 2) throw new Error('two')
      return n
    }))
      results.push(result)
  })()
  expect(await all.catch((error) => error.message)).toBe('two')
  expect(results).toEqual([1])
})
