import type { Check } from '../../invoices/checks.ts'
import type { FieldName } from '../../invoices/invoice-data.ts'
import type { Text } from '../../language.ts'
import type { Comparison } from '../fiscal-codes/compare-code.ts'
import type { EInvoice } from './einvoice.ts'

/** What a page says plainly enough to be held against the e-invoice that travels with it. */
const nouns = new Map<FieldName, Text>([
  ['total', { es: 'Total', en: 'Total' }],
  ['invoice_number', { es: 'Número', en: 'Number' }],
  ['date', { es: 'Fecha', en: 'Date' }],
])

/** Whether the page that people see says the same as the file that programs read. */
export function comparePage({ data, due }: EInvoice, comparisons: Comparison[]) {
  const telling = comparisons.filter(({ name }) => nouns.has(name))
  const shown = telling.filter(({ verdict, read }) => verdict === 'shown' && read).map(({ name }) => name)
  const contradictions = telling.filter(
    // A page may show as its total what is left to pay.
    ({ name, verdict, read }) => verdict === 'contradicted' && !(name === 'total' && read?.value === due),
  )
  const checks: Check[] = contradictions.map(({ name, read }) => ({
    name: `page_${name}`,
    ok: false,
    message: contradiction(nouns.get(name)!, data[name], read?.value),
    about: [name],
  }))
  if (contradictions.length === 0 && shown.length > 1)
    checks.push({ name: 'page', ok: true, message: same, about: shown })
  return { contradicted: contradictions.map(({ name }) => name), checks }
}

const same: Text = {
  es: 'La página dice lo mismo que la factura electrónica.',
  en: 'The page says the same as the e-invoice.',
}

const contradiction = (noun: Text, said: unknown, shown: unknown): Text => ({
  es: `${noun.es}: la factura electrónica dice ${said} y la página dice ${shown}.`,
  en: `${noun.en}: the e-invoice says ${said} and the page says ${shown}.`,
})
