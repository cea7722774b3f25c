import type { Language } from '../../src/language.ts'

const locales = { es: 'es', en: 'en-GB' } as const
const formatters = new Map<string, Intl.NumberFormat>()

/** Making a formatter costs more than using it a hundred times. */
function numberFormat(language: Language, options: Intl.NumberFormatOptions) {
  const key = language + JSON.stringify(options)
  const known = formatters.get(key) ?? new Intl.NumberFormat(locales[language], options)
  formatters.set(key, known)
  return known
}

/** An exact decimal, with its currency where that is one. */
export function money(amount: number | string, currency: string | null, language: Language) {
  // as text it keeps every digit that the database keeps
  const exact = String(amount) as `${number}`
  const grouped = { useGrouping: 'always' } as const
  if (currency && /^[A-Z]{3}$/.test(currency))
    return numberFormat(language, {
      ...grouped,
      style: 'currency',
      currency,
      currencyDisplay: 'code',
    }).format(exact)
  return numberFormat(language, { ...grouped, minimumFractionDigits: 2, maximumFractionDigits: 6 }).format(
    exact,
  )
}

export const wholeNumber = (value: number, language: Language) =>
  numberFormat(language, { useGrouping: 'always' }).format(value)

export const percent = (share: number, language: Language, digits = 0) =>
  numberFormat(language, { style: 'percent', maximumFractionDigits: digits }).format(share)

/** An ISO date, which has no hour and so must not slip into another day. */
export const day = (iso: string, language: Language) =>
  new Intl.DateTimeFormat(locales[language], { dateStyle: 'medium', timeZone: 'UTC' }).format(
    new Date(`${iso}T00:00:00Z`),
  )

/** A month such as 2026-03, by its name. */
export const monthName = (month: string, language: Language, length: 'short' | 'long') =>
  new Intl.DateTimeFormat(locales[language], {
    month: length,
    ...(length === 'long' ? { year: 'numeric' } : {}),
    timeZone: 'UTC',
  }).format(new Date(`${month}-01T00:00:00Z`))

/** A span of time in the unit that says it best. */
export function duration(seconds: number, language: Language) {
  const [unit, size] = spans.findLast(([, size]) => seconds >= size) ?? (['second', 1] as const)
  const digits = seconds < 10 ? 1 : 0
  return new Intl.NumberFormat(locales[language], {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: digits,
  }).format(seconds / size)
}
const spans = [
  ['second', 1],
  ['minute', 60],
  ['hour', 3_600],
  ['day', 86_400],
] as const

/** A large amount in few letters, where the exact one stands beside it. */
export const roughly = (amount: number, language: Language) =>
  numberFormat(language, { notation: 'compact', maximumFractionDigits: 1 }).format(amount)

/** An instant, in the server's time zone. */
export const moment = (at: Date, language: Language) =>
  new Intl.DateTimeFormat(locales[language], { dateStyle: 'medium', timeStyle: 'short' }).format(at)

export function fileSize(bytes: number, language: Language) {
  const inKilobytes = bytes / 1024
  if (inKilobytes < 1000) return `${wholeNumber(Math.max(1, Math.round(inKilobytes)), language)} kB`
  const [size, unit] =
    inKilobytes < 1000 * 1024 ? [inKilobytes / 1024, 'MB'] : [inKilobytes / 1024 ** 2, 'GB']
  return `${numberFormat(language, { maximumFractionDigits: 1 }).format(size)} ${unit}`
}
