import { expect, test } from 'bun:test'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { formats } from './extraction/einvoice/read-einvoices.ts'

const read = (name: string) => readFile(join(import.meta.dirname, '..', name), 'utf8')

test('every setting there is stands in .env.example and in the README, and no other', async () => {
  const named = (text: string, pattern: RegExp) =>
    [...new Set(text.matchAll(pattern).map(([, name]) => name!))].sort()
  const settings = named(await read('src/config.ts'), /^ {2}([A-Z][A-Z0-9_]+): /gm)
  expect(settings).toContain('DATA_DIR')
  const example = named(await read('.env.example'), /^#([A-Z][A-Z0-9_]+)=/gm)
  expect(example.filter((name) => name !== 'POSTGRES_PASSWORD')).toEqual(settings)
  const readme = await read('README.md')
  expect(settings.filter((name) => !readme.includes(`\`${name}\``))).toEqual([])
})

test('every e-invoice that is read exactly stands in the README', async () => {
  const readme = await read('README.md')
  expect(formats.filter(({ name }) => !readme.includes(name))).toEqual([])
})
