import { afterAll, describe, expect, test } from 'bun:test'
import { existsSync, readdirSync } from 'node:fs'
import { bounds } from '../config.ts'
import type { ContentType } from '../invoices/content-types.ts'
import { createLog } from '../log.ts'
import { createReader } from './create-reader.ts'
import { ReadingError } from './reader.ts'

/** Malformed and hostile files of other projects; they lie beside the checkout and are not ours to carry. */
const folder = new URL('../../../shared/hostile/', import.meta.url).pathname
const files = existsSync(folder) ? readdirSync(folder).filter((file) => !file.endsWith('.jsonl')) : []
const types: Record<string, ContentType> = {
  pdf: 'application/pdf',
  xml: 'application/xml',
  tif: 'image/tiff',
  jpg: 'image/jpeg',
}

const reader = createReader({ workers: 1, bounds: { ...bounds, pageMs: 10_000 }, log: createLog('error') })
afterAll(() => reader.close())

describe.skipIf(!files.length)('hostile files (needs ../shared/hostile)', () => {
  for (const file of files)
    test(`${file} is read or turned away`, async () => {
      const contentType = types[file.split('.').at(-1)!] ?? 'image/png'
      const bytes = new Uint8Array(await Bun.file(folder + file).arrayBuffer())
      const { signal } = new AbortController()
      const outcome = await Array.fromAsync(reader.read({ bytes, contentType }, { signal })).catch((e) => e)
      if (!Array.isArray(outcome)) expect(outcome).toBeInstanceOf(ReadingError)
      if (!Array.isArray(outcome)) expect(['unreadable', 'encrypted', 'too-large']).toContain(outcome.reason)
      const picture = await reader
        .picture({ bytes, contentType }, { page: 1, turn: 0 }, signal)
        .catch((error) => error)
      if (!(picture instanceof Uint8Array)) expect(picture).toBeInstanceOf(ReadingError)
    }, 20_000)

  test('and the reader is as well as before', () => reader.check())
})
