import { afterAll, beforeAll, beforeEach, expect, test } from 'bun:test'
import { documentKey, pictureKey } from '../files/files.ts'
import { openWorld, type World } from '../testing/world.ts'
import { evictPages } from './evict-pages.ts'
import type { Status } from './life.ts'
import { notePagesUsed, notePictureUsed } from './page-use.ts'
import { findPages, listPagesRead, savePage } from './pages.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())
beforeEach(async () => void (await world.client`delete from page_words`))

const pictureBytes = 100
const unlimited = { wordBytes: 1e12, pictureBytes: 1e12, atOnce: 1_000 }
/** Text that nothing makes smaller. */
const words = (seed: string) => [
  { text: seed.repeat(400), box: [0, 0, 1, 1] as [number, number, number, number], confidence: 1 },
]

/** A document with an invoice of this status, one page read, and the page's picture; last needed so many days ago. */
async function keep(name: string, status: Status, days: number) {
  const { id, sha256 } = await world.receive(name)
  const stage = status === 'processing' ? 'reading' : 'done'
  await world.client`update settled_invoices set status = ${status}, stage = ${stage}, final_data = '{}' where id = ${id}`
  const page = {
    page: 1,
    width: 595,
    height: 842,
    source: 'ocr' as const,
    turn: 90 as const,
    skew: 1.5,
    words: words(name),
    codes: [],
  }
  await world.db.transaction((tx) =>
    savePage(tx, { sha256: sha256!, recipe: 1, pages: 1, page, pictureBytes }),
  )
  await world.files.put(pictureKey(sha256!, 1), new Uint8Array(pictureBytes))
  await world.client`update page_words set used_at = now() - make_interval(days => ${days}) where sha256 = ${sha256!}`
  return sha256!
}
const hasWords = async (sha256: string) => (await listPagesRead(world.db, sha256, 1)).read.size > 0
const hasPicture = (sha256: string) => world.files.has(pictureKey(sha256, 1))
const bytesOfWords = async () =>
  Number((await world.client`select sum(pg_column_size(words)) as bytes from page_words`)[0]!.bytes)

test('within their bounds, nothing is forgotten', async () => {
  const old = await keep('within', 'processed', 900)
  await evictPages(world, unlimited)
  expect([await hasWords(old), await hasPicture(old)]).toEqual([true, true])
})

test('what was needed longest ago is forgotten first, and the rest stays', async () => {
  const [oldest, middle, newest] = [
    await keep('oldest', 'processed', 30),
    await keep('middle', 'rejected', 20),
    await keep('newest', 'failed', 10),
  ]
  const each = (await bytesOfWords()) / 3
  await evictPages(world, { ...unlimited, wordBytes: each * 2.5 })
  expect([await hasWords(oldest), await hasWords(middle), await hasWords(newest)]).toEqual([
    false,
    true,
    true,
  ])
  await evictPages(world, { ...unlimited, pictureBytes: 1.5 * pictureBytes })
  expect([await hasPicture(oldest), await hasPicture(middle), await hasPicture(newest)]).toEqual([
    false,
    false,
    true,
  ])
  expect(await world.files.has(documentKey(oldest))).toBe(true)
})

test('an unfinished invoice keeps its pages, however old and however large', async () => {
  const [read, waiting, done] = [
    await keep('being read', 'processing', 90),
    await keep('to be validated', 'waiting_validation', 90),
    await keep('done with', 'processed', 1),
  ]
  await evictPages(world, { wordBytes: 0, pictureBytes: 0, atOnce: 1_000 })
  expect([await hasWords(read), await hasWords(waiting), await hasWords(done)]).toEqual([true, true, false])
  expect([await hasPicture(read), await hasPicture(waiting), await hasPicture(done)]).toEqual([
    true,
    true,
    false,
  ])
})

test('what lives on without its document keeps its words, for nothing says them again', async () => {
  const [alone, other] = [await keep('not kept', 'processed', 90), await keep('kept', 'processed', 1)]
  await world.client`update settled_invoices set document_removed_at = now() where sha256 = ${alone}`
  await evictPages(world, { wordBytes: 0, pictureBytes: 0, atOnce: 1_000 })
  expect([await hasWords(alone), await hasWords(other)]).toEqual([true, false])
})

test('what is needed again is young again', async () => {
  const [looked, retried, left] = [
    await keep('looked at', 'processed', 50),
    await keep('sent again', 'processed', 50),
    await keep('left alone', 'processed', 10),
  ]
  expect(await notePictureUsed(world.db, looked, 1, pictureBytes)).toBe(true)
  await notePagesUsed(world.db, retried)
  await evictPages(world, { ...unlimited, pictureBytes: 2 * pictureBytes })
  expect([await hasPicture(looked), await hasPicture(retried), await hasPicture(left)]).toEqual([
    true,
    true,
    false,
  ])
})

test('of forgotten words the page stays, for its picture, and they come back when it is read again', async () => {
  const sha256 = await keep('comes back', 'processed', 5)
  await evictPages(world, { ...unlimited, wordBytes: 0 })
  expect(await findPages(world.db, sha256)).toEqual([])
  const [row] = await world.client`select width, turn, skew, words from page_words`
  expect(row).toEqual({ width: 595, turn: 90, skew: 1.5, words: null })
  const page = {
    page: 1,
    width: 595,
    height: 842,
    source: 'ocr' as const,
    turn: 0 as const,
    words: words('again'),
    codes: [],
  }
  await world.db.transaction((tx) => savePage(tx, { sha256, recipe: 1, pages: 1, page }))
  expect(await findPages(world.db, sha256)).toMatchObject([{ turn: 0, skew: 0, words: words('again') }])
})

test('no more goes at once than a purge has time for', async () => {
  for (const name of ['a', 'b', 'c']) await keep(`many ${name}`, 'processed', 5)
  await evictPages(world, { wordBytes: 0, pictureBytes: 0, atOnce: 2 })
  const [left] =
    await world.client`select count(words) as words, count(picture_bytes) as pictures from page_words`
  expect(left).toEqual({ words: '1', pictures: '1' })
})

test('of a page that was not read nobody notes a picture', async () => {
  const { sha256 } = await world.receive('not read')
  expect(await notePictureUsed(world.db, sha256!, 1, pictureBytes)).toBe(false)
})
