import type { ZipEntry } from './list-zip.ts'

/** An e-invoice and the PDF that shows it: the only two files of a ZIP, told by their endings. */
export function findPair(entries: ZipEntry[]) {
  const ending = (end: string) => entries.find(({ name }) => name.toLowerCase().endsWith(end))
  const [xml, pdf] = [ending('.xml'), ending('.pdf')]
  return xml && pdf && entries.length === 2 ? { xml, pdf } : undefined
}
