import { afterAll, expect, test } from 'bun:test'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { readConfig } from '../config.ts'
import { StartError } from '../errors.ts'
import { startS3Server } from '../testing/s3-server.ts'
import { documentKey } from './files.ts'
import { openFiles } from './open-files.ts'

const directory = await mkdtemp(join(tmpdir(), 'folio-open-'))
afterAll(() => rm(directory, { recursive: true, force: true }))
const key = documentKey('ab'.padEnd(64, '0'))

test('without a STORAGE_URL documents are under DATA_DIR', async () => {
  const files = await openFiles(readConfig({ DATA_DIR: join(directory, 'data') }))
  await files.put(key, new Uint8Array(1))
  expect(await readdir(join(directory, 'data/files/documents/ab'))).toEqual(['ab'.padEnd(64, '0')])
})

test('a file: address is a folder, whatever is in its name', async () => {
  const folder = join(directory, 'año nuevo')
  const files = await openFiles(readConfig({ STORAGE_URL: pathToFileURL(folder).href }))
  await files.put('a', new Uint8Array(1))
  expect((await readdir(folder)).sort()).toEqual(['a', 'incoming'])
})

test('an s3: address is a bucket and a prefix', async () => {
  const server = await startS3Server()
  const { bucket, endpoint, credentials } = server.settings
  const settings = {
    DATA_DIR: join(directory, 'web'),
    S3_ENDPOINT: endpoint,
    S3_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  }
  const keys = new Set<string>()
  server.failWith(({ key }) => void keys.add(key))
  for (const [path, expected] of [
    ['', key],
    ['/', key],
    ['/invoices/2026/', `invoices/2026/${key}`],
  ]) {
    const files = await openFiles(readConfig({ ...settings, STORAGE_URL: `s3://${bucket}${path}` }))
    await files.put(key, Buffer.from('x'))
    expect([...keys]).toContain(expected!)
    expect(Buffer.from(await files.read(key)).toString()).toBe('x')
  }
  await server.stop()
})

test('what can be no store stops the start', async () => {
  const blocked = join(directory, 'a-file')
  await writeFile(blocked, '')
  const wrong = (url: string) => openFiles(readConfig({ STORAGE_URL: url })).catch((error) => error)
  expect(await wrong('file://elsewhere/x')).toBeInstanceOf(StartError)
  const refused = await wrong(pathToFileURL(blocked).href)
  expect(refused).toBeInstanceOf(StartError)
  expect(refused.message).toContain(`STORAGE_URL (${blocked}) takes no documents (ENOTDIR)`)
})
