import { afterAll, beforeAll, expect, test } from 'bun:test'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openWorld, type World } from '../testing/world.ts'
import { bearerSecret } from './secret.ts'

let world: World
let folder: string
beforeAll(async () => {
  world = await openWorld()
  folder = await mkdtemp(join(tmpdir(), 'folio-secret-'))
})
afterAll(async () => {
  await world.close()
  await rm(folder, { recursive: true })
})

const none = { JWT_SECRET: undefined, STORAGE_URL: undefined }

test('the key is made once, also by many at the same moment, and is nobody else’s to read', async () => {
  const config = { ...none, DATA_DIR: join(folder, 'data') }
  const keys = await Promise.all(Array.from({ length: 10 }, () => bearerSecret(config, world)))
  expect(new Set(keys).size).toBe(1)
  expect(keys[0]!.length).toBeGreaterThan(40)
  expect((await stat(join(config.DATA_DIR, 'jwt-secret'))).mode & 0o777).toBe(0o600)
  expect(await bearerSecret({ ...config, JWT_SECRET: 'x'.repeat(32) }, world)).toBe('x'.repeat(32))
})

test('machines that share a store share the key, also when they start at once', async () => {
  const machine = (name: string) => ({ ...none, STORAGE_URL: 's3://shared', DATA_DIR: join(folder, name) })
  const keys = await Promise.all(['a', 'b', 'c'].map((name) => bearerSecret(machine(name), world)))
  expect(new Set(keys).size).toBe(1)
  expect(await bearerSecret(machine('d'), world)).toBe(keys[0]!)
  const own = await Promise.all(
    ['a', 'b', 'c'].map((name) => bearerSecret({ ...machine(name), ...none }, world)),
  )
  expect(own).toContain(keys[0]!)
})
