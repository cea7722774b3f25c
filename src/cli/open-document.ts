import { open } from 'node:fs/promises'
import { bounds } from '../config.ts'
import { AppError } from '../errors.ts'
import { openArchive } from '../intake/archive/open-archive.ts'
import { requireReadable, sniff } from '../intake/sniff.ts'
import type { ContentType } from '../invoices/content-types.ts'
import type { PageOfWords } from '../invoices/words.ts'
import type { Language, Text } from '../language.ts'
import { type Document, type Reader, ReadingError } from '../reading/reader.ts'
import { readingFailures } from '../reading/reading-failures.ts'

/** Opens one document under the same rules as an upload. */
export async function openDocument(path: string): Promise<Document> {
  const bytes = await readWhole(path)
  return { bytes, contentType: requireReadable(bytes.subarray(0, 4096)) }
}

interface Opened {
  documents: { file: string; document: Document }[]
  rejected: { file: string; error: unknown }[]
}

/** Every document of a file: a ZIP may hold several, each then named within it. */
export async function openDocuments(file: string): Promise<Opened> {
  const bytes = await readWhole(file)
  const head = bytes.subarray(0, 4096)
  const only = (contentType: ContentType) => ({
    documents: [{ file, document: { bytes, contentType } }],
    rejected: [],
  })
  if (sniff(head) !== 'application/zip') return only(requireReadable(head))
  const archive = await openArchive(bytes)
  if (archive.isPair) return only('application/zip')
  const documents: Opened['documents'] = []
  for (const { path, contentType, open } of archive.documents)
    documents.push({ file: `${file}/${path}`, document: { contentType, bytes: await open() } })
  const rejected = archive.refused.map(({ path, error }) => ({ file: `${file}/${path}`, error }))
  if (!documents.length) throw rejected[0]!.error
  return { documents, rejected }
}

async function readWhole(path: string) {
  const handle = await open(path, 'r')
  try {
    const stat = await handle.stat()
    if (!stat.isFile()) throw notAFile()
    if (stat.size > bounds.uploadBytes) throw tooLarge()
    return new Uint8Array(await handle.readFile())
  } finally {
    await handle.close()
  }
}

/** All pages of a document, the first first. */
export async function readPages(reader: Reader, document: Document, signal: AbortSignal) {
  const pages: PageOfWords[] = []
  for await (const { page } of reader.read(document, { signal })) pages.push(page)
  return pages.sort((a, b) => a.page - b.page)
}

/** Why one file could not be read; the others go on. */
export function whyNot(error: unknown, language: Language): { code: string; message: string } {
  if (error instanceof ReadingError)
    return { code: codeOf(error.reason), message: readingFailures[error.reason][language] }
  if (error instanceof AppError) return { code: error.code, message: error.text[language] }
  const { code, message } = error as NodeJS.ErrnoException
  const refusal = refusals.find(({ of }) => of.includes(code ?? ''))
  return refusal
    ? { code: refusal.code, message: refusal.text[language] }
    : { code: 'UNEXPECTED', message: String(message ?? error) }
}

const codeOf = (reason: string) => reason.toUpperCase().replaceAll('-', '_')

const refusals: { of: string[]; code: string; text: Text }[] = [
  {
    of: ['ENOENT', 'ENOTDIR'],
    code: 'NOT_FOUND',
    text: { es: 'El archivo no existe.', en: 'There is no such file.' },
  },
  {
    of: ['EACCES', 'EPERM'],
    code: 'FORBIDDEN',
    text: { es: 'Este usuario no puede leer el archivo.', en: 'This user may not read the file.' },
  },
]

const notAFile = () =>
  new AppError('unsupported', { es: 'No es un archivo.', en: 'It is not a file.' }, { code: 'NOT_A_FILE' })

const tooLarge = () => {
  const limit = bounds.uploadBytes / 1024 / 1024
  return new AppError('too-large', {
    es: `El archivo tiene más de ${limit} MB.`,
    en: `The file has more than ${limit} MB.`,
  })
}
