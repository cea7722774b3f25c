import type { Check } from '../../invoices/checks.ts'
import type { FieldName } from '../../invoices/invoice-data.ts'
import type { Text } from '../../language.ts'
import type { Comparison } from './compare-code.ts'
import { type FiscalCode, schemes } from './fiscal-code.ts'

const nouns: Partial<Record<FieldName, Text>> = {
  issuer_tax_id: { es: 'Identificador del emisor', en: "Issuer's tax id" },
  customer_tax_id: { es: 'Identificador del cliente', en: "Customer's tax id" },
  invoice_number: { es: 'Número', en: 'Number' },
  date: { es: 'Fecha', en: 'Date' },
  tax: { es: 'Impuesto', en: 'Tax' },
  total: { es: 'Total', en: 'Total' },
  cufe: { es: 'Código único', en: 'Unique code' },
}

/** Whether a code is what its maker put on the document, and where the document says something else. */
export function checkCode(code: FiscalCode, comparisons: Comparison[]): Check[] {
  const contradictions = comparisons.filter(({ verdict }) => verdict === 'contradicted')
  return [
    ...verified(code, comparisons, contradictions.length > 0),
    ...(code.isTest ? [test(schemes[code.scheme])] : []),
    ...contradictions.map((comparison) => contradiction(comparison, schemes[code.scheme])),
  ]
}

function verified(
  { scheme, verification }: FiscalCode,
  comparisons: Comparison[],
  isContradicted: boolean,
): Check[] {
  const whose = schemes[scheme]
  // What is about no value in particular stands whatever a person edits.
  if (verification === 'mismatch')
    return [
      {
        name: 'fiscal_code',
        ok: false,
        about: [],
        message: {
          es: `El código fiscal (${whose}) no pasa su propia verificación: pudo ser alterado.`,
          en: `The fiscal code (${whose}) fails its own verification: it may have been tampered with.`,
        },
      },
    ]
  if (verification === 'ok')
    return [
      {
        name: 'fiscal_code',
        ok: true,
        about: [],
        message: {
          es: `El código fiscal (${whose}) pasa su propia verificación.`,
          en: `The fiscal code (${whose}) passes its own verification.`,
        },
      },
    ]
  const agreed = comparisons.filter(({ verdict }) => verdict === 'shown').map(({ name }) => name)
  if (isContradicted || agreed.length < 2) return []
  return [
    {
      name: 'fiscal_code',
      ok: true,
      about: agreed,
      message: {
        es: `El código fiscal (${whose}) dice lo mismo que la página.`,
        en: `The fiscal code (${whose}) says the same as the page.`,
      },
    },
  ]
}

const test = (whose: string): Check => ({
  name: 'fiscal_code_test',
  ok: false,
  about: [],
  message: {
    es: `El código fiscal (${whose}) es de un ambiente de pruebas: el documento no tiene valor fiscal.`,
    en: `The fiscal code (${whose}) is from a test environment: the document has no fiscal value.`,
  },
})

function contradiction({ name, value, read }: Comparison, whose: string): Check {
  const noun = nouns[name] ?? { es: name, en: name }
  return {
    name: `fiscal_code_${name}`,
    ok: false,
    about: [name],
    message: {
      es: `${noun.es}: el código fiscal (${whose}) dice ${value} y el documento dice ${read?.value}.`,
      en: `${noun.en}: the fiscal code (${whose}) says ${value} and the document says ${read?.value}.`,
    },
  }
}
