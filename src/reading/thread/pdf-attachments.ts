import type { DocumentFile } from '../../invoices/words.ts'
import { openProxy, type PdfJs } from './pdf-js.ts'

/** An e-invoice travels with one file, sometimes with its proofs of delivery; more is an archive. */
const mostAttachments = 20
/** All of them together; as much as a document itself may have. */
const mostBytes = 10 * 1024 * 1024
const nameCharacters = 255
/** Notes with files are pinned to the first pages, if at all. */
const mostPages = 100
const fileAttachment = 17

/** The files inside of a PDF, of the document and of notes on its pages, by pdf.js, which knows all ways to put them there. */
export async function pdfAttachments(bytes: Uint8Array<ArrayBuffer>): Promise<DocumentFile[]> {
  const proxy = await openProxy(bytes)
  try {
    const attachments: DocumentFile[] = []
    let left = mostBytes
    for (const { id, filename } of [...(await ofDocument(proxy)), ...(await ofPages(proxy))]) {
      if (attachments.length >= mostAttachments) break
      const content = await contentOf(proxy, id)
      if (!content?.length || content.length > left) continue
      const attachment = { name: filename.slice(0, nameCharacters), bytes: new Uint8Array(content) }
      if (attachments.some((other) => isSame(attachment, other))) continue
      left -= content.length
      attachments.push(attachment)
    }
    return attachments
  } finally {
    void proxy.loadingTask.destroy().catch(() => {})
  }
}

interface Attached {
  id: string
  filename: string
}

/** What pdf.js tells of such a note. */
interface PinnedFile {
  fileId: string
  file: { filename: string }
}

const ofDocument = async (proxy: PdfJs): Promise<Attached[]> =>
  [...((await proxy.getAttachments()) ?? [])].map(([id, { filename }]) => ({ id, filename }))

/** Pages that are damaged have no notes. */
async function ofPages(proxy: PdfJs): Promise<Attached[]> {
  const others = Array.from({ length: Math.max(0, proxy.numPages - mostPages) }, (_, i) => mostPages + i)
  const notes = await proxy
    .getAnnotationsByType(new Set([fileAttachment]), new Set(others))
    .catch(() => undefined)
  return ((notes ?? []) as PinnedFile[]).map(({ fileId, file }) => ({ id: fileId, filename: file.filename }))
}

/** A damaged file does not take the others with it. */
const contentOf = (proxy: PdfJs, id: string): Promise<Uint8Array | null> =>
  proxy.getAttachmentContent(id).catch(() => null)

/** The same file may be attached to the document and to a note in it. */
const isSame = (one: DocumentFile, other: DocumentFile) =>
  one.name === other.name && Buffer.compare(one.bytes, other.bytes) === 0
