import type { z } from 'zod'
import type { Language } from '../language.ts'
import {
  emptyInvoice,
  type FieldName,
  fieldNames,
  type InvoiceData,
  invoiceData,
  product,
  taxLine,
} from './invoice-data.ts'
import { parseAmount, toNumber } from './money.ts'

export const rowNames = ['taxes', 'products'] as const
export type RowName = (typeof rowNames)[number]
export type ScalarName = Exclude<FieldName, RowName>
export const columnsOf = {
  taxes: Object.keys(taxLine.shape),
  products: Object.keys(product.shape),
} as const

/** What is wrong with a value, by the name of what a person should do about it. */
export type Fault = 'amount' | 'date' | 'currency' | 'name' | 'too_long' | 'too_many' | 'missing' | 'invalid'

export type Row = Record<string, string>

/** The form as a person sees it: every value as it is typed. */
export interface ReviewForm {
  version: number
  /** The data it was filled with: what is typed differently is the edit. */
  base: InvoiceData
  values: Record<ScalarName, string>
  /** Where on the page a value was taken from by hand: the page and its box, as text; by field. */
  places: Partial<Record<ScalarName, string>>
  rows: Record<RowName, Row[]>
  /** By path, such as `total` or `products.2.name`. */
  faults: Record<string, Fault>
  /** What somebody else put meanwhile, by field, as it would be typed. */
  theirs: Partial<Record<FieldName, string>>
}

const amounts = ['subtotal', 'tax', 'total']
const isRowName = (name: FieldName): name is RowName => rowNames.includes(name as RowName)
const isAmount = (name: string) => amounts.includes(name)
const scalarNames = fieldNames.filter((name): name is ScalarName => !isRowName(name))

/** A number as a person types it: the decimal mark of the language, nothing between thousands, cents in pairs. */
const typedNumber = (value: number, language: Language) =>
  new Intl.NumberFormat(language, {
    useGrouping: false,
    minimumFractionDigits: Number.isInteger(value) ? 0 : 2,
    maximumFractionDigits: 6,
  }).format(value)

export const typed = (value: string | number | null, language: Language) =>
  value === null ? '' : typeof value === 'number' ? typedNumber(value, language) : value

/** The form filled with the data. */
export function formOf(data: InvoiceData, version: number, language: Language): ReviewForm {
  const values = Object.fromEntries(scalarNames.map((name) => [name, typed(data[name], language)]))
  const rowsOf = (name: RowName) =>
    data[name].map((row) =>
      Object.fromEntries(Object.entries(row).map(([column, value]) => [column, typed(value, language)])),
    )
  return {
    version,
    base: data,
    values: values as ReviewForm['values'],
    places: {},
    rows: { taxes: rowsOf('taxes'), products: rowsOf('products') },
    faults: {},
    theirs: {},
  }
}

/** Reads what was sent; the edit has only what was typed differently, and is absent while there are faults. */
export function readForm(
  sent: FormData,
  language: Language,
): { form: ReviewForm; edit?: Partial<InvoiceData> } {
  const text = (name: string) => String(sent.get(name) ?? '').replaceAll('\r\n', '\n')
  const base = readBase(text('base'))
  const form: ReviewForm = {
    version: Number(/^\d{1,9}$/.exec(text('version'))?.[0] ?? 0),
    base,
    values: Object.fromEntries(scalarNames.map((name) => [name, text(name)])) as ReviewForm['values'],
    places: Object.fromEntries(scalarNames.map((name) => [name, text(`place.${name}`)])),
    rows: { taxes: readRows(sent, 'taxes'), products: readRows(sent, 'products') },
    faults: {},
    theirs: {},
  }
  const changed = changedNames(form, language)
  const result = invoiceData.partial().safeParse(dataOf(form, changed, language))
  if (result.success) return { form, edit: result.data }
  for (const issue of result.error.issues) form.faults[issue.path.join('.')] ??= faultOf(issue)
  return { form }
}

