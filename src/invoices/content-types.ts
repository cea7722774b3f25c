/** What can be read, and the ending a file of that kind is given: nothing else enters. */
export const contentTypes = {
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/tiff': 'tiff',
  'image/heic': 'heic',
  'application/xml': 'xml',
  'application/pkcs7-mime': 'p7m',
  'application/json': 'json',
  'application/zip': 'zip',
} as const
export type ContentType = keyof typeof contentTypes

/** An XML, alone or inside of its signature. */
export const isXml = (type: ContentType) => type === 'application/xml' || type === 'application/pkcs7-mime'
