import type { XmlElement } from '../../xml/xml-tree.ts'

const numeric = /^[+-]?(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})(?:[eE][+-]?\d{1,2})?$/
/** As the fields' schema has it. */
const largest = 999_999_999_999

/** All elements at a path of local names such as `TaxTotal/TaxSubtotal`. */
export const all = (from: XmlElement, path: string): XmlElement[] =>
  path
    .split('/')
    .reduce(
      (found, name) => found.flatMap(({ children }) => children.filter((each) => each.name === name)),
      [from],
    )

const nothing: XmlElement = { name: '', namespace: '', attributes: new Map(), children: [], text: '' }

/** The first element at the first path that leads anywhere, or one without content. */
export function first(from: XmlElement, ...paths: string[]): XmlElement {
  for (const path of paths) {
    const [found] = all(from, path)
    if (found) return found
  }
  return nothing
}

/** The first text at the first path that has one; `Emisor/@Rfc` and `@Version` name attributes, `.` is here. */
export function text(from: XmlElement, ...paths: string[]): string | null {
  for (const path of paths) {
    const [place, attribute] = path.split(/\/?@/) as [string, string?]
    for (const element of place === '' || place === '.' ? [from] : all(from, place)) {
      const found = plain(attribute ? (element.attributes.get(attribute) ?? '') : element.text)
      if (found) return found
    }
  }
  return null
}

/** The texts at these paths in a row, such as the parts of a name. */
export const joined = (from: XmlElement, ...paths: string[]): string | null =>
  statedAt(from, paths).join(' ') || null

/** An address in one line; a city that is its own district and province is named once. */
export const addressIn = (from: XmlElement, ...paths: string[]): string | null =>
  [...new Set(statedAt(from, paths))].join(', ') || null

const statedAt = (from: XmlElement, paths: string[]) =>
  paths.map((path) => text(from, path)).filter((part) => part !== null && part !== '-')

/** One line without control characters: how an element is broken over lines says nothing. */
const plain = (value: string) => value.replace(/[\s\u0000-\u001f\u007f]+/g, ' ').trim()

export const amount = (from: XmlElement, ...paths: string[]): number | null => {
  const found = text(from, ...paths)
  return found === null ? null : parseDecimal(found)
}

/** An XML decimal, also with a plus or an exponent, as finely as the fields' schema goes. */
export function parseDecimal(written: string): number | null {
  if (!numeric.test(written)) return null
  const value = Number(Number(written).toFixed(6))
  return Math.abs(value) <= largest ? value || 0 : null
}

export const date = (from: XmlElement, ...paths: string[]): string | null => {
  const found = text(from, ...paths)
  return found === null ? null : parseDate(found)
}

/** The day as written, whatever its time and zone: ISO, without hyphens as in CII, or day first as in Ecuador and Santo Domingo. */
export function parseDate(written: string): string | null {
  const iso =
    /^(\d{4})-(\d\d)-(\d\d)(?![\d-])/.exec(written) ?? /^(\d{4})(\d\d)(\d\d)(?:\d{4,6})?$/.exec(written)
  const [, year, month, day] = iso ?? []
  const [, first, second, third] = /^(\d\d)[/-](\d\d)[/-](\d{4})$/.exec(written) ?? []
  const found = iso ? `${year}-${month}-${day}` : first ? `${third}-${second}-${first}` : null
  return found && isDay(found) ? found : null
}

const isDay = (iso: string) => {
  const time = Date.parse(`${iso}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(iso)
}

/** Whether an indicator says yes. */
export const isTrue = (from: XmlElement, path: string): boolean =>
  /^(?:true|1)$/i.test(text(from, path) ?? '')

/** An attribute by its name, also where an older version of the format begins it in lower case. */
export const attribute = (from: XmlElement, name: string): string | null =>
  text(from, `@${name}`, `@${name[0]!.toLowerCase()}${name.slice(1)}`)
