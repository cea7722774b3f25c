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

export const percent = (share: number, language: Language) =>
  numberFormat(language, { style: 'percent' }).format(share)

/** An ISO date, which has no hour and so must not slip into another day. */
export const day = (iso: string, language: Language) =>
  new Intl.DateTimeFormat(locales[language], { dateStyle: 'medium', timeZone: 'UTC' }).format(
    new Date(`${iso}T00:00:00Z`),
  )

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
