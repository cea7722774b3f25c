import { createHash } from 'node:crypto'
import { mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { readPages } from '../src/cli/open-document.ts'
import type { PageOfWords } from '../src/invoices/words.ts'
import type { Document, Reader } from '../src/reading/reader.ts'

const folder = join(import.meta.dirname, '../node_modules/.cache/folio-bench')

/** The pages of a document, read only once by each recipe. */
export async function keptPages(reader: Reader, document: Document): Promise<PageOfWords[]> {
  const name = createHash('sha256').update(document.bytes).digest('hex')
  const path = join(folder, `${name}-${reader.recipe}.json`)
  const before = Bun.file(path)
  if (await before.exists()) return before.json()
  const pages = await readPages(reader, document, new AbortController().signal)
  const aside = `${path}.${process.pid}`
  await mkdir(folder, { recursive: true })
  await Bun.write(aside, JSON.stringify(pages))
  await rename(aside, path)
  return pages
}
