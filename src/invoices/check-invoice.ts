import type { Check } from './checks.ts'
import type { InvoiceData } from './invoice-data.ts'
import { type Micros, roundingUnit, sumOf, toMicros, toNumber, within } from './money.ts'
import { readTaxId } from './tax-id.ts'

/** A sum of many rounded lines drifts by a cent a line; beyond this many cents it is a mistake. */
const mostRoundings = 10

type Judge = (data: InvoiceData, today: string) => Check | null

const plain = (micros: Micros) => String(toNumber(micros))
const known = (amounts: (number | null)[]) => amounts.filter((amount) => amount !== null).map(toMicros)

function linesSum({ products, subtotal, total, currency }: InvoiceData): Check | null {
  const lines = known(products.map((product) => product.total_price))
  const targets = known([subtotal, total])
  if (lines.length === 0 || lines.length < products.length || targets.length === 0) return null
  const sum = sumOf(lines)
  const tolerance = BigInt(Math.min(lines.length, mostRoundings)) * roundingUnit(currency)
  // Shops print their lines with the tax inside, and then they add up to the total.
  const ok = targets.some((target) => within(sum, target, tolerance))
  return {
    name: 'lines_sum',
    ok,
    message: ok
      ? { es: 'Las líneas suman lo que dice la factura.', en: 'The lines add up to what the invoice says.' }
      : {
          es: `Las líneas suman ${plain(sum)} y la factura dice ${plain(targets[0]!)}.`,
          en: `The lines add up to ${plain(sum)} and the invoice says ${plain(targets[0]!)}.`,
        },
  }
}

function totalsSum({ subtotal, tax, total, taxes, currency }: InvoiceData): Check | null {
  if (subtotal === null || tax === null || total === null) return null
  const sum = toMicros(subtotal) + toMicros(tax)
  const withheld = sumOf(known(taxes.map((line) => line.amount)).filter((amount) => amount < 0n))
  const tolerance = BigInt(Math.min(Math.max(taxes.length, 1), mostRoundings)) * roundingUnit(currency)
  const ok = [sum, sum + withheld].some((expected) => within(expected, toMicros(total), tolerance))
  return {
    name: 'totals_sum',
    ok,
    message: ok
      ? { es: 'Subtotal e impuestos suman el total.', en: 'Subtotal and tax add up to the total.' }
      : {
          es: `Subtotal e impuestos suman ${plain(sum)} y el total dice ${total}.`,
          en: `Subtotal and tax add up to ${plain(sum)} and the total says ${total}.`,
        },
  }
}

function taxId({ issuer_tax_id, currency }: InvoiceData): Check | null {
  const readings = issuer_tax_id === null ? [] : readTaxId(issuer_tax_id, currency)
  if (readings.length === 0) return null
  const ok = readings.some(({ verdict }) => verdict !== 'wrong')
  const doubtful = ok && !readings.some(({ verdict }) => verdict === 'valid')
  return {
    name: 'tax_id',
    ok,
    message: !ok
      ? {
          es: 'El dígito verificador del identificador fiscal no corresponde.',
          en: "The tax id's check digit is wrong.",
        }
      : doubtful
        ? {
            es: 'El identificador fiscal tiene la forma correcta; su dígito verificador no corresponde, como ocurre en algunos reales.',
            en: 'The tax id has the right form; its check digit differs, as it does in some real ones.',
          }
        : { es: 'El identificador fiscal es válido.', en: 'The tax id is valid.' },
  }
}

function dateNotFuture({ date }: InvoiceData, today: string): Check | null {
  if (date === null) return null
  const ok = date <= today
  return {
    name: 'date_not_future',
    ok,
    message: ok
      ? { es: 'La fecha no está en el futuro.', en: 'The date is not in the future.' }
      : { es: `La fecha (${date}) está en el futuro.`, en: `The date (${date}) is in the future.` },
  }
}

const currencies = new Set(Intl.supportedValuesOf('currency'))

function currencyKnown({ currency, subtotal, tax, total, products }: InvoiceData): Check | null {
  const hasAmounts = [subtotal, tax, total].some((amount) => amount !== null) || products.length > 0
  if (currency === null && !hasAmounts) return null
  const ok = currency !== null && currencies.has(currency)
  return {
    name: 'currency_known',
    ok,
    message: ok
      ? { es: `La moneda es ${currency}.`, en: `The currency is ${currency}.` }
      : currency === null
        ? { es: 'Falta la moneda.', en: 'The currency is missing.' }
        : { es: `${currency} no es una moneda.`, en: `${currency} is not a currency.` },
  }
}

const judges: Judge[] = [linesSum, totalsSum, taxId, dateNotFuture, currencyKnown]

/** The sums and rules that apply to this invoice, and whether it keeps them; it warns and never traps. */
export function checkInvoice(
  data: InvoiceData,
  { today, proven = [] }: { today: string; proven?: Check[] },
): Check[] {
  const names = new Set(proven.map(({ name }) => name))
  const rules = judges.map((judge) => judge(data, today)).filter((check) => check !== null)
  return [...proven, ...rules.filter(({ name }) => !names.has(name))]
}
