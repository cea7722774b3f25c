import { isoDay } from '../dates/dates.ts'

const yearFirst = /^(\d{4})([-/]?)(\d{2})\2(\d{2})(?:T[\d:.+Z-]{0,30})?$/
const dayFirst = /^(\d{2})([-/]?)(\d{2})\2(\d{4}|\d{2})$/

/** A date written by a program; null for anything else. */
export function dateOf(text: string, order: 'year' | 'day'): string | null {
  if (order === 'year') {
    const parts = yearFirst.exec(text)
    return parts && isoDay(Number(parts[1]), Number(parts[3]), Number(parts[4]))
  }
  const parts = dayFirst.exec(text)
  return parts && isoDay(Number(parts[4]), Number(parts[3]), Number(parts[1]))
}

const plain = /^-?\d{1,18}(?:\.\d{1,10})?$/
const grouped = /^-?\d{1,3}(?:,\d{3}){1,4}\.\d{2}$/
const comma = /^-?\d{1,15},\d{1,2}$/

/** An amount written by a program, to the cent of a cent; null where it isn't one, or is beyond belief. */
export function amountOf(text: string): number | null {
  const decimal = grouped.test(text)
    ? text.replaceAll(',', '')
    : comma.test(text)
      ? text.replace(',', '.')
      : text
  if (!plain.test(decimal)) return null
  const amount = Number(Number(decimal).toFixed(6))
  return Math.abs(amount) < 1e12 ? amount : null
}

/** A name or a number with letters; null where it isn't one line of readable characters. */
export function textOf(text: string | undefined, most: number): string | null {
  const trimmed = text?.trim() ?? ''
  return trimmed.length > 0 && trimmed.length <= most && !/[\p{C}\ufffd]/u.test(trimmed) ? trimmed : null
}

/** The parameters of an address, decoded where they can be; names in lower case, the first of each counts. */
export function parametersOf(text: string): Map<string, string> {
  const parameters = new Map<string, string>()
  const query = text.slice(text.indexOf('?') + 1)
  for (const part of query.split('&', 40)) {
    const at = part.indexOf('=')
    const name = part.slice(0, at).toLowerCase()
    if (at > 0 && !parameters.has(name)) parameters.set(name, decoded(part.slice(at + 1)))
  }
  return parameters
}

/** Programs that make codes forget to encode, or do it twice. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
