export interface Attached {
  name: string
  bytes: Uint8Array
  type?: string
  /** Shown in the text. */
  inline?: boolean
}

/** A mail as programs write it. */
export function makeMail({
  from,
  subject = 'Factura',
  files,
}: {
  from: string
  subject?: string
  files: Attached[]
}) {
  const boundary = `=_${crypto.randomUUID()}`
  const head = [
    ...(from ? [`From: ${from}`] : []),
    'To: facturas@example.org',
    `Subject: ${subject}`,
    `Message-ID: <${crypto.randomUUID()}@example.com>`,
    'Date: Sat, 21 Nov 2026 10:00:00 +0000',
    'MIME-Version: 1.0',
    `Content-Type: multipart/mixed; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Adjunto la factura.',
    '',
  ].join('\r\n')
  const parts = files.map((file) =>
    Buffer.concat([Buffer.from(`--${boundary}\r\n`), partOf(file), Buffer.from('\r\n')]),
  )
  return Buffer.concat([Buffer.from(head), ...parts, Buffer.from(`--${boundary}--\r\n`)])
}

function partOf({ name, bytes, type = 'application/octet-stream', inline = false }: Attached) {
  const isMail = type === 'message/rfc822'
  const head = [
    `Content-Type: ${type}`,
    `Content-Disposition: ${inline ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(name)}`,
    `Content-Transfer-Encoding: ${isMail ? '8bit' : 'base64'}`,
    '',
    '',
  ].join('\r\n')
  const body = isMail ? bytes : Buffer.from(Buffer.from(bytes).toString('base64').replace(/.{76}/g, '$&\r\n'))
  return Buffer.concat([Buffer.from(head), body])
}
