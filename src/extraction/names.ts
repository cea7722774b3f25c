import type { Found } from './found.ts'
import { label, spotsOf } from './labels.ts'
import { limits } from './limits.ts'
import { type PartySpot, partyLabels, partyOf } from './parties.ts'
import { type PrintedTaxId, taxIdLabels } from './tax-ids.ts'
import { cellsOf, fold, type Line, type Span, textOf } from './text-lines.ts'

const companyForm =
  /(?:^|[\s,])(?:s\.? ?a\.?(?: ?u\.?)?|s\.? ?l\.?(?: ?u\.?)?|s\.? ?a\.? ?s\.?|s\.? ?a\.? ?c\.?|s\.? ?r\.? ?l\.?|sociedad anonima|s\.? ?p\.? ?a\.?|ltda\.?|limitada|e\.?i\.?r\.?l\.?|s\.? ?(?:de )?r\.? ?l\.?(?: de c\.? ?v\.?)?|s\.? ?a\.? de c\.? ?v\.?|s\.?a\.?b\.?|gmbh(?: & co\.? kg)?|ag|kg|ohg|e\.? ?k\.?|inc\.?|llc|l\.l\.c\.|corp\.?|corporation|co\.|company|ltd\.?|limited|plc|b\.? ?v\.?|n\.? ?v\.?|sarl|s\.?a\.?r\.?l\.?|sas|eurl|sdn\.? bhd\.?|s\.? ?coop\.?|s\.? ?c\.?|cooperativa|pte\.?|eireli|me|epp)[.,]?$/
const nameLabels = [
  label(
    'name' as const,
    1,
    '(?:nombre(?: o |/| y )?(?: ?/ ?)?)?razon social|nombre comercial|nombre(?: del)? emisor|proveedor|emisor|supplier|seller|vendor|company(?: name)?|raison sociale|ragione sociale|denominazione|razao social|firma|nombre',
  ),
]
const title =
  /^(?:(?:e-?)?(?:factura|invoice|rechnung|facture|fattura|fatura|recibo|receipt|ticket|tiquete|boleta|boarding|nota|tax invoice|credit|avoir|gutschrift|quittung|original|duplicado|triplicado|copia|documento|comprobante|bill|proforma|pagina|page|seite|cod|fecha|date|datum|importe|total|tel|telefono|phone|fax|www|http|email|e-mail|mail|direccion|domicilio|calle|avda?|poligono|urb|plaza|pza|paseo|camino|ctra|carretera|street|rue|via|colonia|col|barrio|nave|piso|planta|local|av|c\/|carrera|cra|cl|bienvenid|welcome|gracias|thank|cash|mesa|table|caja|order|pedido|cliente|customer|datos|detalle|resumen|summary|kunde|n[o°]|fiscal|simplificada|electronica|account|statement|number|nr|bon|beleg)(?![a-z]{4}))/
