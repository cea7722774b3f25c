import { afterAll, beforeAll, beforeEach, expect, test } from 'bun:test'
import { openWorld, type World } from '../testing/world.ts'
import { findPages, savePage } from './pages.ts'
import { purgeOld } from './purge-old.ts'
import { purgePages } from './purge-pages.ts'

let world: World
let sha256: string
beforeAll(async () => {
  world = await openWorld()
  sha256 = (await world.receive('kept')).sha256!
})
afterAll(() => world.close())
beforeEach(async () => void (await world.client`delete from page_words`))

const orphan = 'ab'.repeat(32)
const page = (number: number, text: string) => ({
  page: number,
  width: 595,
  height: 842,
  source: 'ocr' as const,
  turn: 0 as const,
  words: [{ text, box: [0, 0, 1, 1] as [number, number, number, number], confidence: 1 }],
  codes: [],
})
const save = (of: string, recipe: number, number: number) =>
  world.db.transaction((tx) =>
    savePage(tx, { sha256: of, recipe, page: page(number, `recipe ${recipe}`), pages: 3 }),
  )
const age = (of: string, hours: number) =>
  world.client`update page_words set created_at = now() - make_interval(hours => ${hours}) where sha256 = ${of}`
const rows = async () =>
  (await world.client`select sha256, recipe, page from page_words order by recipe, page`).map((row) => [
    row.sha256 === sha256 ? 'kept' : 'orphan',
    row.recipe,
    row.page,
  ])

test('a page read by a newer recipe is forgotten as the older one read it, and only that page', async () => {
  for (const number of [1, 2, 3]) await save(sha256, 1, number)
  await save(sha256, 2, 1)
  await save(sha256, 3, 1)
  await purgeOld(world)
  expect(await rows()).toEqual([
    ['kept', 1, 2],
    ['kept', 1, 3],
    ['kept', 3, 1],
  ])
})

test('what a document says is kept for as long as it has an invoice, however old', async () => {
  await save(sha256, 1, 1)
  await age(sha256, 100_000)
  await purgeOld(world)
  expect((await findPages(world.db, sha256))[0]!.words[0]!.text).toBe('recipe 1')
})

test('without an invoice it is kept for a day', async () => {
  await save(orphan, 1, 1)
  await age(orphan, 23)
  await purgeOld(world)
  expect(await rows()).toEqual([['orphan', 1, 1]])
  await age(orphan, 25)
  await purgeOld(world)
  expect(await rows()).toEqual([])
})

test('no more goes at once than a statement has time for, the oldest first', async () => {
  for (const number of [1, 2, 3]) await save(orphan, 1, number)
  await age(orphan, 30)
  await world.client`update page_words set created_at = created_at - interval '1 hour' where page = 2`
  await purgePages(world, 1)
  expect(await rows()).toEqual([
    ['orphan', 1, 1],
    ['orphan', 1, 3],
  ])
})
