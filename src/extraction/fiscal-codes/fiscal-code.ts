import type { FieldName, InvoiceData } from '../../invoices/invoice-data.ts'
import type { Box } from '../../invoices/words.ts'

/** Who prescribes each kind of code, as people know them. */
export const schemes = {
  sii: 'SII',
  dgi: 'DGI',
  arca: 'ARCA/AFIP',
  sat: 'SAT',
  sunat: 'SUNAT',
  dian: 'DIAN',
  nfe: 'NF-e',
  sri: 'SRI',
  sifen: 'SIFEN',
  dgii: 'DGII',
  cfe: 'DGI (CFE)',
  fel: 'SAT (FEL)',
  ticketbai: 'TicketBAI',
  verifactu: 'VERI*FACTU',
  atcud: 'ATCUD',
  swiss: 'QR-bill',
  epc: 'GiroCode',
} as const
export type Scheme = keyof typeof schemes

/**
 * Whether what a code says is what its maker put in: its signature or check digit holds, doesn't, or there is
 * nothing in it that could tell without asking a tax office.
 */
export type Verification = 'ok' | 'mismatch' | 'not-verifiable'

/** What the text of a code says. */
export interface Reading {
  scheme: Scheme
  verification: Verification
  says: Partial<InvoiceData>
  /** Other ways in which pages write a value, the usual one first. */
  spellings?: Partial<Record<FieldName, string[]>>
  /** Made in the tax office's environment for trying out: worth nothing. */
  isTest?: boolean
  /** It asks for a payment, which may be less than the document's total. */
  isPayment?: boolean
}

/** A code and where it was found: on a page, or in a file beside the pages. */
export interface FiscalCode extends Reading {
  page: number | null
  box: Box | null
}
