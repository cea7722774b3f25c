import { limits } from '../limits.ts'
import { type Line, type Span, textOf } from '../text-lines.ts'

const filler =
  /^(?:[:#.\-–|+=?*"'°º]+|n\.?[o0°º?]?\.?:?|nro\.?:?|nr\.?:?|num(?:ero)?\.?:?|number:?|nummer:?|electronica:?|simplificada:?|de|venta:?|serie:?)$/i
const prefix = /^(?:n\.?[o0°º]\.?|n[°º]|nr\.|no\.|#|:)+(?=[a-z\d])/i
const shape = /^[a-z\d]+(?:[-_/.]{1,2}[a-z\d]+){0,8}$/i

/** "INV#0036", "NO.[0055]": the word for it printed together with the number. */
const ownLabel =
  /^(?:(?:[a-z]{2,12}-?)?n(?:[o°º]|r)?|num|inv(?:oice)?|bill|receipt|rcpt|doc|chk|check|trx|trans|fact(?:ura)?|facture|rechnung)[.:#°º[(]+(?=[a-z]{0,6}-?\d)/i

const clean = (text: string) =>
  text
    .replace(ownLabel, '')
    .replace(/^(?:factura|invoice|receipt|recibo|boleta)(?=\d)/i, '')
    .replace(/^[\s:#.,=*()[\]"'-]+|[\s:#.,;*()[\]"'-]+$/g, '')
    .replace(/^n\.?[°º]\.?(?=[a-z\d])/i, '')
    .slice(0, 100)

/** "F001 - 00000123" stands for F001-00000123; in poor print a nought is read as a letter that looks like it. */
export function numberText(span: Span): string {
  const text = clean(textOf(span)).replace(/\s*([-–/])\s*/g, (_, sign) => (sign === '–' ? '-' : sign))
  if (span.line.source !== 'ocr') return text
  return text.replace(/(?<=\d)[OQ](?=[\dOQ]|$)/g, '0').replace(/[OQ](?=[1-9][/-](?:19|20)\d\d(?!\d))/g, '0')
}

/** Like a document's number: has a digit, and is no date, amount, share or time. */
export function isNumber(text: string): boolean {
  if (text.length > 40 || !/\d/.test(text) || !shape.test(text)) return false
  if (/^\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}$|^\d{4}[-/.]\d{2}[-/.]\d{2}$/.test(text)) return false
  return !/^\d{1,3}(?:[.,]\d{3})*[.,]\d{2}$|^\d[.,]?$|%$/.test(text)
}

/** How much it looks like one: letters with digits, signs between, length. */
export function likeness(text: string): number {
  const digits = text.replace(/\D/g, '').length
  // The first invoices of a series: "F-1".
  if (/^[a-z]{1,5}[-/]\d{1,2}$/i.test(text)) return 0.5
  if (digits < 3) return /[a-z]/i.test(text) && digits > 0 ? -0.3 : -0.8
  if (/^(?:19|20)\d\d$/.test(text)) return -1
  const isMixed = /[a-z]/i.test(text) || /\d[-/]\d/.test(text)
  return isMixed ? 0.8 : digits >= 4 ? 0.5 : 0
}

/** What looks like a number in the label's last word or right beside it, with the parts that belong to it. */
export function numberFrom(line: Line, after: number): Span | null {
  const last = line.words[after - 1]?.text ?? ''
  if (ownLabel.test(last) && isNumber(clean(last))) return { line, from: after - 1, to: after }
  let from = after
  while (from < line.words.length && from < after + 4 && filler.test(line.words[from]!.text)) from++
  const word = line.words[from]
  if (!word) return null
  const text = clean(word.text.replace(prefix, ''))
  const to = endOf(line, from, text)
  return isNumber(clean(joinedText({ line, from, to }))) ? { line, from, to } : null
}

const joinedText = (span: Span) =>
  textOf(span).replace(/\s/g, '').replace(prefix, '').slice(0, limits.wordCharacters)

/** "10 123 456 789": French numbers are printed in threes. */
function endOfThrees(line: Line, from: number): number {
  let to = from + 1
  const isNext = () => {
    const [last, next] = [line.words[to - 1], line.words[to]]
    return last && next && /^\d{3}$/.test(next.text) && next.box[0] - last.box[2] < line.em * 0.7
  }
  while (to < from + 6 && isNext()) to++
  return to > from + 2 ? to : from + 1
}

/** "SETP 990000123" and "0004 - 00002718": a series and its number in several words. */
function endOf(line: Line, from: number, text: string): number {
  if (/^\d{1,3}$/.test(text)) return Math.max(endOfThrees(line, from), endOfParts(line, from, text))
  return endOfParts(line, from, text)
}

function endOfParts(line: Line, from: number, text: string): number {
  const isSeries = /^[A-Z]{1,4}\d{0,4}$/.test(text)
  let to = from + 1
  for (let parts = 0; parts < 3; parts++) {
    const [sign, next] = [line.words[to], line.words[to + 1]]
    const isClose = (word: typeof sign) =>
      word !== undefined && word.box[0] - line.words[to - 1]!.box[2] < line.em * 1.2
    if (
      sign &&
      next &&
      isClose(sign) &&
      /^[-–/]$/.test(sign.text) &&
      /^[A-Z]?\d{1,12}$/i.test(clean(next.text))
    )
      to += 2
    else if (parts === 0 && isSeries && isClose(sign) && /^\d[\d/-]{1,14}$/.test(clean(sign!.text))) to += 1
    else break
  }
  return to
}
