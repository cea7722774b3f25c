import { xmlText } from './xlsx-row.ts'
import type { Part } from './zip-parts.ts'

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const schemas = 'http://schemas.openxmlformats.org'
const main = `xmlns="${schemas}/spreadsheetml/2006/main"`
const relation = `${schemas}/officeDocument/2006/relationships`
const contentType = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
/** Excel's bound on a sheet's name. */
const nameCharacters = 31

/** What comes before the rows: the header stays in sight, and columns have a width. */
export function sheetStart(header: string[], widths: number[] | undefined, selected: boolean) {
  const columns = header.map((title, n) => {
    const width = widths?.[n] ?? Math.min(Math.max(title.length + 4, 10), 40)
    return `<col min="${n + 1}" max="${n + 1}" width="${width}" customWidth="1"/>`
  })
  const pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
  const view = `<sheetView workbookViewId="0"${selected ? ' tabSelected="1"' : ''}>${pane}</sheetView>`
  const cols = columns.length ? `<cols>${columns.join('')}</cols>` : ''
  return `${declaration}<worksheet ${main}><sheetViews>${view}</sheetViews>${cols}<sheetData>`
}

export const sheetEnd = '</sheetData></worksheet>'

/** The rest of a workbook with so many sheets. */
export async function* workbookParts(name: string, sheets: number): AsyncGenerator<Part> {
  const numbers = Array.from({ length: sheets }, (_, n) => n + 1)
  const texts = {
    'xl/workbook.xml': workbook(name, numbers),
    'xl/_rels/workbook.xml.rels': relations([
      ...numbers.map((n) => [`worksheets/sheet${n}.xml`, 'worksheet'] as const),
      ['styles.xml', 'styles'],
    ]),
    'xl/styles.xml': styles,
    '_rels/.rels': relations([['xl/workbook.xml', 'officeDocument']]),
    '[Content_Types].xml': contentTypes(numbers),
  }
  for (const [part, text] of Object.entries(texts)) yield { name: part, content: once(declaration + text) }
}

async function* once(text: string) {
  yield Buffer.from(text)
}

function workbook(name: string, numbers: number[]) {
  const sheets = numbers.map((n) => `<sheet name="${sheetName(name, n)}" sheetId="${n}" r:id="rId${n}"/>`)
  return `<workbook ${main} xmlns:r="${relation}"><sheets>${sheets.join('')}</sheets></workbook>`
}

function sheetName(name: string, number: number) {
  const suffix = number > 1 ? ` ${number}` : ''
  const allowed = name.replace(/[[\]:*?/\\\n\r\t]/g, ' ').replace(/^'+|'+$/g, '')
  const cut = (allowed.trim() || 'Folio').slice(0, nameCharacters - suffix.length)
  return xmlText(cut + suffix).replaceAll('"', '&quot;')
}

function relations(targets: (readonly [target: string, type: string])[]) {
  const entries = targets.map(
    ([target, type], n) => `<Relationship Id="rId${n + 1}" Type="${relation}/${type}" Target="${target}"/>`,
  )
  return `<Relationships xmlns="${schemas}/package/2006/relationships">${entries.join('')}</Relationships>`
}

function contentTypes(numbers: number[]) {
  const parts = [
    ['xl/workbook.xml', 'sheet.main'],
    ['xl/styles.xml', 'styles'],
    ...numbers.map((n) => [`xl/worksheets/sheet${n}.xml`, 'worksheet']),
  ]
  const overrides = parts.map(
    ([part, type]) => `<Override PartName="/${part}" ContentType="${contentType}.${type}+xml"/>`,
  )
  const relationships =
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
  return `<Types xmlns="${schemas}/package/2006/content-types">${relationships}${overrides.join('')}</Types>`
}

/** Plain, header, date, and date with time, in the order of `formats`. */
const styles = `<styleSheet ${main}>
<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="4">
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>
<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
</cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>
</styleSheet>`
