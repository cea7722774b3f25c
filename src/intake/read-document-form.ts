import { bounds } from '../config.ts'
import type { Files, Staged } from '../files/files.ts'
import { readUploads } from './read-multipart.ts'

/** What a form for one document may carry beside it: empty places of a page, and what a client sends twice. */
const mostFiles = 4

/**
 * A form with one document, its first file that is not empty, to be kept or discarded; others are passed over. Throws where
 * that file can't be taken in.
 */
export async function readDocumentForm(request: Request, files: Pick<Files, 'stage'>) {
  const limits = { maxFiles: mostFiles, maxFileBytes: bounds.uploadBytes, fields: ['image', 'file'] }
  const { uploads, values } = readUploads(request, { files, ...limits })
  let document: { filename: string; staged: Staged } | undefined
  for await (const { filename, staged, failure } of uploads) {
    if (document) await staged?.discard()
    else if (staged) document = { filename, staged }
    else if (failure.code !== 'EMPTY_FILE') throw failure
  }
  return { document, values }
}
