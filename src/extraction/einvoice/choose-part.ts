import { bounds } from '../../config.ts'
import type { Check } from '../../invoices/checks.ts'
import type { DocumentFile, PageOfWords, ReadDocument } from '../../invoices/words.ts'
import type { FiscalCode } from '../fiscal-codes/fiscal-code.ts'
import { bare } from '../prove.ts'
import { distinctInvoices } from './distinct-invoices.ts'
import type { EInvoice } from './einvoice.ts'
import { listingFor, pagesNaming } from './own-pages.ts'
import { severalInvoices } from './several-invoices.ts'

/** The e-invoice that a document holds, or one of several, and what of the document is about it. */
interface Chosen {
  einvoice: EInvoice | undefined
  /** The pages are only a listing of a file that is the whole of the document, whether it is known what it says or not. */
  isListing: boolean
  pages: PageOfWords[]
  /** How many e-invoices there are, as far as Folio takes them. */
  parts: number
  checks: Check[]
  own: (codes: FiscalCode[]) => FiscalCode[]
}

export function choosePart({ pages, files }: ReadDocument, part: number): Chosen {
  const einvoices = distinctInvoices(files)
  const einvoice = einvoices[part - 1]
  const isListing = files.some(isWhole)
  const chosen = { einvoice, isListing, parts: Math.min(einvoices.length, bounds.invoicesPerFile) }
  if (!einvoice || einvoices.length < 2) return { ...chosen, pages, checks: [], own: (codes) => codes }
  return {
    ...chosen,
    pages: isListing ? listingFor(part, einvoices, pages) : pagesNaming(einvoice, pages),
    checks: severalInvoices(part, einvoices.length),
    own: (codes) => codes.filter((code) => isAbout(einvoice, code)),
  }
}

/** A file that is the whole of a document has no name of its own. */
const isWhole = ({ name }: DocumentFile) => name === ''

const isAbout = ({ data }: EInvoice, { says }: FiscalCode) =>
  isSame(says.invoice_number, data.invoice_number) || isSame(says.cufe, data.cufe)

const isSame = (a: string | null | undefined, b: string | null) =>
  a !== null && a !== undefined && b !== null && bare(a) === bare(b)