/** The fields that are typed differently from what the form was filled with. */
export function changedNames(form: ReviewForm, language: Language): FieldName[] {
  const before = formOf(form.base, form.version, language)
  return fieldNames.filter((name) => !isSameTyped(form, before, name))
}

function isSameTyped(a: ReviewForm, b: ReviewForm, name: FieldName) {
  const said = (form: ReviewForm) =>
    isRowName(name)
      ? JSON.stringify(form.rows[name].map((row) => columnsOf[name].map((column) => plain(row[column]))))
      : plain(form.values[name])
  return said(a) === said(b)
}

/** A browser's text field breaks no lines and cuts no ends: neither makes an edit. */
const plain = (text = '') => text.replace(/\s+/g, ' ').trim()

/**
 * What was typed, on top of what is there now: the fields a person touched stay as typed, the others show what
 * somebody else put, and both are told of.
 */
export function rebase(form: ReviewForm, now: InvoiceData, version: number, language: Language): ReviewForm {
  const mine = changedNames(form, language)
  const before = formOf(form.base, form.version, language)
  const fresh = formOf(now, version, language)
  for (const name of fieldNames) {
    if (!isSameTyped(fresh, before, name))
      fresh.theirs[name] = isRowName(name) ? summary(fresh.rows[name]) : fresh.values[name]
    if (!mine.includes(name)) continue
    if (isRowName(name)) fresh.rows[name] = form.rows[name]
    else {
      fresh.values[name] = form.values[name]
      fresh.places[name] = form.places[name]
    }
  }
  return fresh
}

/** What a person typed that the data does not have, for a form that can't be saved any more. */
export const unsavedOf = (form: ReviewForm, language: Language) =>
  changedNames(form, language).map((name) => ({
    name,
    value: isRowName(name) ? summary(form.rows[name]) : form.values[name],
  }))

const summary = (rows: Row[]) => rows.map((row) => Object.values(row).filter(Boolean).join(' · ')).join('\n')

function readBase(text: string): InvoiceData {
  try {
    return invoiceData.parse(JSON.parse(text))
  } catch {
    return emptyInvoice
  }
}

/** Every row sends all its columns, so the columns are zipped; a row that was emptied is gone. */
function readRows(sent: FormData, name: RowName): Row[] {
  const columns = columnsOf[name].map((column) => [column, sent.getAll(`${name}.${column}`)] as const)
  const length = Math.max(...columns.map(([, values]) => values.length))
  return Array.from({ length }, (_, i) =>
    Object.fromEntries(columns.map(([column, values]) => [column, String(values[i] ?? '')])),
  ).filter((row) => Object.values(row).some((value) => value.trim()))
}

/** The values as they are meant, by the schema or not. */
export function dataOf({ values, rows }: ReviewForm, names: FieldName[], language: Language) {
  const entries = names.map((name) => {
    if (!isRowName(name)) return [name, readValue(name, values[name], isAmount(name), language)]
    const read = (row: Row) =>
      Object.entries(row).map(([column, value]) => [
        column,
        readValue(column, value, column !== 'name', language),
      ])
    return [name, rows[name].map((row) => Object.fromEntries(read(row)))]
  })
  return Object.fromEntries(entries)
}

/** What isn't a number stays text, for the schema to refuse. */
function readValue(name: string, text: string, isNumber: boolean, language: Language) {
  const trimmed = text.trim()
  if (trimmed === '') return null
  if (name === 'currency') return trimmed.toUpperCase()
  if (!isNumber) return trimmed
  const amount = parseAmount(trimmed.replace(/\s*%$/, ''), language === 'es' ? ',' : '.')
  return amount ? toNumber(amount.micros) : trimmed
}

function faultOf({ path, code }: z.core.$ZodIssue): Fault {
  const name = String(path.at(-1))
  if (path.length === 1 && isRowName(name as FieldName)) return 'too_many'
  if (isAmount(name) || (path.length === 3 && name !== 'name')) return 'amount'
  if (name === 'date' || name === 'due_date') return 'date'
  if (name === 'currency') return 'currency'
  if (code === 'too_big') return 'too_long'
  return path.length === 3 ? 'name' : 'invalid'
}
