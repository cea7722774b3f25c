import type { FieldName } from '../../invoices/invoice-data.ts'
import { limits } from '../limits.ts'
import { bare } from '../prove.ts'
import type { Line, Span } from '../text-lines.ts'

/** Only these are looked for by their letters; amounts and dates have one right form. */
const texts: FieldName[] = [
  'issuer_name',
  'issuer_tax_id',
  'issuer_address',
  'customer_name',
  'customer_tax_id',
  'invoice_number',
  'cufe',
  'payment_terms',
  'purchase_order',
]
/** Of so many letters one may be misread; shorter texts would resemble anything. */
const lettersPerMistake = 6
const longest = 120

/** Where a recognised page says nearly this: the reader of the page may have mistaken a letter where a model didn't. */
export function findMisread(name: FieldName, value: string, lines: Line[]): Span[] {
  const wanted = bare(value)
  if (!texts.includes(name) || wanted.length < lettersPerMistake || wanted.length > longest) return []
  const allowed = Math.floor(wanted.length / lettersPerMistake)
  for (const line of lines) {
    if (line.source !== 'ocr') continue
    const words = line.words.map((word) => bare(word.text.slice(0, limits.wordCharacters)))
    for (let from = 0; from < words.length; from++) {
      let joined = ''
      for (let to = from; to < words.length && joined.length < wanted.length + allowed; to++) {
        joined += words[to]
        if (mistakes(joined, wanted, allowed) <= allowed) return [{ line, from, to: to + 1 }]
      }
    }
  }
  return []
}

/** Names and sentences, of which a wrong letter is a slip of whoever read them, and not another number. */
const spelled: FieldName[] = ['issuer_name', 'issuer_address', 'customer_name', 'payment_terms']

/** Whether two readings of one text differ by no more than a reader of pictures mistakes. */
export function isRespelled(name: FieldName, ours: unknown, theirs: unknown): boolean {
  if (!spelled.includes(name)) return false
  const [a, b] = [bare(String(ours)), bare(String(theirs))]
  const allowed = Math.floor(b.length / lettersPerMistake)
  return b.length <= longest && allowed > 0 && mistakes(a, b, allowed) <= allowed
}

/** How many letters to change, add or leave out; counting ends beyond what is allowed. */
function mistakes(a: string, b: string, allowed: number): number {
  if (Math.abs(a.length - b.length) > allowed) return allowed + 1
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1))
    }
    if (Math.min(...next) > allowed) return allowed + 1
    row = next
  }
  return row[b.length]!
}
