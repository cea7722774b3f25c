import type { DocumentFile } from '../../invoices/words.ts'
import { openProxy, type PdfJs } from './pdf-js.ts'

/** An e-invoice travels with one file, sometimes with its proofs of delivery; more is an archive. */
const mostAttachments = 20
/** All of them together; as much as a document itself may have. */
const mostBytes = 10 * 1024 * 1024
const nameCharacters = 255

/** The files inside of a PDF, by pdf.js, which knows all the ways to put them there. */
export async function pdfAttachments(bytes: Uint8Array<ArrayBuffer>): Promise<DocumentFile[]> {
  const proxy = await openProxy(bytes)
  try {
    const attachments: DocumentFile[] = []
    let left = mostBytes
    for (const [id, { filename }] of (await proxy.getAttachments()) ?? []) {
      if (attachments.length >= mostAttachments) break
      const content = await contentOf(proxy, id)
      if (!content?.length || content.length > left) continue
      left -= content.length
      attachments.push({ name: filename.slice(0, nameCharacters), bytes: new Uint8Array(content) })
    }
    return attachments
  } finally {
    void proxy.loadingTask.destroy().catch(() => {})
  }
}

/** A damaged file does not take the others with it. */
const contentOf = (proxy: PdfJs, id: string): Promise<Uint8Array | null> =>
  proxy.getAttachmentContent(id).catch(() => null)
