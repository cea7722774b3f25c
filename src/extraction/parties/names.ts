import { spotsOf } from '../labels.ts'
import { trimmed } from '../names.ts'
import { taxIdLabels } from '../tax-ids.ts'
import { fold, type Span, wordsOf } from '../text-lines.ts'
import { endsInForm, isOnlyForm, mendName, withoutFrenchForm, wordsToForm } from './legal-forms.ts'
import { isTitle } from './not-names.ts'
import { isPlace, isStreet } from './postal.ts'
import { mendedTrades } from './trade-words.ts'

const nameLabels =
  /^\W*(?:(?:nombre(?: o |\/| y | ?\/ ?)?)?(?:razon social|denominacion(?: social)?)|apellido y nombre|nombre comercial|nombre(?: del)? (?:emisor|cliente)|nombres?(?: y apellidos?)?|apellidos?|company(?: name)?|business name|trading as|name|nom|raison sociale|ragione sociale|denominazione|(?:nome ?\/ ?)?razao social|nome(?! d[aeo]s? )|firma|attn|att|c\/o|welcome to|bienvenidos? a|registered (?:name|office)|legal name)(?![a-z]) ?[:.]? ?/
/** What a name does not go on behind: a telephone, a number of registration, an address of the web. */
const cut =
  /^(?:[-–—·•●|*]+|[(£[{i]?\S{0,3}\d{4,}.*|.*@.*|www\..*|https?:.*|\(?(?:tel|fax|phone|co\.?(?:reg|no)|company)[.:]?.*|(?=\D{0,30}\d\D{0,30}\d)\S{1,60}-[a-z]\))$/i
/** A receipt for goods says from whom they are: "Recebemos de … os produtos …". */
const delivered = /^(?:os|as) (?:produtos|servi[cç]os|mercadorias)/i
const documents = /^(?:invoice|factura|facture|rechnung|receipt|recibo|factuur|fattura|fatura)$/

/** Where a line's name begins behind its label, and where it ends before what is none. */
export function nameIn(span: Span): Span | null {
  const { line } = span
  const from = span.from + labelWords(wordsOf(span).map(({ text }) => text))
  const ids = spotsOf(line, taxIdLabels)
    .map((spot) => spot.span.from)
    .filter((at) => at >= from && at < span.to)
  if (ids.includes(from)) return null
  let to = Math.min(span.to, ...ids, cutAfter({ ...span, from }))
  // "Amazing Goods Invoice": the kind of document isn't part of the name.
  while (to > from + 1 && documents.test(fold(line.words[to - 1]!.text))) to--
  const name = { line, from, to }
  return to > from && isName(nameText(name)) ? name : null
}

/** How many of these words are a label such as "Razón social:"; a label alone is all of them, and no name. */
function labelWords(words: string[]): number {
  const text = fold(words.join(' '))
  const label = nameLabels.exec(text)?.[0].trimEnd() ?? ''
  let count = 0
  for (let read = 0; count < words.length && read < label.length; count++) read += words[count]!.length + 1
  return count
}

function cutAfter({ line, from, to }: Span): number {
  const texts = line.words.slice(from, to).map(({ text }) => text)
  const end = texts.findIndex((_, i) => i > 0 && isOver(texts.slice(i)))
  return from + Math.min(end === -1 ? texts.length : end, wordsToForm(texts) ?? texts.length)
}

/** Whether a name ends before these words: what was delivered, an address, a number. */
const isOver = (words: string[]) =>
  delivered.test(words.slice(0, 2).join(' ')) ||
  (cut.test(words[0]!) && goesElsewhere(words) && !isYearOfName(words))

/** A hyphen between words is a part of a name unless an address or a number comes behind it. */
const goesElsewhere = (words: string[]) =>
  !/^[-–—]$/.test(words[0]!) || words.slice(1).some((word) => /\d/.test(word))

/** "Café 1931 Limitada": a year between the words of a name and its form. */
const isYearOfName = ([year, form]: string[]) =>
  form !== undefined && /^(?:19|20)\d{2}$/.test(year!) && isOnlyForm(form)

const registration = /[\s([{£]*(?:co\.?|reg\.?|n[o0]\.?|:|\s)*[([{£]?\s?\d{4,}\S?[- ]?[A-Z]?[)\]}]?[\s.]*$/i

/** A name as it is written in a field: without stray marks and numbers, with the reader's slips mended. */
export function nameText(span: Span): string {
  const isRead = span.line.source === 'ocr'
  const words = wordsOf(span).filter(({ text, confidence }) => !isRead || text.length > 1 || confidence > 0.7)
  const texts = isRead ? mendedTrades(words) : words.map((word) => word.text.trim())
  const text = trimmed(texts.join(' '))
    .replace(registration, '')
    .replace(/^\W*[«"'‘“]|[»"'’”,;:]+$/g, '')
    .trim()
    .replace(/\s+([.,)])/g, '$1')
    .replace(/\(\s+/g, '(')
  return isRead ? mendName(text) : text
}

/** Names as they may be: letters, not a title, not an address, not somebody's telephone. */
export function isName(text: string): boolean {
  const plain = fold(text)
  const letters = plain.replace(/[^\p{L}]/gu, '').length
  if (
    (letters < 3 && !/^\p{L} ?& ?\p{L}$/u.test(text)) ||
    text.length > 90 ||
    isOnlyForm(text) ||
    /[:@–-]$|^@|\p{L}_\p{L}|^\(.*\)$|\S: |^\d ?[-–] \p{L}/u.test(text)
  )
    return false
  const words = plain.split(' ')
  const rest = isYearOfName(words.slice(-2)) ? words.slice(0, -2).join(' ') : plain
  if (letters <= plain.replace(/[\s&]/g, '').length * 0.6 || /\d{4}|\d[.,]\d\d(?!\d)/.test(rest)) return false
  // "Las Vegas, NV" is a town, though N.V. is a form too.
  const isCompany = endsInForm(text) && !/[,.] ?(?:NV|CO|ME|SC)$/.test(text)
  return isCompany || !(isTitle(text) || isStreet(plain) || isPlace(plain))
}

/** The spelling by which mentions of one name are recognised. */
export const sameName = (text: string): string => fold(withoutFrenchForm(text)).replace(/[^\p{L}\d]/gu, '')
