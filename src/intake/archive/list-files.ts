import { bounds } from '../../config.ts'
import type { AppError } from '../../errors.ts'
import { tooLarge } from '../../files/storage-faults.ts'
import { type ContentType, isXml } from '../../invoices/content-types.ts'
import { listZip, type ZipEntry } from '../../zip/list-zip.ts'
import { unpack } from '../../zip/unpack.ts'
import { ZipError } from '../../zip/zip-error.ts'
import { requireReadable, sniff, unsupported } from '../sniff.ts'
import { type XmlFacts, xmlFacts } from './xml-facts.ts'
import { nestedTooDeep, zipFailure } from './zip-failures.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** A file in a ZIP that Folio reads. It is unpacked anew when it is needed: all at once would fill the memory. */
export interface ArchivedFile {
  path: string
  /** It is in a ZIP in the ZIP. */
  isNested: boolean
  contentType: ContentType
  xml?: XmlFacts
  open: () => Promise<Bytes>
}

export interface Contents {
  files: ArchivedFile[]
  refused: { path: string; error: AppError }[]
}

/** What a program left there for itself. */
const litter = /(?:^|\/)(?:__MACOSX\/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/i
/** What only calls itself a ZIP inside: documents of offices, programs and books. */
const packages =
  /^(?:\[Content_Types\]\.xml|mimetype|META-INF\/(?:MANIFEST\.MF|container\.xml|manifest\.xml))$/

/** As much as is looked at of an upload. */
const headBytes = 4096

/** Every file in a ZIP and in the ZIPs directly in it, each readable or refused with the reason. */
export async function listFiles(zip: Bytes): Promise<Contents> {
  const contents: Contents = { files: [], refused: [] }
  await look(zip, { folder: '', depth: 0, left: bounds.zipUnpackedBytes, contents })
  return contents
}

interface Around {
  folder: string
  depth: number
  /** Bytes that may still be unpacked. */
  left: number
  contents: Contents
}

/** How much may be unpacked after it; throws what the ZIP as a whole is refused with. */
async function look(zip: Bytes, { folder, depth, left, contents }: Around): Promise<number> {
  const entries = listZip(zip)
  if (entries.some(({ name }) => packages.test(name))) throw unsupported()
  let rest = left - entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  if (rest < 0) throw new ZipError('too-large', 'The ZIPs inside hold too much.')
  if (contents.files.length + contents.refused.length + entries.length > bounds.zipEntries)
    throw new ZipError('too-many', 'The ZIPs inside have too many files.')
  for (const entry of entries) {
    const path = folder + cleanPath(entry.name)
    if (litter.test(path)) continue
    try {
      if (entry.sizeBytes > bounds.uploadBytes) throw tooLarge(bounds.uploadBytes)
      const bytes = await unpack(entry)
      if (sniff(bytes.subarray(0, headBytes)) !== 'application/zip')
        contents.files.push(fileOf(entry, bytes, { path, isNested: depth > 0 }))
      else if (depth > 0) throw nestedTooDeep()
      else rest = await look(bytes, { folder: `${path}/`, depth: depth + 1, left: rest, contents })
    } catch (error) {
      contents.refused.push({ path, error: zipFailure(error) })
    }
  }
  return rest
}

function fileOf(entry: ZipEntry, bytes: Bytes, place: Pick<ArchivedFile, 'path' | 'isNested'>): ArchivedFile {
  const contentType = requireReadable(bytes.subarray(0, headBytes))
  const file = { ...place, contentType, open: () => unpack(entry) }
  return isXml(contentType) ? { ...file, xml: xmlFacts(bytes) } : file
}

const pathCharacters = 255

/** For people to read, and to compare: no file is ever opened by it. */
const cleanPath = (name: string) =>
  name
    .replace(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .split(/[/\\]/)
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .join('/')
    .slice(-pathCharacters)
    .toWellFormed() || 'document'
