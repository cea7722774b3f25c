import { bounds } from '../config.ts'
import { AppError } from '../errors.ts'
import type { Text } from '../language.ts'
import {
  type FacturaKey,
  facturaKeys,
  isDate,
  isRut,
  readAmount,
  readDate,
  readNumber,
  readRut,
  texts,
} from './factura.ts'
import { malformed, scanValue, skipBlanks, type Written } from './scan-json.ts'

/** The values of many facturas, column by column, each as it is stored. */
export interface Facturas {
  numbers: string[]
  customers: string[]
  totals: string[]
  dates: string[]
}

export interface FacturaFault {
  /** Which of the list; undefined where the list itself is at fault. */
  index?: number
  path: string
  message: Text
}

export interface Faults {
  list: FacturaFault[]
  /** How many there are in all; of a hopeless body not every one is listed. */
  count: number
}

/**
 * A factura as programs write it: the keys in the order of the documentation, plain characters. It is read in one go;
 * what is written otherwise is scanned, and means the same.
 */
const usual =
  /\{[ \t\n\r]*"numero_factura"[ \t\n\r]*:[ \t\n\r]*"([!#-[\]-~]{1,100})"[ \t\n\r]*,[ \t\n\r]*"rut_cliente"[ \t\n\r]*:[ \t\n\r]*"([1-9]\d{0,8}-[\dK])"[ \t\n\r]*,[ \t\n\r]*"monto"[ \t\n\r]*:[ \t\n\r]*([1-9]\d{0,10}(?:\.\d?[1-9])?)[ \t\n\r]*,[ \t\n\r]*"fecha_emision"[ \t\n\r]*:[ \t\n\r]*"(\d{4}-\d\d-\d\d)"[ \t\n\r]*\}/y

/** All the facturas of a body, or everything that is wrong with them; what is no JSON at all is thrown. */
export function readFacturas(text: string): { facturas: Facturas } | { faults: Faults } {
  const facturas: Facturas = { numbers: [], customers: [], totals: [], dates: [] }
  const faults = collectFaults()
  let at = skipBlanks(text, 0)
  if (text[at] !== '[') {
    endOf(text, scanValue(text, at).end)
    faults.add({ path: '', message: notAList })
    return { faults: faults.all }
  }
  at = skipBlanks(text, at + 1)
  if (text[at] === ']') {
    endOf(text, at + 1)
    faults.add({ path: '', message: empty })
    return { faults: faults.all }
  }
  for (let index = 0; ; index++) {
    if (index === bounds.batchInvoices) throw tooMany()
    at = readUsual(text, at, facturas) ?? readUnusual(text, at, index, facturas, faults)
    at = skipBlanks(text, at)
    if (text[at] === ']') break
    if (text[at] !== ',') throw malformed(at)
    at = skipBlanks(text, at + 1)
  }
  endOf(text, at + 1)
  return faults.all.count ? { faults: faults.all } : { facturas }
}

/** Where the factura ends that begins here, once its values are taken; undefined if it is not of the usual kind. */
function readUsual(text: string, at: number, { numbers, customers, totals, dates }: Facturas) {
  usual.lastIndex = at
  const found = usual.exec(text)
  if (!found) return undefined
  const [, number, customer, total, date] = found as unknown as [string, string, string, string, string]
  if (!isRut(customer)) return undefined
  // most facturas of a batch are of the same day
  if (date !== dates.at(-1) && !isDate(date)) return undefined
  numbers.push(number)
  customers.push(customer)
  totals.push(total)
  dates.push(date)
  return usual.lastIndex
}

function readUnusual(
  text: string,
  at: number,
  index: number,
  facturas: Facturas,
  faults: ReturnType<typeof collectFaults>,
) {
  const { value, end } = scanValue(text, at)
  const before = faults.all.count
  const add = (key: string | undefined, message: Text) =>
    faults.add({ index, path: pathOf(index, key), message })
  const read = value.is === 'object' ? readValues(value.entries, add) : undefined
  if (!read) add(undefined, notAnObject)
  else if (faults.all.count === before) {
    facturas.numbers.push(read.numero_factura!)
    facturas.customers.push(read.rut_cliente!)
    facturas.totals.push(read.monto!)
    facturas.dates.push(read.fecha_emision!)
  }
  return end
}

type Entries = Extract<Written, { is: 'object' }>['entries']

function readValues(entries: Entries, add: (key: string, message: Text) => void) {
  const values: Partial<Record<FacturaKey, string>> = {}
  const seen = new Set<string>()
  for (const { key, value } of entries) {
    if (seen.has(key)) add(key, repeated)
    else if (!isFacturaKey(key)) add(key, unknown)
    else {
      const read = readers[key](value)
      if ('fault' in read) add(key, read.fault)
      else values[key] = read.value
    }
    seen.add(key)
  }
  for (const key of facturaKeys) if (!seen.has(key)) add(key, missing)
  return values
}

const isFacturaKey = (key: string): key is FacturaKey => (facturaKeys as readonly string[]).includes(key)

const ofText =
  (read: typeof readRut, otherwise: Text) =>
  (value: Written): ReturnType<typeof readRut> =>
    value.is === 'text' ? read(value.value) : { fault: otherwise }

const readers: Record<FacturaKey, (value: Written) => ReturnType<typeof readRut>> = {
  numero_factura: ofText(readNumber, texts.number),
  rut_cliente: ofText(readRut, texts.rut),
  monto: (value) => (value.is === 'number' ? readAmount(value.digits) : { fault: texts.amount }),
  fecha_emision: ofText(readDate, texts.date),
}

function endOf(text: string, at: number) {
  const end = skipBlanks(text, at)
  if (end < text.length) throw malformed(end)
}

function collectFaults() {
  const all: Faults = { list: [], count: 0 }
  return {
    all,
    add(fault: FacturaFault) {
      all.count++
      if (all.list.length < bounds.batchFaults) all.list.push(fault)
    },
  }
}

/** `[1].monto`; a key that is no name is quoted, and a long one is cut. */
function pathOf(index: number, key: string | undefined) {
  if (key === undefined) return `[${index}]`
  const shown = key.length > 100 ? `${key.slice(0, 100)}…` : key
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(key)
    ? `[${index}].${shown}`
    : `[${index}][${JSON.stringify(shown)}]`
}

const notAList = {
  es: 'El cuerpo debe ser una lista de facturas.',
  en: 'The body must be a list of invoices.',
}
const empty = {
  es: 'La lista está vacía: envía al menos una factura.',
  en: 'The list is empty: send at least one invoice.',
}
const notAnObject = { es: 'Cada factura debe ser un objeto.', en: 'Each invoice must be an object.' }
const missing = { es: 'Falta este dato.', en: 'This value is missing.' }
const unknown = { es: 'Una factura no tiene este dato.', en: 'An invoice has no such value.' }
const repeated = { es: 'Este dato está repetido.', en: 'This value is given twice.' }

const tooMany = () =>
  new AppError(
    'too-large',
    {
      es: `Un lote admite como máximo ${bounds.batchInvoices} facturas: repártelas en varios.`,
      en: `A batch takes at most ${bounds.batchInvoices} invoices: share them out among several.`,
    },
    { code: 'TOO_MANY_INVOICES' },
  )
