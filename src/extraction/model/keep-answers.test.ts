import { afterAll, beforeAll, expect, test } from 'bun:test'
import { purgeOld } from '../../invoices/purge-old.ts'
import { openWorld, type World } from '../../testing/world.ts'
import { keepAnswers } from './keep-answers.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const key = 'a'.repeat(64)
const cost = { requests: 1, tokensIn: 900, tokensOut: 80 }

test('an answer is kept once and found again, until it is some days old', async () => {
  const answers = keepAnswers(world.deps)
  expect(await answers.find(key)).toBeUndefined()
  await Promise.all([answers.keep(key, '{"total":1}', cost), answers.keep(key, '{"total":2}', cost)])
  const found = await answers.find(key)
  expect(found).toMatch(/^\{"total":[12]\}$/)
  await purgeOld(world.deps)
  expect(await answers.find(key)).toBe(found)
  await world.client`update model_answers set created_at = now() - interval '8 days'`
  await purgeOld(world.deps)
  expect(await answers.find(key)).toBeUndefined()
})

test('a database that refuses costs a question, not more', async () => {
  const answers = keepAnswers(world.deps)
  await answers.keep('not a key', '{}', cost)
  expect(await answers.find('not a key')).toBeUndefined()
})
