import type { Context } from 'hono'
import { z } from 'zod'
import { type InvoiceFilter, invoiceFilter } from './invoice-filter.ts'
import { type Sort, sorts } from './list-order.ts'

/** The list an invoice was opened from: going on means going on in it. */
export interface OpenedList {
  filter: InvoiceFilter
  sort: Sort
  /** The same as the part of an address; nothing for the queue of all that wait, the oldest first. */
  search: string
}

const listQuery = z.object({ ...invoiceFilter.shape, sort: z.enum(sorts) }).partial()
const names = Object.keys(listQuery.shape)
const queue: OpenedList = { filter: {}, sort: 'created_at', search: '' }

/** The list that the address of a page names, or that of the page before. */
export function openedList(c: Context): OpenedList {
  const search = searchOf(new URL(c.req.url)) || searchBefore(c)
  const query = listQuery.safeParse(Object.fromEntries(new URLSearchParams(search)))
  if (!search || !query.success) return queue
  const { sort = '-created_at', ...filter } = query.data
  return { filter, sort, search }
}

/**
 * Where an invoice that was opened from a list belongs: the same address with the list in it, to be loaded again and sent.
 * The entries of lists don't name their list, for the same entry is pushed to all of them.
 */
export function addressInList(c: Context): string | undefined {
  const asked = new URL(c.req.url)
  const search = searchOf(asked) ? '' : searchBefore(c)
  return search ? withSearch(asked.pathname + asked.search, search) : undefined
}

/** An address that stays in a list. */
export const withSearch = (address: string, search: string) =>
  address.includes('?') && search ? `${address}&${search.slice(1)}` : address + search

/** The list on the page that led here, or that this very invoice was opened from. */
function searchBefore(c: Context) {
  const page = URL.parse(c.req.header('referer') ?? '')
  const own = `/invoices/${c.req.param('id')}`
  const isKin =
    page && (['/', '/invoices', own].includes(page.pathname) || page.pathname.startsWith(`${own}/`))
  return isKin ? searchOf(page) : ''
}

function searchOf({ searchParams }: URL) {
  const kept = [...searchParams].filter(([name, value]) => names.includes(name) && value.trim() !== '')
  return kept.length ? `?${new URLSearchParams(kept)}` : ''
}
