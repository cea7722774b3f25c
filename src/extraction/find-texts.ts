import type { Findings, Found } from './found.ts'
import { label, spotsOf } from './labels.ts'
import { afterLabel, cleanName } from './names.ts'
import { type Line, type Span, textOf } from './text-lines.ts'

const cufeLabels = [label('cufe', 1, 'cufe|cude|cuds')]
const orderLabels = [
  label(
    'order',
    1,
    'orden(?: de)? compra(?: n(?:o|ro)\\.?)?|o\\. ?(?:de )?c\\.?|purchase order(?: (?:no|number)\\.?)?|p\\.?o\\.? ?(?:no|number|#)\\.?|customer po|bestell-? ?(?:nr|nummer)\\.?|bestellung(?: nr\\.?)?|ordernummer|your order(?: no\\.?)?|n[o*]? ?bc(?: ?#)?|bc ?#|(?:bon|n(?:o|umero) de) commande|(?:numero (?:de )?)?pedido(?: n(?:o|ro)\\.?)?',
  ),
]
const termsLabels = [
  label(
    'terms',
    1,
    'condici(?:on|ones) (?:de )?(?:venta|pago)|forma de pago|terminos de pago|payment terms?|terms(?: of payment)?|zahlungs(?:bedingungen|konditionen)|conditions de (?:paiement|reglement)|condizioni di pagamento|condicoes de pagamento',
  ),
]

/** Fiscal code, purchase order and payment terms: said beside their labels or not at all. */
export function findTexts(lines: Line[]): Findings {
  const found: Findings = {}
  for (const [at, line] of lines.entries()) {
    found.cufe ??= cufeAt(lines.slice(at, at + 4))
    for (const { span } of spotsOf(line, orderLabels)) found.purchase_order ??= orderAt(line, span.to)
    for (const { span } of spotsOf(line, termsLabels)) found.payment_terms ??= termsAt(line, span.to)
  }
  for (const name of ['cufe', 'purchase_order', 'payment_terms'] as const)
    if (!found[name]) delete found[name]
  return found
}

/** Colombia's is 96 hexadecimal digits, often torn over lines; Panama's begins with FE. */
function cufeAt(block: Line[]): Found<string> | undefined {
  for (const { span } of spotsOf(block[0]!, cufeLabels).slice(0, 3)) {
    const spans: Span[] = []
    let value = ''
    for (const [i, next] of block.entries())
      for (let from = i === 0 ? span.to : 0; from < next.words.length; from++) {
        const text = next.words[from]!.text.replace(/^:/, '')
        if (!/^(?:[\da-f]{8,96}|FE[\d-]{20,80})$/i.test(text) || (value + text).length > 96) continue
        value += text
        spans.push({ line: next, from, to: from + 1 })
      }
    if (/^[\da-f]{96}$/i.test(value)) return { value: value.toLowerCase(), confidence: 0.95, spans }
    if (/^FE[\d-]{50,}$/i.test(value)) return { value: value.toUpperCase(), confidence: 0.95, spans }
  }
  return undefined
}

function orderAt(line: Line, after: number): Found<string> | undefined {
  let from = after
  while (/^(?:[:#.-]+|n[o°º]?\.?:?|nro\.?:?)$/i.test(line.words[from]?.text ?? '')) from++
  if (from >= line.words.length) return undefined
  const span = { line, from, to: from + 1 }
  const value = cleanName(span)
  return /\d/.test(value) && !/^\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}$/.test(value)
    ? { value: value.slice(0, 100), confidence: 0.8, spans: [span] }
    : undefined
}

function termsAt(line: Line, after: number): Found<string> | undefined {
  const span = afterLabel(line, after)
  const value = span ? cleanName(span) : ''
  return span && /[\p{L}\d]{2}/u.test(value) && !textOf(span).trim().endsWith(':')
    ? { value, confidence: 0.8, spans: [span] }
    : undefined
}
