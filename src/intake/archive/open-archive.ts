import type { AppError } from '../../errors.ts'
import type { ContentType } from '../../invoices/content-types.ts'
import { findPair } from '../../zip/find-pair.ts'
import { listZip } from '../../zip/list-zip.ts'
import { writeZip } from '../../zip/write-zip.ts'
import { safeFilename } from '../safe-filename.ts'
import { type ArchivedFile, listFiles } from './list-files.ts'
import { baseOf, pairUp, withoutEnding } from './pair-up.ts'
import { emptyZip, zipFailure } from './zip-failures.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** One document of a ZIP: a file in it, or an XML and the PDF that shows it, together in a ZIP of their own. */
export interface ArchivedDocument {
  path: string
  filename: string
  contentType: ContentType
  open: () => Promise<Bytes>
}

export interface Archive {
  /** The ZIP itself is a document: an XML, the PDF that shows it, and nothing else. */
  isPair: boolean
  documents: ArchivedDocument[]
  refused: { path: string; error: AppError }[]
}

/** The documents that a ZIP holds; an `AppError` where it is none that Folio opens, or holds nothing at all. */
export async function openArchive(zip: Bytes): Promise<Archive> {
  const { files, refused } = await listFiles(zip).catch((error) => {
    throw zipFailure(error)
  })
  const invoices = files.filter(({ xml }) => !xml?.isCompanion)
  if (!invoices.length && !refused.length) throw emptyZip()
  const pairs = pairUp(
    invoices.flatMap((file) => (file.xml ? { file, path: file.path, numbers: file.xml.numbers } : [])),
    invoices.filter(({ contentType }) => contentType === 'application/pdf'),
  )
  const pdfOf = new Map([...pairs].map(([{ file }, pdf]) => [file, pdf]))
  const shown = new Set(pdfOf.values())
  const documents = invoices.flatMap((file) => {
    const pdf = pdfOf.get(file)
    if (pdf) return pairOf(file, pdf)
    return shown.has(file) ? [] : { ...file, filename: baseOf(file.path) }
  })
  const isPair =
    pairs.size === 1 &&
    files.length === 2 &&
    files.every(isCalledWhatItIs) &&
    findPair(listZip(zip)) !== undefined
  return { isPair, documents, refused }
}

/** Where it would be looked for again. */
const isCalledWhatItIs = ({ path, contentType, isNested }: ArchivedFile) =>
  !isNested && endingOf(path) === contentType.replace('application/', '.')

const endingOf = (path: string) => /\.[^./]+$/.exec(path)?.[0].toLowerCase() ?? ''

const pairOf = (xml: ArchivedFile, pdf: ArchivedFile): ArchivedDocument => ({
  path: xml.path,
  filename: `${withoutEnding(baseOf(pdf.path))}.zip`,
  contentType: 'application/zip',
  open: async () =>
    writeZip({ [nameOf(xml.path, '.xml')]: await xml.open(), [nameOf(pdf.path, '.pdf')]: await pdf.open() }),
})

const nameOf = (path: string, ending: '.xml' | '.pdf') =>
  safeFilename(`${withoutEnding(baseOf(path)).slice(0, 200)}${ending}`)
