/** A page of the document: a JPEG, and its size in pixels. */
export interface JpegPage {
  jpeg: Uint8Array
  width: number
  height: number
}

/** As wide as a sheet of A4, in points. */
const pageWidth = 595

/** A PDF whose pages are pictures, the same bytes for the same pictures. */
export function pagesPdf(pages: JpegPage[]): Buffer {
  const parts: Buffer[] = []
  const offsets: number[] = []
  let length = 0
  const write = (part: string | Uint8Array) => {
    const bytes = typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part)
    parts.push(bytes)
    length += bytes.length
  }
  const object = (number: number, dictionary: string, stream?: Uint8Array) => {
    offsets[number] = length
    write(`${number} 0 obj\n${dictionary}\n`)
    if (stream) {
      write('stream\n')
      write(stream)
      write('\nendstream\n')
    }
    write('endobj\n')
  }
  // each page takes three objects after the two of the document
  const numberOf = (index: number) => 3 + index * 3

  write('%PDF-1.4\n%\xe2\xe3\xcf\xd3\n')
  object(1, '<< /Type /Catalog /Pages 2 0 R >>')
  const kids = pages.map((_, index) => `${numberOf(index)} 0 R`).join(' ')
  object(2, `<< /Type /Pages /Count ${pages.length} /Kids [${kids}] >>`)
  for (const [index, { jpeg, width, height }] of pages.entries()) {
    const page = numberOf(index)
    const tall = ((pageWidth * height) / width).toFixed(2)
    const content = Buffer.from(`q ${pageWidth} 0 0 ${tall} 0 0 cm /Picture Do Q`)
    object(
      page,
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${pageWidth} ${tall}] /Contents ${page + 1} 0 R /Resources << /XObject << /Picture ${page + 2} 0 R >> >> >>`,
    )
    object(page + 1, `<< /Length ${content.length} >>`, content)
    object(
      page + 2,
      `<< /Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode /Length ${jpeg.length} >>`,
      jpeg,
    )
  }
  const start = length
  const rows = offsets.slice(1).map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`)
  write(`xref\n0 ${rows.length + 1}\n0000000000 65535 f \n${rows.join('')}`)
  write(`trailer\n<< /Size ${rows.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`)
  return Buffer.concat(parts)
}
