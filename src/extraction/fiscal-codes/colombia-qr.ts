import type { FieldName } from '../../invoices/invoice-data.ts'
import { toMicros, within } from '../../invoices/money.ts'
import { colombianDigit } from '../../invoices/tax-id.ts'
import { isMadeForTrying } from './colombia-cufe.ts'
import type { Reading } from './fiscal-code.ts'
import { amountOf, dateOf } from './strict-values.ts'

const inAddress = /document(?:key)?=([\da-f]{96})(?![\da-f])/i
const pair =
  /(NumFac|FecFac|HorFac|NitFac|DocAdq|ValFac|ValIva|ValOtroIm|ValTolFac|ValTotFac|CUFE|CUDE|CUDS) ?[:=] ?([^\s;|&]{1,120})/gi
/** Who buys without giving an identity. */
const nobody = '222222222222'

/** The code of a Colombian document: an address with its unique code, its fields by name, or both. */
export function readColombianQr(text: string): Reading | null {
  const fields = new Map(
    [...text.matchAll(pair)].slice(0, 30).map(([, name, value]) => [name!.toLowerCase(), value!]),
  )
  const say = (...names: string[]) => names.map((name) => fields.get(name)).find((value) => value) ?? ''
  const cufe = (
    /^[\da-f]{96}$/i.exec(say('cufe', 'cude', 'cuds'))?.[0] ?? inAddress.exec(text)?.[1]
  )?.toLowerCase()
  if (!cufe || (fields.size < 3 && !/dian\.gov\.co/i.test(text))) return null
  const number = /^[A-Z\d-]{1,20}$/i.exec(say('numfac'))?.[0].toUpperCase() ?? null
  const [issuer, withDigit] = nit(say('nitfac'))
  const [customer, customerWithDigit] = nit(say('docadq'))
  const date = dateOf(say('fecfac'), 'year')
  const amounts = amountsOf(say)
  const parts = {
    number: number ?? '',
    date: date ?? '',
    time: say('horfac').replace(/^(\d{2}:\d{2}:\d{2})$/, '$1-05:00'),
    subtotal: fixed(amounts.subtotal),
    taxes: [fixed(amounts.vat), '0.00', '0.00'] as [string, string, string],
    total: fixed(amounts.total),
    issuer: issuer ?? '',
    customer: customer ?? '',
  }
  const isForTrying = isMadeForTrying(cufe, parts)
  return {
    scheme: 'dian',
    verification: isForTrying ? 'ok' : 'not-verifiable',
    isTest: isForTrying || /catalogo-vpfe-hab\./i.test(text),
    says: {
      issuer_tax_id: issuer,
      customer_tax_id: customer === nobody ? null : customer,
      invoice_number: number,
      date,
      subtotal: amounts.subtotal,
      tax: amounts.tax,
      total: amounts.total,
      cufe,
    },
    spellings: spellings(
      { issuer_tax_id: withDigit, customer_tax_id: customerWithDigit },
      { issuer, customer },
    ),
  }
}

/** An identity without its check digit, and as it is printed: with it. */
function nit(text: string): [string | null, string | null] {
  const parts = /^(\d{5,12})(?:-(\d))?$/.exec(text.replaceAll('.', ''))
  if (!parts) return [null, null]
  const [, body, digit] = parts as unknown as [string, string, string | undefined]
  return [body, `${body}-${digit ?? colombianDigit(body)}`]
}

function spellings(
  printed: Partial<Record<FieldName, string | null>>,
  { issuer, customer }: { issuer: string | null; customer: string | null },
): NonNullable<Reading['spellings']> {
  const known: NonNullable<Reading['spellings']> = {}
  if (issuer && printed.issuer_tax_id) known.issuer_tax_id = [printed.issuer_tax_id, issuer]
  if (customer && printed.customer_tax_id) known.customer_tax_id = [printed.customer_tax_id, customer]
  return known
}

const fixed = (amount: number | null) => (amount ?? 0).toFixed(2)

/** All taxes together are said only where they are the whole of what stands between subtotal and total. */
function amountsOf(say: (...names: string[]) => string) {
  const [subtotal, vat, others, total] = [
    amountOf(say('valfac')),
    amountOf(say('valiva')),
    amountOf(say('valotroim')),
    amountOf(say('valtolfac', 'valtotfac')),
  ] as const
  if (subtotal === null || vat === null || total === null) return { subtotal, vat, total, tax: null }
  const tax = toMicros(vat) + toMicros(others ?? 0)
  const closes = within(toMicros(subtotal) + tax, toMicros(total), toMicros('0.02'))
  return { subtotal, vat, total, tax: closes ? Number((vat + (others ?? 0)).toFixed(2)) : null }
}
