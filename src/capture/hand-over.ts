import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import sharp from 'sharp'
import { bounds } from '../config.ts'
import type { Deps } from '../deps.ts'
import { documentKey } from '../files/files.ts'
import { checkAll } from '../invoices/check-all.ts'
import type { FieldName, Provenances } from '../invoices/invoice-data.ts'
import { beginInvoice, moveInvoice } from '../invoices/move-invoice.ts'
import { savePage } from '../invoices/pages.ts'
import { searchableColumns } from '../invoices/searchable.ts'
import type { PageOfWords } from '../invoices/words.ts'
import type { Work } from '../work.ts'
import { originalKey, uprightKey } from './capture-files.ts'
import type { AttemptWithPage, Session } from './captures.table.ts'
import type { Reading } from './fill-in.ts'
import { type JpegPage, pagesPdf } from './pages-pdf.ts'

/** The document that a session ends as: its pictures as pages, and what they say. */
export interface PreparedDocument {
  bytes: Uint8Array
  sha256: string
  recipe: number
  pages: PageOfWords[]
  /** The attempt that each page was taken in. */
  attempts: number[]
}

/** Fine enough for a person to read what a program could not. */
const pageSide = 3_000
const pageQuality = 85

/** Makes the document of a session and stores it; nothing where none of its pictures can be shown. */
export async function prepareHandOver(
  { files }: Pick<Deps, 'files'>,
  attempts: AttemptWithPage[],
): Promise<PreparedDocument | undefined> {
  const read = attempts.filter(({ page }) => page)
  if (!read.length) return undefined
  const shown = []
  for (const attempt of read) shown.push(await pageOf(files, attempt))
  const bytes = pagesPdf(shown.map(({ picture }) => picture))
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  await files.put(documentKey(sha256), bytes)
  return {
    bytes,
    sha256,
    recipe: Math.max(...read.map(({ recipe }) => recipe!)),
    pages: shown.map(({ page }, at) => ({ ...page, page: at + 1 })),
    attempts: read.map(({ attempt }) => attempt),
  }
}

/** The picture as it came, for a person sees more in it; one that only the reader can open, as it was read. */
async function pageOf(files: Deps['files'], { sessionId, page, picture, contentType }: AttemptWithPage) {
  const original =
    contentType === 'image/heic'
      ? undefined
      : await pageJpeg(await files.read(originalKey(sessionId, picture))).catch(() => undefined)
  if (original) return { picture: original, page: page! }
  const { skew: _, ...upright } = page!
  return {
    picture: await pageJpeg(await files.read(uprightKey(sessionId, picture))),
    page: { ...upright, turn: 0 as const },
  }
}

async function pageJpeg(bytes: Uint8Array): Promise<JpegPage> {
  const { data, info } = await sharp(bytes, { limitInputPixels: bounds.pixels })
    .autoOrient()
    .resize({ width: pageSide, height: pageSide, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .jpeg({ quality: pageQuality })
    .toBuffer({ resolveWithObject: true })
  return { jpeg: data, width: info.width, height: info.height }
}

/**
 * The session's document becomes an invoice that waits for validation, with what was found. Its pages were read already, so
 * the job that the move `receive` sets going finds nothing to do.
 */
export async function handOver(
  work: Work,
  { accountId, createdAt }: Session,
  { data, fields }: Reading,
  { bytes, sha256, recipe, pages, attempts }: PreparedDocument,
): Promise<number> {
  const by = { id: accountId }
  await work.tx.execute(sql`select pg_advisory_xact_lock_shared(hashtextextended(${sha256}, 0))`)
  for (const page of pages) await savePage(work.tx, { sha256, recipe, pages: pages.length, page })
  const invoice = await beginInvoice(
    work,
    {
      accountId,
      source: 'session',
      filename: `captura-${createdAt.toISOString().slice(0, 16).replace(/[T:]/g, '-')}.pdf`,
      contentType: 'application/pdf',
      sizeBytes: bytes.length,
      sha256,
      pages: pages.length,
      pagesRead: pages.length,
    },
    by,
  )
  const { id } = invoice!
  const { checks, duplicateOf } = await checkAll(work.tx, id, data)
  const changes = {
    previewData: data,
    fields: onPages(fields, attempts),
    checks,
    duplicateOf,
    ...searchableColumns(data, textOf(pages)),
  }
  await moveInvoice(work, id, 'present', { by: 'folio', changes })
  return id
}

/** Removing another invoice with the very same pictures may have emptied the place meanwhile; now it can't any more. */
export async function keepDocument({ files }: Pick<Deps, 'files'>, { sha256, bytes }: PreparedDocument) {
  if (!(await files.has(documentKey(sha256)))) await files.put(documentKey(sha256), bytes)
}

/** Attempts whose picture could not be opened have no page. */
function onPages(fields: Provenances, attempts: number[]): Provenances {
  const entries = Object.entries(fields) as [FieldName, NonNullable<Provenances[FieldName]>][]
  return Object.fromEntries(
    entries.map(([name, proof]) => [
      name,
      proof.page === null ? proof : { ...proof, page: attempts.indexOf(proof.page) + 1 || null },
    ]),
  )
}

const textOf = (pages: PageOfWords[]) =>
  pages
    .flatMap(({ words }) => words.map(({ text }) => text))
    .join(' ')
    .slice(0, bounds.textCharacters)
