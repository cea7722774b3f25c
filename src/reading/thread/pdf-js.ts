import { getDocumentProxy } from 'unpdf'
import { ReadingError } from '../reader.ts'

export type PdfJs = Awaited<ReturnType<typeof getDocumentProxy>>

/** A PDF as pdf.js sees it, which knows more of a document's structure than pdfium tells. */
export async function openProxy(bytes: Uint8Array<ArrayBuffer>): Promise<PdfJs> {
  try {
    // pdf.js detaches the buffer it is given, and talks to the console unless told not to.
    return await getDocumentProxy(bytes.slice(), { verbosity: 0 })
  } catch (error) {
    if (error instanceof Error && error.name === 'PasswordException')
      throw new ReadingError('encrypted', 'The PDF asks for a password.')
    throw new ReadingError(
      'unreadable',
      `The PDF is damaged: ${error instanceof Error ? error.message : error}`,
    )
  }
}

/** Whether a PDF that pdfium makes nothing of is whole, and has no pages. */
export async function isEmptyPdf(bytes: Uint8Array<ArrayBuffer>) {
  const proxy = await openProxy(bytes).catch(() => undefined)
  void proxy?.loadingTask.destroy().catch(() => {})
  return proxy?.numPages === 0
}
