import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { createHash, randomBytes } from 'node:crypto'
import { readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf, collect, makeStores, pieces, storeKinds } from '../testing/file-stores.ts'
import { documentKey, type Files } from './files.ts'

const megabyte = 1024 * 1024
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const stores = await makeStores()
afterAll(() => stores.close())

describe.each(storeKinds)('files on %s', (kind) => {
  const { asideIn, open } = stores.of(kind)
  const aside = () => readdir(asideIn)
  let files: Files
  beforeAll(async () => {
    files = await open()
  })

  test('an upload is hashed on its way and is nowhere until it is kept', async () => {
    const bytes = randomBytes(123_456)
    const staged = await files.stage(pieces(bytes), megabyte)
    const key = documentKey(staged.sha256)
    expect([staged.sha256, staged.sizeBytes]).toEqual([sha256(bytes), bytes.length])
    expect(Buffer.from(staged.head).equals(bytes.subarray(0, staged.head.length))).toBe(true)
    expect(staged.head.length).toBeGreaterThanOrEqual(1100)
    expect(await files.has(key)).toBe(false)
    expect(Buffer.from(await staged.read()).equals(bytes)).toBe(true)
    await staged.keep(key)
    expect(Buffer.from(await staged.read()).equals(bytes)).toBe(true)
    await staged.discard()
    expect(await files.has(key)).toBe(true)
    expect(await files.size(key)).toBe(bytes.length)
    expect(Buffer.from(await files.read(key)).equals(bytes)).toBe(true)
    expect(await aside()).toEqual([])
  })

  test('a staged upload can be kept again after its place was emptied', async () => {
    const staged = await files.stage(pieces(randomBytes(1000)), megabyte)
    await staged.keep('again/a')
    await staged.keep('again/a')
    await files.remove('again/a')
    await staged.keep('again/a')
    await staged.discard()
    await staged.discard()
    expect(await files.size('again/a')).toBe(1000)
    expect(await aside()).toEqual([])
  })

  test('a short upload has a short head, and an empty one none', async () => {
    for (const size of [0, 1, 5000]) {
      const staged = await files.stage(pieces(new Uint8Array(size)), megabyte)
      expect([staged.sizeBytes, staged.head.length]).toEqual([size, Math.min(size, 4096)])
      await staged.discard()
    }
  })

  test('an upload over the limit is refused before it is read to its end', async () => {
    let sent = 0
    async function* endless() {
      for (;;) {
        sent += 10_000
        yield new Uint8Array(10_000)
      }
    }
    expect(await codeOf(files.stage(endless(), 100_000))).toBe('FILE_TOO_LARGE')
    expect(sent).toBe(110_000)
    expect((await files.stage(pieces(new Uint8Array(100_000)), 100_000)).discard()).resolves.toBeUndefined()
    expect(await aside()).toEqual([])
  })

  test('a sender that breaks off leaves nothing aside', async () => {
    async function* broken() {
      yield new Uint8Array(50_000)
      throw new Error('hung up')
    }
    const error = await files.stage(broken(), megabyte).catch((reason) => reason)
    expect(error.message).toBe('hung up')
    expect(await aside()).toEqual([])
  })

  test('bytes put under a key replace what was there', async () => {
    await files.put('notes/one', Buffer.from('first'))
    await files.put('notes/one', Buffer.from('second'))
    await files.put('notes/none', new Uint8Array())
    expect(Buffer.from(await files.read('notes/one')).toString()).toBe('second')
    expect((await files.read('notes/none')).length).toBe(0)
    expect((await collect(files.stream('notes/none'))).length).toBe(0)
    expect(await aside()).toEqual([])
  })

  test('what is not there is not found, and may be removed', async () => {
    await files.remove('never/was')
    expect(await files.has('never/was')).toBe(false)
    expect(await codeOf(files.size('never/was'))).toBe('NOT_FOUND')
    expect(await codeOf(files.read('never/was'))).toBe('NOT_FOUND')
    expect(await codeOf(collect(files.stream('never/was')))).toBe('NOT_FOUND')
    expect(await files.has('notes')).toBe(false)
  })

  test('ranges hold both their ends', async () => {
    const bytes = randomBytes(5 * megabyte)
    await files.put('ranges/a', bytes)
    for (const [start, end] of [
      [0, 0],
      [0, bytes.length - 1],
      [bytes.length - 1, bytes.length - 1],
      [100, 99_999],
      [megabyte, 4 * megabyte],
      [bytes.length - 10, bytes.length + 10],
      [5, Number.MAX_SAFE_INTEGER],
    ] as const) {
      const part = await collect(files.stream('ranges/a', { start, end }))
      expect(part.equals(bytes.subarray(start, end + 1))).toBe(true)
    }
    expect((await collect(files.stream('ranges/a'))).equals(bytes)).toBe(true)
    const beyond = { start: bytes.length, end: bytes.length + 5 }
    expect(await codeOf(collect(files.stream('ranges/a', beyond)))).toBe('BAD_RANGE')
  })

  test('a reader that leaves early is fine', async () => {
    for (let n = 0; n < 20; n++) {
      const reader = files.stream('ranges/a').getReader()
      await reader.read()
      await reader.cancel()
    }
    await files.stream('ranges/a').cancel()
  })

  test('twenty uploads of one document at once are one document', async () => {
    const bytes = randomBytes(300_000)
    const key = documentKey(sha256(bytes))
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        const staged = await files.stage(pieces(bytes), megabyte)
        await staged.keep(key)
        expect(sha256(await files.read(key))).toBe(staged.sha256)
        await staged.discard()
      }),
    )
    expect(await aside()).toEqual([])
  })

  test('a key is never a way out', async () => {
    const wrong = [
      '',
      '/',
      '/etc/passwd',
      '../a',
      'a/../b',
      'a//b',
      'a/',
      '.a',
      'a/.b',
      'A',
      'a b',
      'ñ',
      'a\\b',
    ]
    for (const key of [...wrong, 'a\u0000', 'incoming', 'incoming/a', 'a'.repeat(201), 'a/'.repeat(300)]) {
      expect(await files.put(key, new Uint8Array(1)).catch((error) => error)).toBeInstanceOf(TypeError)
      expect(await files.read(key).catch((error) => error)).toBeInstanceOf(TypeError)
      expect(await files.remove(key).catch((error) => error)).toBeInstanceOf(TypeError)
    }
  })

  test('what a dead process left aside is cleared when the store is opened, an hour later', async () => {
    const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000)
    for (const [name, minutes] of [
      ['old', 61],
      ['young', 59],
    ] as const) {
      await writeFile(join(asideIn, name), 'x')
      await utimes(join(asideIn, name), ago(minutes), ago(minutes))
    }
    await open()
    expect(await aside()).toEqual(['young'])
    await rm(join(asideIn, 'young'))
  })

  test('a store that works says so', async () => {
    await files.check()
    expect(await aside()).toEqual([])
  })
})
