/** What a table's cell may hold; a date is shown as one, a number can be calculated with. */
export type Cell = string | number | boolean | Date | null | undefined

/** A spreadsheet runs what begins so as a formula; the full-width forms count in some locales. */
const formula = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/
const plainNumber = /^-\d+(?:[.,]\d+)?$/

/** One row by RFC 4180, its end included; text a spreadsheet would run as a formula is shown as text. */
export const csvRow = (cells: Cell[]) => `${cells.map(csvCell).join(',')}\r\n`

function csvCell(cell: Cell) {
  if (cell === null || cell === undefined) return ''
  if (typeof cell === 'boolean') return String(cell)
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : ''
  const text = cell instanceof Date ? isoText(cell) : harmless(cell.replaceAll('\u0000', '').toWellFormed())
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

const harmless = (text: string) => (formula.test(text) && !plainNumber.test(text) ? `'${text}` : text)

/** A date without a time is written without one. */
export function isoText(date: Date) {
  if (Number.isNaN(date.getTime())) return ''
  return date.toISOString().replace(/T00:00:00\.000Z$/, '')
}
