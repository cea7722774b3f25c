import { expect, test } from 'bun:test'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bearerSecret } from './secret.ts'

test('the key is made once, also by many at the same moment, and is nobody else’s to read', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'folio-secret-'))
  const config = { DATA_DIR: join(folder, 'data'), JWT_SECRET: undefined }
  const keys = await Promise.all(Array.from({ length: 10 }, () => bearerSecret(config)))
  expect(new Set(keys).size).toBe(1)
  expect(keys[0]!.length).toBeGreaterThan(40)
  expect((await stat(join(config.DATA_DIR, 'jwt-secret'))).mode & 0o777).toBe(0o600)
  expect(await bearerSecret({ ...config, JWT_SECRET: 'x'.repeat(32) })).toBe('x'.repeat(32))
  await rm(folder, { recursive: true })
})
