import { asc, desc, type SQL, sql } from 'drizzle-orm'
import { AppError } from '../errors.ts'
import { type InvoiceId, invoices } from './invoices.table.ts'

/** The order of a list; what is unknown comes last in either direction, and the id settles what is alike. */
const sortKeys = {
  created_at: { asc: sql`${invoices.createdAt}`, desc: sql`${invoices.createdAt}`, type: sql`timestamptz` },
  updated_at: { asc: sql`${invoices.updatedAt}`, desc: sql`${invoices.updatedAt}`, type: sql`timestamptz` },
  date: {
    asc: sql`coalesce(${invoices.issuedOn}, 'infinity')`,
    desc: sql`coalesce(${invoices.issuedOn}, '-infinity')`,
    type: sql`date`,
  },
  total: {
    asc: sql`coalesce(${invoices.total}, 'Infinity')`,
    desc: sql`coalesce(${invoices.total}, '-Infinity')`,
    type: sql`numeric`,
  },
}
export type SortKey = keyof typeof sortKeys
export type Sort = SortKey | `-${SortKey}`
export const sorts = Object.keys(sortKeys).flatMap((key) => [key, `-${key}`]) as [Sort, ...Sort[]]

/** What to order by, in which direction, and what lies beyond a place in that order. */
export function orderOf(sort: Sort) {
  const falling = sort.startsWith('-')
  const { type, ...keys } = sortKeys[sort.replace('-', '') as SortKey]
  return {
    key: falling ? keys.desc : keys.asc,
    type,
    order: falling ? desc : asc,
    beyond: falling ? sql`<` : sql`>`,
  }
}

/** The rows that come after the place a cursor names. */
export function after(sort: Sort, cursor: string): SQL {
  const { key, type, beyond } = orderOf(sort)
  const [, value, id] = readCursor(sort, cursor)
  return sql`(${key}, ${invoices.id}) ${beyond} (${value}::${type}, ${id}::bigint)`
}

export const writeCursor = (place: [Sort, string, InvoiceId]) =>
  Buffer.from(JSON.stringify(place)).toString('base64url')

function readCursor(sort: Sort, cursor: string): [Sort, string, InvoiceId] {
  try {
    const place = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    const [itsSort, value, id] = place
    const sound = /^[-+:. \dA-Za-z]{1,40}$/.test(value) && Number.isSafeInteger(id)
    if (itsSort === sort && sound && isOfType(sort, value)) return place
  } catch {}
  throw new AppError('invalid', {
    es: 'El cursor no pertenece a esta lista.',
    en: 'The cursor does not belong to this list.',
  })
}

function isOfType(sort: Sort, value: string) {
  if (/^-?infinity$/i.test(value)) return true
  return sort.endsWith('total') ? /^-?\d+(\.\d+)?$/.test(value) : !Number.isNaN(Date.parse(value))
}
