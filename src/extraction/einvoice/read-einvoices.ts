import type { Check } from '../../invoices/checks.ts'
import type { DocumentFile } from '../../invoices/words.ts'
import { decodeXml } from '../../xml/decode-xml.ts'
import { unwrapSigned } from '../../xml/unwrap-signed.ts'
import { XmlError } from '../../xml/xml-error.ts'
import { parseXml } from '../../xml/xml-tree.ts'
import { type EInvoice, type Format, mostInvoices, type Stated } from './einvoice.ts'
import { findRoots } from './find-roots.ts'
import { cfdi } from './formats/cfdi.ts'
import { cfe } from './formats/cfe.ts'
import { cii } from './formats/cii.ts'
import { costaRica } from './formats/costa-rica.ts'
import { cte } from './formats/cte.ts'
import { dte } from './formats/dte.ts'
import { ecf } from './formats/ecf.ts'
import { facturae } from './formats/facturae.ts'
import { fatturapa } from './formats/fatturapa.ts'
import { fel } from './formats/fel.ts'
import { ksef } from './formats/ksef.ts'
import { nfe } from './formats/nfe.ts'
import { nfse } from './formats/nfse.ts'
import { rfe } from './formats/rfe.ts'
import { sifen } from './formats/sifen.ts'
import { sri } from './formats/sri.ts'
import { ubl } from './formats/ubl.ts'
import { checkSums } from './sums.ts'
import { tidy } from './tidy.ts'

export const formats: Format[] = [
  ...[ubl, cii, facturae, fatturapa, ksef],
  ...[cfdi, dte, nfe, nfse, cte, sri, rfe, costaRica, ecf, fel, sifen, cfe],
]

/** The invoices that files hold in a format made for programs, whatever the files are called. */
export const readEInvoices = (files: DocumentFile[]): EInvoice[] =>
  files
    .flatMap(({ bytes }) => (looksLikeXml(unwrapSigned(bytes) ?? bytes) ? invoicesIn(bytes) : []))
    .slice(0, mostInvoices)

/** The first character is a `<`, after a byte order mark and blanks, or as half of a UTF-16 one. */
const looksLikeXml = (bytes: Uint8Array) =>
  /^(?:\xef\xbb\xbf|\xfe\xff|\xff\xfe)?[\s\0]*</.test(
    new TextDecoder('latin1').decode(bytes.subarray(0, 100)),
  )

/** Damaged and hostile files hold no invoices; what is on the pages counts then. */
function invoicesIn(bytes: Uint8Array): EInvoice[] {
  try {
    const roots = findRoots(parseXml(decodeXml(bytes)), (element) => formatOf(element) !== undefined)
    return roots.slice(0, mostInvoices).flatMap(({ root, checks }) => {
      const format = formatOf(root)!
      return format.read(root).map((stated) => einvoiceOf(format, stated, checks))
    })
  } catch (error) {
    if (error instanceof XmlError) return []
    throw error
  }
}

function einvoiceOf({ name }: Format, stated: Stated, checks: Check[]): EInvoice {
  const data = tidy(stated)
  const sums = checkSums(stated.sums ?? [], data.currency)
  return { format: name, data, checks: [...sums, ...checks], due: stated.due ?? null }
}

const formatOf = (element: Parameters<Format['recognises']>[0]) =>
  formats.find(({ recognises }) => recognises(element))
