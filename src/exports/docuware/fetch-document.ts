import type { AppError } from '../../errors.ts'
import type { DocuWareRequest } from '../export-request.ts'
import type { Fetched, FetchedFile } from '../source.ts'
import type { DocuWare } from './docuware-client.ts'
import type { DocuWareData } from './field-values.ts'
import { fileName } from './file-name.ts'
import { downloadDocument, downloadSection, findDocument } from './platform.ts'
import type { Answer } from './send.ts'

/** Takes a file into the pipeline, once; why it was refused, if it was. It is handed in, for siblings don't know each other. */
export type Ingest = (
  accountId: number,
  file: {
    origin: string
    documentId: string
    file: number
    filename: string
    bytes: Uint8Array<ArrayBuffer>
  },
) => Promise<AppError | undefined>

interface Place {
  docuware: DocuWare
  cabinetId: string
  documentId: string
}
interface Circumstances {
  data: unknown
  accountId: number
  ingest: Ingest
}

/** The files of a document: the one it is, or those that were clipped together in it. */
export async function fetchDocument(
  place: Place,
  request: DocuWareRequest,
  { data, ...taking }: Circumstances,
  signal: AbortSignal,
): Promise<Fetched> {
  const about = data as DocuWareData
  const at = new Date(about.created_at ?? Date.now())
  const files = (await download(place, request, about, signal)).map(
    ({ name, bytes }): FetchedFile & { bytes: Uint8Array<ArrayBuffer> } => ({
      name,
      bytes,
      at,
      folder: 'documents',
    }),
  )
  const refusal = request.ingest ? await takeIn(place, files, taking) : undefined
  return {
    files: request.include.includes('documents') ? files : [],
    ...(refusal && { reason: { code: refusal.code, message: refusal.text } }),
  }
}

async function download(
  { docuware, cabinetId, documentId }: Place,
  { files }: DocuWareRequest,
  { title }: DocuWareData,
  signal: AbortSignal,
) {
  const named = (answer: Answer, original?: string | null) => ({
    name: fileName(answer, { original, title }),
    bytes: answer.bytes,
  })
  if (files === 'pdf') return [named(await downloadDocument(docuware, cabinetId, documentId, files, signal))]
  const { Sections } = await findDocument(docuware, cabinetId, documentId, signal)
  if (Sections.length < 2) {
    const answer = await downloadDocument(docuware, cabinetId, documentId, files, signal)
    return [named(answer, Sections[0]?.OriginalFileName)]
  }
  const all: ReturnType<typeof named>[] = []
  for (const { Id, OriginalFileName } of Sections)
    all.push(named(await downloadSection(docuware, cabinetId, Id, signal), OriginalFileName))
  return all
}

/** The first refusal, if there is one; that it is here already is none. */
async function takeIn(
  { docuware, cabinetId, documentId }: Place,
  files: { name: string; bytes: Uint8Array<ArrayBuffer> }[],
  { accountId, ingest }: Omit<Circumstances, 'data'>,
) {
  const origin = `${docuware.platform.host}/${cabinetId}`
  const refusals: AppError[] = []
  for (const [index, { name, bytes }] of files.entries()) {
    const refusal = await ingest(accountId, { origin, documentId, file: index + 1, filename: name, bytes })
    if (refusal) refusals.push(refusal)
  }
  return refusals[0]
}
