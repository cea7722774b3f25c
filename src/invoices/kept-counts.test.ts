import { afterAll, beforeAll, expect, test } from 'bun:test'
import { openWorld, type World } from '../testing/world.ts'
import { keptCount } from './kept-counts.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const happens = (type: string) => world.client`insert into events (type, data) values (${type}, '{}')`
/** Counts what it is told there is, and how often it was asked. */
function counter(question: string) {
  const counter = {
    there: 0,
    asked: 0,
    ask: () =>
      keptCount(world.db, question, async () => {
        counter.asked += 1
        return counter.there
      }),
  }
  return counter
}

test('it is counted again after what may change a list, and after nothing else', async () => {
  const counts = counter('some')
  expect([await counts.ask(), await counts.ask(), counts.asked]).toEqual([0, 0, 1])
  for (const type of ['invoice_progress', 'export_progress', 'session_update']) await happens(type)
  expect([await counts.ask(), counts.asked]).toEqual([0, 1])
  for (const type of ['invoice_status_update', 'invoice_preview_updated', 'batch_progress']) {
    counts.there += 1
    await happens(type)
    expect(await counts.ask()).toBe(counts.there)
  }
})

test('of very many the last count is told while they are counted anew', async () => {
  const counts = counter('many')
  counts.there = 94_312
  expect(await counts.ask()).toBe(94_312)
  counts.there = 94_313
  await happens('invoice_status_update')
  expect(await counts.ask()).toBe(94_312)
  await Promise.resolve()
  expect([await counts.ask(), counts.asked]).toEqual([94_313, 2])
})

test('who asks at once shares a count, but not one that began before the last change', async () => {
  const gate = Promise.withResolvers<void>()
  let asked = 0
  const slowly = () =>
    keptCount(world.db, 'slow', async () => {
      asked += 1
      await gate.promise
      return asked
    })
  const both = [slowly(), slowly()]
  while (!asked) await world.client`select 1`
  await happens('batch_progress')
  const later = slowly()
  while (asked < 2) await world.client`select 1`
  gate.resolve()
  await Promise.all([...both, later])
  expect(asked).toBe(2)
})
