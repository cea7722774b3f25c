import { type Cell, isoText } from './csv.ts'

/** The places of the cell formats in `xlsx-frame.ts`. */
export const formats = { plain: 0, header: 1, date: 2, time: 3 } as const

const dayMs = 86_400_000
/** Day 0 of a spreadsheet, for every date after the 29th of February 1900 it believes in. */
const dayZero = Date.UTC(1899, 11, 30)
const firstDay = Date.UTC(1900, 2, 1)
const lastDay = Date.UTC(9999, 11, 31)
/** What a cell can hold. */
const cellCharacters = 32_767

/** One row of a sheet: text is never a formula, numbers and dates are what they are. */
export function xlsxRow(cells: Cell[], row: number, format: 'plain' | 'header' = 'plain') {
  let text = `<row r="${row}">`
  for (let column = 0; column < cells.length; column++)
    text += xlsxCell(cells[column], `r="${columnName(column)}${row}"`, formats[format])
  return `${text}</row>`
}

function xlsxCell(cell: Cell, place: string, format: number): string {
  switch (typeof cell) {
    case 'number':
      return Number.isFinite(cell) ? `<c ${place}><v>${cell}</v></c>` : ''
    case 'boolean':
      return `<c ${place} t="b"><v>${Number(cell)}</v></c>`
    case 'string':
      return cell === ''
        ? ''
        : `<c ${place}${format ? ` s="${format}"` : ''} t="inlineStr"><is><t xml:space="preserve">${xmlText(cell)}</t></is></c>`
    default:
      return cell ? dateCell(cell, place) : ''
  }
}

function dateCell(date: Date, place: string) {
  const time = date.getTime()
  if (!(time >= firstDay && time < lastDay + dayMs)) return xlsxCell(isoText(date), place, formats.plain)
  const days = (time - dayZero) / dayMs
  return `<c ${place} s="${Number.isInteger(days) ? formats.date : formats.time}"><v>${days}</v></c>`
}

const names: string[] = []

/** A, B … Z, AA, AB … */
function columnName(column: number): string {
  names[column] ??=
    (column >= 26 ? columnName(Math.floor(column / 26) - 1) : '') + String.fromCharCode(65 + (column % 26))
  return names[column]
}

const special = /[&<>_\r\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/
const illegal = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

/** Text as XML 1.0 takes it; what XML has no place for is dropped. */
export function xmlText(raw: string) {
  const text = raw.length > cellCharacters ? raw.slice(0, cellCharacters) : raw
  if (!special.test(text)) return text
  return (
    text
      .replace(illegal, '')
      .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replace(/\r\n?/g, '\n')
      // Excel reads _x0041_ as the letter A.
      .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
  )
}
