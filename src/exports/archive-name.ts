import type { Export, ExportDocument } from './exports.table.ts'
import type { FetchedFile } from './source.ts'

/** More files in one folder than this make every file manager slow. */
const perFolder = 1_000
const characters = 120

/**
 * A file's name in the archive: its folder, the document's id, and its own name without what some system would stumble
 * over. The id makes it unique; `taken` tells the files of one document apart.
 */
export function archiveName(
  { total }: Pick<Export, 'total'>,
  { position, documentId }: Pick<ExportDocument, 'position' | 'documentId'>,
  { name, folder }: Pick<FetchedFile, 'name' | 'folder'>,
  taken: Set<string>,
) {
  const shelf = total > perFolder ? `${String(Math.ceil(position / perFolder)).padStart(4, '0')}/` : ''
  const { stem, ending } = parted(`${harmless(documentId)}-${harmless(name)}`)
  for (let copy = 1; ; copy++) {
    const number = copy > 1 ? `-${copy}` : ''
    const full = `${folder}/${shelf}${cut(stem, characters - ending.length)}${number}${ending}`
    if (taken.has(full.toLowerCase())) continue
    taken.add(full.toLowerCase())
    return full
  }
}

const harmless = (name: string) =>
  name
    .toWellFormed()
    .normalize('NFC')
    .replace(/[<>:"/\\|?*\p{Cc}\p{Cf}\p{Zl}\p{Zp}\ufffd]/gu, '_')
    .replace(/[ .]+$/, '')

function parted(name: string) {
  const [ending = ''] = /\.[A-Za-z0-9]{1,8}$/.exec(name) ?? []
  return { stem: name.slice(0, name.length - ending.length), ending }
}

/** Never between the halves of one character. */
function cut(text: string, max: number) {
  const short = text.slice(0, max)
  return (short.isWellFormed() ? short : short.slice(0, -1)).replace(/[ .]+$/, '')
}
