import type { Found } from '../found.ts'
import { label, spotsOf } from '../labels.ts'
import { afterLabel, cleanName } from '../names.ts'
import { taxIdLabels } from '../tax-ids.ts'
import { type Span, textOf } from '../text-lines.ts'
import { type Cell, price } from './cells.ts'
import type { ChosenName } from './issuer-name.ts'
import type { PartyPage } from './page.ts'

const labels = [
  label(
    'address',
    1,
    'domicilio(?: comercial| fiscal)?|direccion(?: fiscal| comercial)?|address|adresse|indirizzo|endereco|casa matriz|siege social',
  ),
]
const someone =
  /(?:facturation|livraison|e-?mail|installation|delivery|shipping|billing|entrega|envio|customer|client|kunde)/

/** Where the issuer is to be found: the lines of address under its name, else what its label says. */
export function findAddress(
  { cells, under, members }: PartyPage,
  issuer: ChosenName | null,
): Found<string> | null {
  const lines = issuer ? linesOf(issuer, under) : []
  if (lines.length > 0)
    return {
      value: lines.map(addressText).join(', ').slice(0, 500),
      confidence: lines.length > 1 ? 0.8 : 0.7,
      spans: lines,
    }
  for (const cell of cells)
    for (const { span } of spotsOf(cell.span.line, labels)) {
      if (span.from < cell.span.from || span.from >= cell.span.to || someone.test(cell.plain)) continue
      const behind = members.get(cell) === 'customer' ? null : afterLabel(span.line, span.to)
      const value = behind && upToId(behind)
      const text = value && cleanName(value)
      if (text && text.length > 5 && /\d/.test(text) && !/@|http|www/.test(text))
        return { value: text, confidence: 0.7, spans: [value] }
    }
  return null
}

/** "Name · Street 1 · 12345 Town": what stands behind the name on its line, or the lines below it. */
function linesOf({ candidate: { cell, spans, isSenderLine } }: ChosenName, under: Map<Cell, Cell>): Span[] {
  const from = spans[0]!.to
  if (!isSenderLine || from >= cell.span.to) return linesUnder(cell, under)
  const rest = { ...cell.span, from }
  return [upToId(/^\W*$/.test(textOf({ ...rest, to: from + 1 })) ? { ...rest, from: from + 1 } : rest)]
}

const ownLabel = /^(?:direcci[oó]n|domicilio|address|adresse|dir)[^:]{0,20}:\s*/i
const addressText = (span: Span) =>
  cleanName(span)
    .replace(ownLabel, '')
    .replace(/ [·•●|*–-] /g, ', ')

const linking = /^(?:[−–|·,-]|n[°º]?\.?|de|du|no\.?)$/i

function upToId(value: Span): Span {
  const id = spotsOf(value.line, taxIdLabels).find(({ span }) => span.from > value.from)
  if (!id) return value
  let to = Math.min(value.to, id.span.from)
  while (to > value.from + 1 && linking.test(value.line.words[to - 1]!.text)) to--
  return { ...value, to }
}

const most = 5
const notWhere = /^\W*(?:store|filiale|suc|sucursal|tienda|branch|outlet|shop)(?![a-z])/

function linesUnder(name: Cell, under: Map<Cell, Cell>): Span[] {
  const lines: Span[] = []
  let cell = under.get(name)
  for (let read = 0; cell && read < most; read++, cell = under.get(cell)) {
    const isLine = cell.isAddress && !cell.isRegistration && !notWhere.test(cell.plain)
    if (isLine && !price.test(cell.span.line.plain)) lines.push(cell.span)
    else if (lines.length > 0) break
  }
  return lines
}
