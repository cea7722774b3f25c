import type { Tx } from '../db/database.ts'
import type { Text } from '../language.ts'
import { checkInvoice } from './check-invoice.ts'
import { checkPages } from './check-pages.ts'
import type { Check } from './checks.ts'
import { findTwin, marksOf, type Twin } from './find-twin.ts'
import type { InvoiceData } from './invoice-data.ts'
import type { InvoiceId } from './invoices.table.ts'

interface Judged {
  checks: Check[]
  /** An earlier invoice that is the same one. */
  duplicateOf: InvoiceId | null
}

/**
 * Every check of an invoice: what its document proves, its sums and rules, whether another one is the same, and whether all
 * its pages were read.
 */
export async function checkAll(
  tx: Tx,
  id: InvoiceId,
  data: InvoiceData,
  proven: Check[] = [],
): Promise<Judged> {
  const today = new Date().toISOString().slice(0, 10)
  const twin = await findTwin(tx, id, data)
  const isComparable = marksOf(data).some(({ by }) => by !== 'likeness')
  return {
    checks: [
      ...checkInvoice(data, { today, proven }),
      ...(twin || isComparable
        ? [{ name: 'possible_duplicate', ok: !twin, message: sayTwin(twin), other: twin?.id }]
        : []),
      ...(await checkPages(tx, id)),
    ],
    duplicateOf: twin && twin.by !== 'likeness' && twin.id < id ? twin.id : null,
  }
}

function sayTwin(twin: Twin | undefined): Text {
  if (!twin)
    return { es: 'Ninguna otra factura es igual a esta.', en: 'No other invoice is the same as this one.' }
  const shared: Record<Twin['by'], Text> = {
    'fiscal-key': { es: 'la misma clave fiscal', en: 'the same fiscal key' },
    number: { es: 'el mismo emisor y número', en: 'the same issuer and number' },
    likeness: { es: 'el mismo emisor, fecha y total', en: 'the same issuer, date and total' },
  }
  return {
    es: `La factura ${twin.id} tiene ${shared[twin.by].es}.`,
    en: `Invoice ${twin.id} has ${shared[twin.by].en}.`,
  }
}
