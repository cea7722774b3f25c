import { afterAll, afterEach, beforeAll, expect, test } from 'bun:test'
import { codeOf, collect, makeStores } from '../testing/file-stores.ts'
import type { Files } from './files.ts'
import { createS3Files } from './s3.ts'

const stores = await makeStores()
const { server } = stores
const stagingDir = stores.of('s3').asideIn
let files: Files

beforeAll(async () => {
  files = await createS3Files({ ...server.settings, stagingDir })
  await files.put('a/b', Buffer.from('here'))
})
afterEach(() => server.failWith())
afterAll(() => stores.close())

/** Fails the first so many requests, and counts them all. */
function failFirst(times: number, status: number, body?: string) {
  const seen: string[] = []
  server.failWith(({ method }) => {
    seen.push(method)
    return seen.length <= times ? { status, body } : undefined
  })
  return seen
}

test('a server that is down is unavailable, and used again once it is back', async () => {
  const staged = await files.stage([Buffer.from('late')], 100)
  await server.goDown()
  const tried = [
    files.check(),
    staged.keep('down/a'),
    files.has('a/b'),
    files.read('a/b'),
    collect(files.stream('a/b')),
    files.remove('a/b'),
  ]
  expect(await Promise.all(tried.map(codeOf))).toEqual(tried.map(() => 'STORAGE_UNAVAILABLE'))
  await server.comeBack()
  await files.check()
  await staged.keep('down/a')
  await staged.discard()
  expect(Buffer.from(await files.read('down/a')).toString()).toBe('late')
}, 30_000)

test('a passing fault is tried again, and a lasting one not for ever', async () => {
  const passing = failFirst(2, 503, '<Error><Code>SlowDown</Code></Error>')
  await files.put('retry/a', Buffer.from('x'))
  expect(passing).toHaveLength(3)
  const lasting = failFirst(100, 500)
  expect(await codeOf(files.put('retry/b', Buffer.from('x')))).toBe('STORAGE_UNAVAILABLE')
  expect(lasting).toHaveLength(3)
})

test('a refusal is not tried again', async () => {
  for (const status of [301, 400, 403, 501]) {
    const seen = failFirst(100, status)
    expect(await codeOf(files.read('a/b'))).toBe('STORAGE_UNAVAILABLE')
    expect(seen).toHaveLength(1)
  }
})

test('a server without room says so', async () => {
  failFirst(100, 507, '<Error><Code>XMinioStorageFull</Code></Error>')
  expect(await codeOf(files.put('full/a', Buffer.from('x')))).toBe('STORAGE_FULL')
})

test('a server that never answers is given up', async () => {
  const impatient = await createS3Files({ ...server.settings, stagingDir, requestMs: 200 })
  server.failWith(() => 'silence')
  const began = performance.now()
  expect(await codeOf(impatient.read('a/b'))).toBe('STORAGE_UNAVAILABLE')
  expect(await codeOf(impatient.put('silent/a', Buffer.from('x')))).toBe('STORAGE_UNAVAILABLE')
  expect(performance.now() - began).toBeLessThan(2000)
})

test('a stream gets over a fault in its middle', async () => {
  const bytes = new Uint8Array(5 * 1024 * 1024).map((_, n) => n % 251)
  await files.put('long/a', bytes)
  let count = 0
  server.failWith(() => (++count === 3 ? { status: 500 } : undefined))
  expect((await collect(files.stream('long/a'))).equals(bytes)).toBe(true)
  expect(count).toBe(5)
})

test('an object that is removed while it is read is not found', async () => {
  await files.put('long/b', new Uint8Array(5 * 1024 * 1024))
  const reader = files.stream('long/b').getReader()
  await reader.read()
  await files.remove('long/b')
  expect(await codeOf(reader.read())).toBe('NOT_FOUND')
})

test('a missing bucket and a wrong secret are unavailable', async () => {
  const nowhere = await createS3Files({ ...server.settings, bucket: 'folio-test-none', stagingDir })
  expect(await codeOf(nowhere.check())).toBe('STORAGE_UNAVAILABLE')
  const credentials = { accessKeyId: 'S3RVER', secretAccessKey: 'wrong' }
  const locked = await createS3Files({ ...server.settings, credentials, stagingDir })
  expect(await codeOf(locked.check())).toBe('STORAGE_UNAVAILABLE')
  expect(await codeOf(locked.read('a/b'))).toBe('STORAGE_UNAVAILABLE')
})

test('a session token is part of the signature', async () => {
  const credentials = { ...server.settings.credentials, sessionToken: 'a+b/c=' }
  const withToken = await createS3Files({ ...server.settings, credentials, stagingDir })
  expect(Buffer.from(await withToken.read('a/b')).toString()).toBe('here')
})

test('a fault tells the operator why, without the signed address', async () => {
  await server.goDown()
  const error = await files.read('a/b').catch((reason) => reason)
  await server.comeBack()
  const told = Bun.inspect(error)
  expect(told).toContain('ECONNREFUSED')
  expect(told).not.toContain('X-Amz-')
})
