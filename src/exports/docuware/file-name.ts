import type { Answer } from './send.ts'

const endings: Record<string, string> = {
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/tiff': 'tif',
  'application/xml': 'xml',
  'text/xml': 'xml',
  'application/zip': 'zip',
  'message/rfc822': 'eml',
  'text/plain': 'txt',
}

/** What a file is called: as it was stored, as the answer says, or as the document is titled. */
export function fileName(
  { headers }: Answer,
  { original, title }: { original?: string | null; title: string | null },
) {
  const said = original?.trim() || disposedName(headers.get('content-disposition') ?? '')
  if (said) return said
  const type = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
  const ending = endings[type] ?? 'bin'
  const stem = title?.trim() || 'document'
  return stem.toLowerCase().endsWith(`.${ending}`) ? stem : `${stem}.${ending}`
}

function disposedName(disposition: string) {
  const [, encoded] = /filename\*=UTF-8''([^;]{1,1000})/i.exec(disposition) ?? []
  if (encoded) {
    try {
      return decodeURIComponent(encoded.trim())
    } catch {}
  }
  const [, quoted, bare] = /filename="([^"]{1,500})"|filename=([^;"]{1,500})/i.exec(disposition) ?? []
  return (quoted ?? bare)?.trim()
}
