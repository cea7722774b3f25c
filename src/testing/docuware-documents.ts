export const platform = '/DocuWare/Platform'
export const cabinetId = 'f5c5c1c2-0b1a-4e0a-9d0e-6f1d3b8a7c11'
export const cabinetPath = `${platform}/FileCabinets/${cabinetId}`

/** A document as it is stored; more than one section is several files clipped together. */
export interface StoredDocument {
  id: number
  title: string
  fields: Record<string, unknown>
  sections: { name: string; type: string; bytes: Uint8Array }[]
}

/** A document as a search tells of it. */
export const described = ({ id, title, fields, sections }: StoredDocument) => ({
  Id: id,
  Title: title,
  ContentType: sections[0]?.type ?? 'application/pdf',
  FileCabinetId: cabinetId,
  TotalPages: sections.length,
  CreatedAt: `/Date(${Date.UTC(2026, 0, 1 + (id % 28))})/`,
  LastModified: '/Date(1767225600000)/',
  Fields: [
    {
      FieldName: 'DWDOCID',
      FieldLabel: 'Doc ID',
      Item: id,
      ItemElementName: 'Int',
      SystemField: true,
      IsNull: false,
    },
    ...Object.entries(fields).map(([FieldName, Item]) => ({
      FieldName,
      FieldLabel: FieldName,
      Item,
      ItemElementName:
        typeof Item === 'number' ? 'Decimal' : /^\/Date/.test(String(Item)) ? 'Date' : 'String',
      SystemField: false,
      IsNull: Item === null,
    })),
  ],
  Links: [{ rel: 'self', href: `${cabinetPath}/Documents/${id}` }],
})

/** The files it was clipped together from. */
export const sectionsOf = ({ id, sections }: StoredDocument) =>
  sections.map(({ name, type, bytes }, n) => ({
    Id: `${id}-${n}`,
    OriginalFileName: name,
    ContentType: type,
    FileSize: bytes.length,
    Links: [],
  }))

/** The whole of it as one file. */
export function downloaded({ id, title, sections }: StoredDocument, query: URLSearchParams) {
  const [section] = sections
  const wanted = query.get('targetFileType')
  if (!section || !['Auto', 'PDF'].includes(wanted ?? '')) return { status: 400 }
  const name = wanted === 'PDF' ? `${title}.pdf` : section.name
  return {
    bytes: section.bytes,
    headers: {
      'Content-Type': wanted === 'PDF' ? 'application/pdf' : section.type,
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}; id=${id}`,
    },
  }
}

/** One value, in which an asterisk stands for anything, or two for a range. */
export function matches(value: unknown, wanted: string[]) {
  if (wanted.some((text) => /(?<!\\)[()]/.test(text))) return false
  const [from, to] = wanted.map((text) => text.replace(/\\([()])/g, '$1'))
  if (to !== undefined) return String(value) >= from! && String(value) <= to
  const pattern = from!.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${pattern.join('.*')}$`, 'i').test(String(value))
}