const cut = /^(?:[-–—·•|*]+|\(?\S{0,3}\d{4,}.*|.*@.*|www\..*|https?:.*)$/i

/** Names as they may be: letters, not a title, not an address, not somebody's telephone. */
function isName(text: string): boolean {
  const plain = fold(text)
  const letters = plain.replace(/[^\p{L}]/gu, '').length
  if (partyLabels.some(({ pattern }) => plain.replace(pattern, '').trim() === '')) return false
  if (letters < 3 || text.length > 90 || title.test(plain) || text.endsWith(':')) return false
  return letters / plain.replace(/\s/g, '').length > 0.6 && !/\d{4}/.test(plain)
}

/** A cell's beginning, up to what is no longer a name. */
function nameIn(whole: Span): Span | null {
  const heads = [...spotsOf(whole.line, nameLabels), ...spotsOf(whole.line, partyLabels)]
  const cell = {
    ...whole,
    from:
      heads.findLast(
        ({ span }) => span.from >= whole.from && span.from <= whole.from + 1 && span.to < whole.to,
      )?.span.to ?? whole.from,
  }
  if (spotsOf(cell.line, taxIdLabels).some(({ span }) => span.from === cell.from)) return null
  const ends = [...spotsOf(cell.line, taxIdLabels), ...spotsOf(cell.line, partyLabels)]
    .map(({ span }) => span.from)
    .filter((from) => from > cell.from)
  const separator = cell.line.words.findIndex((word, i) => i > cell.from && cut.test(word.text))
  let to = Math.min(cell.to, ...ends, separator === -1 ? cell.to : separator)
  while (to > cell.from + 1 && title.test(fold(cell.line.words[to - 1]!.text))) to--
  const name = { ...cell, to }
  return to > cell.from && isName(cleanName(name)) ? name : null
}

export const cleanName = (span: Span) =>
  textOf(span)
    .replace(/^[\s:;,.*#|-]+|[\s:;,*#|-]+$/g, '')
    .slice(0, 200)

/** What follows a label in its own cell or in the next one. */
export function afterLabel(line: Line, to: number): Span | null {
  const cells = cellsOf(line)
  const own = cells.find((cell) => cell.from < to && cell.to >= to)
  if (own && own.to > to && /[\p{L}\d]/u.test(textOf({ line, from: to, to: own.to })))
    return { line, from: to, to: own.to }
  return cells.find((cell) => cell.from >= to) ?? null
}

interface Scored {
  span: Span
  score: number
}

/** The issuer's name: labelled, in company form, near its tax id, or what heads the page. */
export function findIssuerName(
  lines: Line[],
  spots: PartySpot[],
  issuerId: PrintedTaxId | null,
): Found<string> | null {
  const first = lines[0]?.page
  const head = lines.filter((line) => line.page === first).slice(0, limits.marks)
  const tallest = Math.max(...head.map(({ em }) => em), 0.001)
  const scored: Scored[] = []
  head.forEach((line, at) => {
    for (const { span } of spotsOf(line, nameLabels)) {
      const value = afterLabel(line, span.to)
      const name = value && nameIn(value)
      if (name && partyOf(name, spots) !== 'customer')
        scored.push({ span: name, score: 7 - at / head.length })
    }
    for (const cell of cellsOf(line).slice(0, limits.amountsPerLine)) {
      const name = nameIn(cell)
      const party = name && partyOf(name, spots)
      if (!name || party === 'customer') continue
      const announced = party === 'issuer' ? 2 : 0
      scored.push({ span: name, score: headScore(name, at, tallest) + nearness(name, issuerId) + announced })
    }
  })
  const best = scored.toSorted((a, b) => b.score - a.score)[0]
  if (!best || best.score < 2.5) return null
  return {
    value: cleanName(best.span),
    confidence: Math.min(0.9, 0.35 + best.score * 0.07),
    spans: [best.span],
  }
}

function headScore(name: Span, at: number, tallest: number): number {
  const top = name.line.words[name.from]!.box[1]
  const form = companyForm.test(fold(cleanName(name))) ? 3.5 : 0
  return form + Math.max(0, 2.2 - at * 0.35) + (top < 0.2 ? 1 : 0) + (name.line.em / tallest) * 1.2
}

/** A name stands on the line of its tax id or up to three lines above it. */
function nearness(name: Span, id: PrintedTaxId | null): number {
  if (!id || id.span.line.page !== name.line.page) return 0
  const lines = (id.span.line.box[1] - name.line.box[1]) / (name.line.box[3] - name.line.box[1] || 0.01)
  const across = Math.abs(id.span.line.words[id.span.from]!.box[0] - name.line.words[name.from]!.box[0])
  return lines >= -0.5 && lines < 6 && across < 0.25 ? 1 : 0
}

/** The customer's name: beside or below the word that announces it. */
export function findCustomerName(lines: Line[], spots: PartySpot[]): Found<string> | null {
  for (const { party, span } of spots) {
    if (party !== 'customer') continue
    const beside = afterLabel(span.line, span.to)
    const name = beside && nameIn(beside)
    if (name) return { value: cleanName(name), confidence: 0.8, spans: [name] }
    const at = lines.indexOf(span.line)
    for (const line of lines.slice(at + 1, at + 4)) {
      if (line.page !== span.line.page) break
      const below = cellsOf(line).find((cell) => partyOf(cell, spots) === 'customer' && nameIn(cell))
      if (below) return { value: cleanName(nameIn(below)!), confidence: 0.7, spans: [nameIn(below)!] }
    }
  }
  return null
}
